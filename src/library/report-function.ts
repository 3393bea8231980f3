import { setImmediate } from 'node:timers/promises';
import type { BoundColumn } from '../core/column.ts';
import { type Problem, UsageError } from '../core/errors.ts';
import type { Report, ScanOptions, TypedReport } from '../core/report.ts';
import { visible } from '../core/text.ts';
import { KernelLookups } from '../lookup/lookups.ts';
import { machineMeanings } from '../lookup/meanings.ts';
import { copyRow } from '../query/copy.ts';
import type { Filter } from '../query/expression/filter.ts';
import { always } from '../query/expression/logic.ts';
import { buildFilter, type FilterOptions } from '../query/filters.ts';
import { columnNamed } from '../query/select.ts';
import { socketProtocols } from '../reports/sockets/tables.ts';
import { type KernelSource, openKernel } from '../source/kernel.ts';
import type { SourceOptions } from '../source/location.ts';

/** What every report can be asked. Lists mean "any of these", several filters "all of these". */
export type ReadOptions = SourceOptions &
  FilterOptions & {
    /** Told of every line and file that could not be read; without it they are passed over. */
    readonly onProblem?: (problem: Problem) => void;
  };

/** Rows as plain objects, read while they are iterated over: once, in the kernel's order. */
export interface Rows<R> extends Iterable<R>, AsyncIterable<R> {}

/** A report as a function. */
export interface ReportFunction<R, Options extends ReadOptions, Joined extends keyof R> {
  /**
   * Only these columns, decoded for each row.
   * @throws UsageError for an option that cannot be understood
   * @throws ReadError, UnsupportedError when the kernel's files cannot be had
   */
  <const C extends keyof R & string>(options: Options & { readonly columns: readonly C[] }): Rows<Pick<R, C>>;
  /**
   * All columns, those of other files too.
   * @throws UsageError for an option that cannot be understood
   * @throws ReadError, UnsupportedError when the kernel's files cannot be had
   */
  (options: Options & { readonly [C in Joined]: true }): Rows<R>;
  /**
   * All columns but those that cost a search through other files.
   * @throws UsageError for an option that cannot be understood
   * @throws ReadError, UnsupportedError when the kernel's files cannot be had
   */
  (options?: Options): Rows<Omit<R, Joined>>;
}

/** How often an asynchronous reader lets others run. */
const rowsPerTurn = 512;

type Request = {
  readonly report: Report;
  readonly columns: readonly BoundColumn[];
  readonly filter: Filter | null;
  readonly kernel: () => KernelSource;
  readonly scan: ScanOptions;
};

function* read({ report, columns, filter, kernel: open, scan }: Request): Generator<unknown> {
  const kernel = open();
  const wanted = new Set([...columns.map(({ name }) => name), ...(filter?.reads ?? [])]);
  const lookups = new KernelLookups(kernel);
  const test = filter?.test ?? always;
  try {
    for (const view of report.scan({
      kernel,
      wanted,
      states: filter?.states ?? null,
      options: scan,
      lookups,
    }))
      if (test(view)) yield copyRow(columns, view);
    kernel.conclude();
  } finally {
    kernel.close();
  }
}

async function* readInTurns(request: Request): AsyncGenerator<unknown> {
  let rows = 0;
  for (const row of read(request)) {
    if (++rows % rowsPerTurn === 0) await setImmediate();
    yield row;
  }
}

const lists: ReadonlySet<string> = new Set([
  'columns',
  'where',
  'state',
  'port',
  'localPort',
  'remotePort',
  'address',
  'local',
  'remote',
  'interface',
  'interfaceStrict',
  'process',
  'user',
  'families',
  'protocols',
]);
const choices: ReadonlyMap<string, readonly string[]> = new Map([
  ['families', ['ipv4', 'ipv6']],
  ['protocols', socketProtocols],
]);
const others: ReadonlySet<string> = new Set(['proc', 'pid', 'endian', 'listening', 'all', 'onProblem']);

/** Programs without types ask wrongly too: they are told at the call, not by an empty answer. */
const requireSensible = (options: object, joined: readonly string[]): void => {
  for (const [name, value] of Object.entries(options)) {
    if (lists.has(name)) {
      if (!Array.isArray(value) || value.some((item) => typeof item !== 'string'))
        throw new UsageError(`${name} takes a list of texts`, name);
      const known = choices.get(name);
      const odd = (value as readonly string[]).find((item) => known?.includes(item) === false);
      if (odd !== undefined)
        throw new UsageError(`${name}: "${visible(odd)}" is none of ${known!.join(', ')}`, name);
    } else if (!others.has(name) && !joined.includes(name))
      throw new UsageError(`there is no option ${visible(name)}`, name);
  }
};

/** Makes the library's function of a report. `joined` are the columns left out unless they are asked for. */
export const reportFunction = <R, Options extends ReadOptions, Joined extends keyof R & string = never>(
  report: TypedReport<R>,
  joined: readonly Joined[],
  scanOptions: (options: Options) => ScanOptions,
): ReportFunction<R, Options, Joined> => {
  const open = (options: Options & { readonly columns?: readonly string[] }): Rows<unknown> => {
    requireSensible(options, joined);
    const left = joined.filter((name) => (options as Record<string, unknown>)[name] !== true);
    const columns =
      options.columns?.map((name) => columnNamed(report.columns, name, 'columns')) ??
      report.columns.filter(({ name }) => !left.some((other) => other === name));
    const request: Request = {
      report,
      columns,
      filter: buildFilter(options, report.columns, machineMeanings()),
      kernel: () => openKernel(options, options.onProblem ?? (() => {})),
      scan: scanOptions(options),
    };
    request.kernel().close();
    return {
      [Symbol.iterator]: () => read(request),
      [Symbol.asyncIterator]: () => readInTurns(request),
    };
  };
  return ((options: Options = {} as Options) => open(options)) as ReportFunction<R, Options, Joined>;
};
