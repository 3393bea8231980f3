import type { BoundColumn } from '../core/column.ts';
import type { Report, ScanOptions } from '../core/report.ts';
import type { FormatName } from '../formats/index.ts';
import { KernelLookups } from '../lookup/lookups.ts';
import { countColumn } from '../query/count.ts';
import type { Filter } from '../query/expression/filter.ts';
import { allOf, always } from '../query/expression/logic.ts';
import type { FilterOptions } from '../query/filters.ts';
import type { Query } from '../query/pipeline.ts';
import { columnNamed, selectColumns } from '../query/select.ts';
import { sortKeys } from '../query/sort.ts';
import type { KernelSource } from '../source/kernel.ts';
import { type Arguments, wholeNumber } from './arguments.ts';
import { CounterPatterns } from './counter-patterns.ts';
import type { Host } from './host.ts';
import { extraColumns, scanOptions } from './request.ts';
import { concludeRoute, expressionsOf, patternsOf, routeTarget } from './words.ts';

/** What a command line asks of a report. */
export type Plan = {
  readonly query: Query;
  /** Columns that somebody reads. */
  readonly wanted: ReadonlySet<string>;
  readonly states: ReadonlySet<string> | null;
  readonly lookups: (kernel: KernelSource) => KernelLookups;
  /** After the last row: messages, and the exit code if it is decided here. */
  readonly conclude: (host: Host, rows: number) => number | null;
  /** The scan's own switches. */
  readonly options: ScanOptions;
};

const listOptions = {
  state: 'state',
  port: 'port',
  localPort: 'local-port',
  remotePort: 'remote-port',
  address: 'address',
  local: 'local',
  remote: 'remote',
  interface: 'interface',
  interfaceStrict: 'interface-strict',
  process: 'process',
  user: 'user',
} as const satisfies Partial<Record<keyof FilterOptions, string>>;

const filterOptions = (report: Report, args: Arguments): FilterOptions => {
  const lists = Object.entries(listOptions).map(([name, option]) => [name, args.list(option)] as const);
  const given = Object.fromEntries(lists.filter(([, words]) => words !== undefined));
  const where = expressionsOf(report, args);
  return { ...given, ...(where.length > 0 ? { where } : {}), listening: args.flag('listening') };
};

/** The filters' code, and the tables of names that they need, are loaded only if there is a filter. */
const filterOf = async (report: Report, args: Arguments): Promise<Filter | null> => {
  const options = filterOptions(report, args);
  if (Object.keys(options).length === 1 && options.listening === false) return null;
  const [{ buildFilter }, { machineMeanings }] = await Promise.all([
    import('../query/filters.ts'),
    import('../lookup/meanings.ts'),
  ]);
  return buildFilter(options, report.columns, machineMeanings());
};

const countColumns = (report: Report, args: Arguments): readonly BoundColumn[] | null => {
  const words = args.list('count-by') ?? (args.flag('summary') ? ['protocol', 'family', 'state'] : undefined);
  return words === undefined ? null : words.map((word) => columnNamed(report.columns, word, '--count-by'));
};

const patterns = (report: Report, args: Arguments, format: FormatName): CounterPatterns | null => {
  if (report.name !== 'snmp') return null;
  const isText = format === 'table' || format === 'plain';
  return new CounterPatterns(patternsOf(report, args), isText && !args.flag('zeros'));
};

export const planQuery = async (report: Report, args: Arguments, format: FormatName): Promise<Plan> => {
  const columns = selectColumns(report.columns, args.list('columns'), extraColumns(report, args));
  const countBy = countColumns(report, args);
  const sortable = countBy === null ? report.columns : [...countBy, countColumn as BoundColumn];
  const sort = sortKeys(args.list('sort') ?? [], sortable);
  const filter = await filterOf(report, args);
  const target = await routeTarget(report, args);
  const asked = patterns(report, args, format);
  const tests = [...(filter === null ? [] : [filter.test]), ...(asked === null ? [] : [asked.test(report)])];
  const limit = wholeNumber(args.text('limit'), '--limit', 0, Number.MAX_SAFE_INTEGER);
  const test = tests.length === 0 ? always : allOf(tests);
  const isNarrowed = filter !== null || limit === 0;
  const query: Query = {
    columns,
    all: report.columns,
    test,
    sort,
    limit: limit ?? Number.POSITIVE_INFINITY,
    countBy,
  };
  const read = [...(countBy ?? columns), ...sort].map(({ name }) => name);
  return {
    query,
    wanted: new Set([...read, ...(filter?.reads ?? [])]),
    states: filter?.states ?? null,
    lookups: (kernel) => new KernelLookups(kernel),
    conclude: (host, rows) =>
      target === null ? (asked?.conclude(host) ?? null) : concludeRoute(args, rows, isNarrowed, host),
    options: scanOptions(report, args, target),
  };
};
