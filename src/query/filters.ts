import type { BoundColumn, Kind } from '../core/column.ts';
import { UsageError } from '../core/errors.ts';
import type { FilterOptions } from '../core/request.ts';
import { compileExpression } from './expression/compile.ts';
import { type Condition, filterOf, on, some } from './expression/condition.ts';
import { BadWord, type Context, readEach, type WordMeanings } from './expression/context.ts';
import { networksTest } from './expression/ends.ts';
import { interfaceTest, valueTest } from './expression/equality.ts';
import { allFilters, type Filter } from './expression/filter.ts';
import { inRanges } from './expression/predicates.ts';
import { type Operand, quote } from './expression/syntax.ts';
import { columnsFor, listening } from './listening.ts';

type Meanings = WordMeanings & { userId(name: string): number | null };

type OptionContext = Context & { readonly meanings: Meanings };

type OptionFilter = {
  readonly option: string;
  /** What a report needs to have for the option to apply. */
  readonly noun: string;
  readonly about: (column: BoundColumn) => boolean;
  /** Whether a column equals any of the items. */
  readonly equals: (column: BoundColumn, items: readonly Operand[], context: OptionContext) => Condition;
};

const ofKind =
  (kind: Kind) =>
  (column: BoundColumn): boolean =>
    column.kind === kind;

const named =
  (...names: readonly string[]) =>
  (column: BoundColumn): boolean =>
    names.includes(column.name);

const users: OptionFilter['equals'] = (column, items, context) => {
  const ids = readEach(items, context, ({ text }) => {
    const uid = /^\d{1,10}$/.test(text) ? Number(text) : context.meanings.userId(text);
    if (uid === null) throw new BadWord(`no user ${quote(text)} in /etc/passwd`);
    return { from: uid, to: uid };
  });
  return on([column], inRanges(column, ids));
};

const optionFilters = {
  state: { option: '--state', noun: 'states', about: ofKind('state'), equals: valueTest },
  port: { option: '--port', noun: 'ports', about: ofKind('port'), equals: valueTest },
  localPort: {
    option: '--local-port',
    noun: 'local ports',
    about: named('localPort', 'sourcePort'),
    equals: valueTest,
  },
  remotePort: {
    option: '--remote-port',
    noun: 'remote ports',
    about: named('remotePort', 'destinationPort'),
    equals: valueTest,
  },
  address: { option: '--address', noun: 'addresses', about: ofKind('address'), equals: networksTest },
  local: {
    option: '--local',
    noun: 'local addresses',
    about: named('localAddress', 'source'),
    equals: networksTest,
  },
  remote: {
    option: '--remote',
    noun: 'remote addresses',
    about: named('remoteAddress', 'destination'),
    equals: networksTest,
  },
  interface: {
    option: '--interface',
    noun: 'interfaces',
    about: ofKind('interface'),
    equals: interfaceTest,
  },
  interfaceStrict: {
    option: '--interface-strict',
    noun: 'interfaces',
    about: ofKind('interface'),
    equals: valueTest,
  },
  process: { option: '--process', noun: 'processes', about: named('processes'), equals: valueTest },
  user: { option: '--user', noun: 'user ids', about: named('uid'), equals: users },
} satisfies Record<string, OptionFilter>;

const optionFilter = (
  { option, noun, about, equals }: OptionFilter,
  words: readonly string[],
  all: readonly BoundColumn[],
  meanings: Meanings,
): Filter => {
  const columns = columnsFor(option, noun, about, all);
  const items = words.map((text): Operand => ({ text, quoted: false, flags: null, at: 0 }));
  const context: OptionContext = { columns: all, meanings, note: () => {}, families: new Set() };
  try {
    return filterOf(some(columns.map((column) => equals(column, items, context))));
  } catch (error) {
    if (error instanceof BadWord) throw new UsageError(`${option}: ${error.message}`, option);
    throw error;
  }
};

/** Combines all filters; null if there are none. Throws `UsageError`, which names the option, for an invalid one. */
export const buildFilter = (
  options: FilterOptions,
  columns: readonly BoundColumn[],
  meanings: Meanings,
): Filter | null => {
  const names = Object.keys(optionFilters) as (keyof typeof optionFilters)[];
  const filters = [
    ...names.flatMap((name) => {
      const words = options[name];
      return words === undefined ? [] : [optionFilter(optionFilters[name], words, columns, meanings)];
    }),
    ...(options.where ?? []).map((text) => compileExpression(text, columns, meanings)),
    ...(options.listening ? [listening(columns)] : []),
  ];
  return filters.length === 0 ? null : allFilters(filters);
};
