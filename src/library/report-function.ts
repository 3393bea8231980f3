import { setImmediate } from 'node:timers/promises';
import type { BoundColumn } from '../core/column.ts';
import type { Problem } from '../core/errors.ts';
import type { LibraryOptions } from '../core/option.ts';
import type { TypedReport } from '../core/report.ts';
import type { Request } from '../core/request.ts';
import { machineMeanings } from '../lookup/meanings.ts';
import type { commonOptions } from '../options/index.ts';
import { copyRow } from '../query/copy.ts';
import { buildFilter } from '../query/filters.ts';
import { columnNamed } from '../query/select.ts';
import { type Answer, ask } from '../request/ask.ts';
import { nodeFileSystem } from '../source/filesystem.ts';
import { openKernel } from '../source/kernel.ts';
import { requestOf } from './options.ts';

/** What every report can be asked. Lists mean "any of these", several filters "all of these". */
export type ReadOptions = LibraryOptions<typeof commonOptions> & {
  /** Called for every line and file that could not be read; without it they are skipped. */
  readonly onProblem?: (problem: Problem) => void;
};

/** Rows as plain objects, read while they are iterated over: once, in the kernel's order. */
export interface Rows<R> extends Iterable<R>, AsyncIterable<R> {}

/** A report as a function. `Options` are those of this report, beside `ReadOptions`. */
export interface ReportFunction<R, Options extends object, Joined extends keyof R> {
  /**
   * Only these columns, decoded for each row.
   * @throws UsageError for an option that cannot be understood
   * @throws ReadError, UnsupportedError when the kernel's files cannot be read
   */
  <const C extends keyof R & string>(options: Options & { readonly columns: readonly C[] }): Rows<Pick<R, C>>;
  /**
   * All columns, those of other files too.
   * @throws UsageError for an option that cannot be understood
   * @throws ReadError, UnsupportedError when the kernel's files cannot be read
   */
  (options: Options & { readonly [C in Joined]: true }): Rows<R>;
  /**
   * All columns but those that cost a search through other files.
   * @throws UsageError for an option that cannot be understood
   * @throws ReadError, UnsupportedError when the kernel's files cannot be read
   */
  (options?: Options): Rows<Omit<R, Joined>>;
}

/** How often an asynchronous reader lets others run. */
const rowsPerTurn = 512;

type Reading = {
  readonly answer: Answer;
  readonly columns: readonly BoundColumn[];
  readonly request: Request;
};

/** Rows as they are read, or all at once where they must be sorted first. */
function* read({ answer, columns, request }: Reading): Generator<unknown> {
  if (request.sort.length > 0) {
    const sorted: unknown[] = [];
    answer.read((row) => sorted.push(copyRow(columns, row)));
    yield* sorted;
    return;
  }
  let rows = 0;
  if (request.limit === 0) return;
  for (const view of answer.rows(() => {})) {
    yield copyRow(columns, view);
    if (++rows >= request.limit) return;
  }
}

async function* readInTurns(reading: Reading): AsyncGenerator<unknown> {
  let rows = 0;
  for (const row of read(reading)) {
    if (++rows % rowsPerTurn === 0) await setImmediate();
    yield row;
  }
}

/** Makes the library's function of a report. `joined` are the columns left out unless they are asked for. */
export const reportFunction = <R, O, Joined extends keyof R & string = never>(
  report: TypedReport<R, O>,
  joined: readonly Joined[],
): ReportFunction<R, LibraryOptions<O> & ReadOptions, Joined> => {
  type Values = ReadOptions & { readonly columns?: readonly string[] };
  const open = (values: Values): Rows<unknown> => {
    const left = joined.filter((name) => (values as Record<string, unknown>)[name] !== true);
    const columns =
      values.columns?.map((name) => columnNamed(report.columns, name, 'columns')) ??
      report.columns.filter(({ name }) => !left.some((other) => other === name));
    const request = { ...requestOf(report, values), columns: columns.map(({ name }) => name) };
    const answer = ask(request, {
      filter: buildFilter(request.filter, report.columns, machineMeanings()),
      files: nodeFileSystem,
      onProblem: values.onProblem,
    });
    openKernel(request.source, () => {}).close();
    const reading = { answer, columns: answer.columns, request };
    return {
      [Symbol.iterator]: () => read(reading),
      [Symbol.asyncIterator]: () => readInTurns(reading),
    };
  };
  return ((values: Values = {}) => open(values)) as ReportFunction<
    R,
    LibraryOptions<O> & ReadOptions,
    Joined
  >;
};
