import { setImmediate } from 'node:timers/promises';
import type { Account } from '../core/account.ts';
import type { BoundColumn } from '../core/column.ts';
import { type Problem, UsageError } from '../core/errors.ts';
import type { LibraryOptions } from '../core/option.ts';
import type { Report, TypedReport } from '../core/report.ts';
import type { Request } from '../core/request.ts';
import * as finder from '../lookup/namespaces/find-namespaces.ts';
import type { commonOptions } from '../options/index.ts';
import { copyRow } from '../query/copy.ts';
import { columnNamed } from '../query/select.ts';
import { type Answer, ask, pause } from '../request/ask.ts';
import { machineFilter } from '../request/machine-filter.ts';
import type { Place } from '../request/place.ts';
import { nodeFileSystem } from '../source/filesystem.ts';
import { object, ofReports, requireForm } from './arguments.ts';
import { inLibraryWords, requestOf } from './options.ts';
import { remarksTo } from './remarks.ts';
import { placeOf, type Snapshot } from './snapshot.ts';

/** Options of every report. A list means "any of these"; several filters mean "all of these". */
export type ReadOptions = LibraryOptions<typeof commonOptions> & {
  /** A snapshot from `openSnapshot`, read instead of this machine. */
  readonly from?: Snapshot;
  /**
   * Called for every line and file that could not be read and, after the last row, for every remark on the rows: a name that
   * matches nothing, or how many rows were omitted because a value is unknown. Without it, all of these are silent.
   */
  readonly onProblem?: (problem: Problem) => void;
  /** Aborts an asynchronous reading, which then throws the signal's reason. */
  readonly signal?: AbortSignal;
};

/** Additional columns if several namespaces are read. */
export type NamespaceColumns = {
  /** The network namespace, as accepted by the option `netns`. */
  netns: string;
  /** The container that owns the namespace: its id, or its name if the runtime uses names. */
  container: string | null;
};

/** Rows as plain objects, read during iteration, which is possible once, in kernel order. */
export interface Rows<R> extends Iterable<R>, AsyncIterable<R> {}

/**
 * A report as a function. `Options` are this report's options in addition to `ReadOptions`. The columns `Joined` require a
 * search through other files and are included only if named, or with the option `processes`.
 */
export interface ReportFunction<R, Options extends object, Joined extends keyof R> {
  /**
   * Only these columns, for every network namespace on the machine.
   * @throws UsageError for an invalid option
   * @throws ReadError, UnsupportedError if the kernel's files cannot be read
   */
  <const C extends keyof (R & NamespaceColumns) & string>(
    options: Options & { readonly allNetns: true; readonly columns: readonly C[] },
  ): Rows<Pick<R & NamespaceColumns, C>>;
  /**
   * The default columns, for every network namespace on the machine, plus the namespace.
   * @throws UsageError for an invalid option
   * @throws ReadError, UnsupportedError if the kernel's files cannot be read
   */
  (options: Options & { readonly allNetns: true }): Rows<Omit<R, Joined> & NamespaceColumns>;
  /**
   * Only these columns, decoded for each row.
   * @throws UsageError for an invalid option
   * @throws ReadError, UnsupportedError if the kernel's files cannot be read
   */
  <const C extends keyof R & string>(options: Options & { readonly columns: readonly C[] }): Rows<Pick<R, C>>;
  /**
   * All columns, including those from other files.
   * @throws UsageError for an invalid option
   * @throws ReadError, UnsupportedError if the kernel's files cannot be read
   */
  (options: Options & ([Joined] extends [never] ? unknown : { readonly processes: true })): Rows<R>;
  /**
   * All columns except those that require a search through other files.
   * @throws UsageError for an invalid option
   * @throws ReadError, UnsupportedError if the kernel's files cannot be read
   */
  (options?: Options): Rows<Omit<R, Joined>>;
}

/** Milliseconds after which an asynchronous reading yields to other work. */
const longestTurn = 5;

type Reading = {
  readonly answer: Answer;
  readonly columns: readonly BoundColumn[];
  readonly request: Request;
  readonly onAccount: (account: Account) => void;
};

type Step = typeof pause | { readonly row: unknown };

/** Rows as they are read or, if they must be sorted, after all have been read. */
function* steps({ answer, columns, request, onAccount }: Reading): Generator<Step> {
  if (request.sort.length > 0) {
    const sorted: unknown[] = [];
    onAccount(answer.read((row) => sorted.push(copyRow(columns, row))));
    for (const row of sorted) yield { row };
    return;
  }
  for (const view of answer.steps(onAccount, request.limit))
    yield view === pause ? pause : { row: copyRow(columns, view as never) };
}

function* read(reading: Reading): Generator<unknown> {
  for (const step of steps(reading)) if (step !== pause) yield step.row;
}

async function* readInTurns(reading: Reading, signal: AbortSignal | undefined): AsyncGenerator<unknown> {
  let since = performance.now();
  for (const step of steps(reading)) {
    if (performance.now() - since > longestTurn) {
      await setImmediate();
      since = performance.now();
    }
    signal?.throwIfAborted();
    if (step !== pause) yield step.row;
  }
}

/** The report behind each library function. */
const reports = new WeakMap<object, Report>();

/** The report behind a library function. Throws `UsageError` for anything else. */
export const reportOf = (read: object): Report => {
  const report = reports.get(read);
  if (report === undefined) throw new UsageError('expected a report function, such as conns');
  return report;
};

/** Where to read: a snapshot, or this machine. */
const filesOf = (from: Snapshot | undefined): Pick<Place, 'files' | 'origin'> => {
  if (from === undefined) return { files: nodeFileSystem, origin: null };
  const place = placeOf(from);
  if (place === undefined) throw new UsageError('from: expected a snapshot from openSnapshot', 'from');
  return place;
};

/** Creates a report's library function. `joined` are the columns omitted unless requested. */
export const reportFunction = <R, O, Joined extends keyof R & string = never>(
  report: TypedReport<R, O>,
  joined: readonly Joined[],
): ReportFunction<R, LibraryOptions<O> & ReadOptions, Joined> => {
  type Values = ReadOptions & { readonly columns?: readonly string[] };
  const open = ({ from, ...values }: Values): Rows<unknown> => {
    const left = (values as { readonly processes?: boolean }).processes ? [] : joined;
    const asked = requestOf(report, ofReports, values);
    const all = asked.report.columns;
    const columns =
      values.columns?.map((name) => columnNamed(all, name, 'columns')) ??
      all.filter(({ name }) => !left.some((other) => other === name));
    const request = { ...asked, columns: columns.map(({ name }) => name) };
    const answer = ask(request, {
      filter: machineFilter(request.filter, all),
      ...filesOf(from),
      finder,
      onProblem: values.onProblem,
    });
    answer.probe();
    const onAccount = remarksTo(values.onProblem, request);
    const reading = { answer, columns: answer.columns, request, onAccount };
    return {
      [Symbol.iterator]: () => read(reading),
      [Symbol.asyncIterator]: () => readInTurns(reading, values.signal),
    };
  };
  const reader = (values: Values = {}): Rows<unknown> => {
    requireForm('options', values, object);
    return inLibraryWords(() => open(values));
  };
  reports.set(reader, report);
  return reader as ReportFunction<R, LibraryOptions<O> & ReadOptions, Joined>;
};
