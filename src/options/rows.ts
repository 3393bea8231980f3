import type { Option, Options } from '../core/option.ts';
import type { Draft, FilterOptions } from '../core/request.ts';
import { columnNames, interfaces, lacksAll, lacksKind, services, stateNames } from './lacking.ts';
import { wholeNumber } from './numbers.ts';

type ListFilter = Exclude<keyof FilterOptions, 'listening'>;

const filter =
  (name: ListFilter): Option<Draft>['set'] =>
  (draft, words) => {
    draft.filter[name] = words;
  };

/** Selection, order and number of rows. */
export const rowOptions = {
  where: {
    value: 'EXPR',
    repeats: 'many',
    help: 'Keep rows that match the expression; see procnet help expressions.',
    group: 'Rows',
    library: 'texts',
    set: (draft, words) => {
      draft.filter.where = [...(draft.filter.where ?? []), ...words];
    },
  },
  state: {
    value: 'LIST',
    repeats: 'list',
    help: 'Keep these states, in any spelling, or groups such as connected.',
    group: 'Rows',
    lacking: lacksKind('state', 'has no states'),
    completes: stateNames,
    library: 'texts',
    set: filter('state'),
  },
  port: {
    value: 'LIST',
    repeats: 'list',
    help: 'Keep rows with one of these ports at either end: numbers, ranges (8000-8010) or service names.',
    group: 'Rows',
    lacking: lacksKind('port', 'has no ports'),
    completes: services,
    library: 'ports',
    set: filter('port'),
  },
  localPort: {
    aliases: ['sport'],
    value: 'LIST',
    repeats: 'list',
    help: 'The same, local (or source) end only.',
    group: 'Rows',
    lacking: lacksKind('port', 'has no ports'),
    completes: services,
    library: 'ports',
    set: filter('localPort'),
  },
  remotePort: {
    aliases: ['dport'],
    value: 'LIST',
    repeats: 'list',
    help: 'The same, remote (or destination) end only.',
    group: 'Rows',
    lacking: lacksKind('port', 'has no ports'),
    completes: services,
    library: 'ports',
    set: filter('remotePort'),
  },
  address: {
    value: 'CIDR',
    repeats: 'list',
    help: 'Keep rows with an address in one of these networks.',
    group: 'Rows',
    lacking: lacksKind('address', 'has no addresses'),
    library: 'texts',
    set: filter('address'),
  },
  local: {
    aliases: ['src'],
    value: 'CIDR',
    repeats: 'list',
    help: 'The same, local (or source) end only.',
    group: 'Rows',
    lacking: lacksAll(['localAddress', 'replySource'], 'has no two ends'),
    library: 'texts',
    set: filter('local'),
  },
  remote: {
    aliases: ['dst'],
    value: 'CIDR',
    repeats: 'list',
    help: 'The same, remote (or destination) end only.',
    group: 'Rows',
    lacking: lacksAll(['remoteAddress', 'replySource'], 'has no two ends'),
    library: 'texts',
    set: filter('remote'),
  },
  interface: {
    value: 'LIST',
    repeats: 'list',
    help: 'Keep rows on these interfaces; sockets bound to every address match any.',
    group: 'Rows',
    lacking: lacksKind('interface', 'has no interfaces'),
    completes: interfaces,
    library: 'texts',
    set: filter('interface'),
  },
  interfaceStrict: {
    value: 'LIST',
    repeats: 'list',
    help: 'The same, excluding sockets bound to every address.',
    group: 'Rows',
    lacking: lacksAll(['localAddress'], 'has no sockets'),
    completes: interfaces,
    library: 'texts',
    set: filter('interfaceStrict'),
  },
  process: {
    value: 'LIST',
    repeats: 'list',
    help: 'Keep sockets held by these processes, by name or process ID.',
    group: 'Rows',
    lacking: lacksAll(['processes'], 'has no processes'),
    completes: () => ({ from: 'processes' }),
    library: 'ports',
    set: filter('process'),
  },
  user: {
    value: 'LIST',
    repeats: 'list',
    help: "Keep these users' sockets, by name or user ID.",
    group: 'Rows',
    lacking: lacksAll(['uid'], 'has no users'),
    completes: () => ({ from: 'users' }),
    library: 'ports',
    set: filter('user'),
  },
  sort: {
    value: 'LIST',
    repeats: 'list',
    help: 'Sort by these columns; -column sorts in descending order.',
    group: 'Rows',
    completes: columnNames,
    library: 'texts',
    set: (draft, words) => {
      draft.sort = words;
    },
  },
  limit: {
    value: 'N',
    help: 'Show at most N of the matching rows.',
    group: 'Rows',
    library: 'number',
    set: (draft, [word], name) => {
      draft.limit = wholeNumber(word!, name, 0, Number.MAX_SAFE_INTEGER);
    },
  },
  having: {
    value: 'EXPR',
    repeats: 'many',
    help: 'With --count-by: keep counts that match the expression, such as count > 100.',
    group: 'Rows',
    set: (draft, words) => {
      draft.having = words;
    },
  },
  countBy: {
    value: 'LIST',
    repeats: 'list',
    help: 'Count rows per distinct value of these columns, highest first.',
    group: 'Rows',
    completes: columnNames,
    set: (draft, words) => {
      draft.countBy = words;
    },
  },
} as const satisfies Options<Draft>;
