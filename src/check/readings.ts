import type { Account } from '../core/account.ts';
import type { ReadError, UnsupportedError } from '../core/errors.ts';
import type { Report, TypedReport } from '../core/report.ts';
import type { PlainRow } from '../query/copy.ts';

/** A report as evidence for rules and conditions, read once per sample however many use it. */
export type Evidence<Row = unknown> = {
  readonly report: Report;
  readonly switches: () => unknown;
  /** Whether its counters are compared with the previous sample. */
  readonly isCompared: boolean;
  /** For its type only; never set. */
  readonly row?: Row;
};

/** What comparing adds to a row; the first two if the report has a single counter. */
type Changes<R> = { delta: bigint | null; perSecond: number | null } & {
  [K in keyof R & string as `${K}Delta`]: bigint | null;
} & { [K in keyof R & string as `${K}PerSecond`]: number | null };

export const levels = <R, O>(report: TypedReport<R, O>, switches = report.switches): Evidence<R> => ({
  report,
  switches,
  isCompared: false,
});

export const changes = <R, O>(
  report: TypedReport<R, O>,
  switches = report.switches,
): Evidence<R & Changes<R>> => ({ report, switches, isCompared: true });

/** A report's rows and columns used by a rule or condition. */
export type Reading<Row = PlainRow> = {
  readonly evidence: Evidence;
  /** An expression; null for every row. */
  readonly where: string | null;
  readonly columns: readonly string[];
  /** Include rows for which it is unknown whether they match. */
  readonly takesUndecided?: true;
  /** Types only: never set. */
  readonly row?: Row;
};

export const rowsOf = <R, C extends keyof R & string>(
  evidence: Evidence<R>,
  columns: readonly C[],
  where: string | null = null,
): Reading<Pick<R, C>> => ({ evidence, where, columns });

/** A reading's result in one sample. */
export type Found<Row = PlainRow> = {
  readonly rows: readonly Row[];
  /** Number of omitted rows that may match, because a value in the expression is hidden. */
  readonly undecided: number;
  /** The same by network namespace, if all are read. */
  readonly undecidedIn?: ReadonlyMap<string, number>;
  /** Null if nothing could be read. */
  readonly account: Account | null;
  readonly failure: ReadError | UnsupportedError | null;
  /** A file that is not among the selected ones, as in a pipe, although the machine may have it. */
  readonly omitted?: string | null;
};

/** All readings at one time. */
export interface Sample {
  /** In seconds, on a monotonic clock. */
  readonly at: number;
  of<Row>(reading: Reading<Row>): Found<Row>;
}
