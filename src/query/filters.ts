import type { BoundColumn, Kind } from '../core/column.ts';
import { UsageError } from '../core/errors.ts';
import type { FilterOptions } from '../core/request.ts';
import { allFilters, compileExpression } from './expression/compile.ts';
import type { Filter } from './expression/filter.ts';
import { anyOf, type Predicate } from './expression/logic.ts';
import {
  anyState,
  BadWord,
  networkOf,
  portRanges,
  statesMeant,
  type WordMeanings,
} from './expression/operands.ts';
import {
  boundTo,
  heldBy,
  inNetworks,
  inRanges,
  isInState,
  isOneOf,
  onInterface,
} from './expression/predicates.ts';

export type Meanings = WordMeanings & { userId(name: string): number | null };

type Build = (
  columns: readonly BoundColumn[],
  words: readonly string[],
  meanings: Meanings,
  all: readonly BoundColumn[],
) => Predicate;

type OptionFilter = {
  readonly option: string;
  /** The columns it is about. */
  readonly about: (column: BoundColumn) => boolean;
  readonly build: Build;
};

const ofKind =
  (kind: Kind) =>
  (column: BoundColumn): boolean =>
    column.kind === kind;

const named =
  (...names: readonly string[]) =>
  (column: BoundColumn): boolean =>
    names.includes(column.name);

const ports: Build = (columns, words, meanings) => {
  const ranges = words.flatMap((word) => portRanges(word, meanings));
  return anyOf(columns.map((column) => inRanges(column, ranges)));
};

const networks: Build = (columns, words) => {
  const wanted = words.map(networkOf);
  return anyOf(columns.map((column) => inNetworks(column, wanted)));
};

const users: Build = ([column], words, { userId }) =>
  inRanges(
    column!,
    words.map((word) => {
      const uid = /^\d{1,10}$/.test(word) ? Number(word) : userId(word);
      if (uid === null) throw new BadWord(`there is no user "${word}" in /etc/passwd`);
      return { from: uid, to: uid };
    }),
  );

const statesIn = (words: readonly string[], column: BoundColumn): ReadonlySet<string> | null =>
  anyState(words.map((word) => statesMeant(word, column)));

const optionFilters = {
  state: {
    option: '--state',
    about: ofKind('state'),
    build: ([column], words) => isInState(column!, statesIn(words, column!)),
  },
  port: { option: '--port', about: ofKind('port'), build: ports },
  localPort: { option: '--local-port', about: named('localPort', 'sourcePort'), build: ports },
  remotePort: { option: '--remote-port', about: named('remotePort', 'destinationPort'), build: ports },
  address: { option: '--address', about: ofKind('address'), build: networks },
  local: { option: '--local', about: named('localAddress', 'source'), build: networks },
  remote: { option: '--remote', about: named('remoteAddress', 'destination'), build: networks },
  interface: {
    option: '--interface',
    about: ofKind('interface'),
    build: ([column], words, _, all) => onInterface(column!, all, words),
  },
  interfaceStrict: {
    option: '--interface-strict',
    about: ofKind('interface'),
    build: ([column], words) => isOneOf(column!, words),
  },
  process: {
    option: '--process',
    about: named('processes'),
    build: ([column], words) => heldBy(column!, words),
  },
  user: { option: '--user', about: named('uid'), build: users },
} satisfies Record<string, OptionFilter>;

const optionFilter = (
  name: keyof typeof optionFilters,
  words: readonly string[],
  all: readonly BoundColumn[],
  meanings: Meanings,
): Filter => {
  const { option, about, build }: OptionFilter = optionFilters[name];
  const columns = all.filter(about);
  if (columns.length === 0) throw new UsageError(`${option}: this report has no such column`, option);
  const beside = name === 'interface' ? boundTo(all) : [];
  try {
    const states = name === 'state' ? statesIn(words, columns[0]!) : null;
    return {
      test: build(columns, words, meanings, all),
      reads: new Set([...columns, ...beside].map((column) => column.name)),
      states,
    };
  } catch (error) {
    if (error instanceof BadWord) throw new UsageError(`${option}: ${error.message}`, option);
    throw error;
  }
};

const connectionless: ReadonlySet<unknown> = new Set(['udp', 'udplite', 'raw', 'icmp']);

/** UDP has no listeners; what is not connected waits for anybody, which is what `-l` is asked for. */
const listening = (all: readonly BoundColumn[]): Filter => {
  const state = all.find(named('state'))!;
  const protocol = all.find(named('protocol'))!;
  const isListening = (view: never): boolean => {
    const now = state.read(view);
    return now === 'LISTEN' || (now === 'UNCONN' && connectionless.has(protocol.read(view)));
  };
  return { test: isListening, reads: new Set(['state', 'protocol']), states: new Set(['LISTEN', 'UNCONN']) };
};

/** All filters in one; null if there is none. Throws `UsageError`, which names the option. */
export const buildFilter = (
  options: FilterOptions,
  columns: readonly BoundColumn[],
  meanings: Meanings,
): Filter | null => {
  const names = Object.keys(optionFilters) as (keyof typeof optionFilters)[];
  const filters = [
    ...names.flatMap((name) => {
      const words = options[name];
      return words === undefined ? [] : [optionFilter(name, words, columns, meanings)];
    }),
    ...(options.where ?? []).map((text) => compileExpression(text, columns, meanings)),
    ...(options.listening ? [listening(columns)] : []),
  ];
  return filters.length === 0 ? null : allFilters(filters);
};
