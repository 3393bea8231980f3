import type { Account } from '../core/account.ts';
import type { ReadError, UnsupportedError } from '../core/errors.ts';
import type { Report, TypedReport } from '../core/report.ts';
import type { PlainRow } from '../query/copy.ts';

/** A report as rules and conditions read it: once a sample, however many of them ask. */
export type Evidence<Row = unknown> = {
  readonly report: Report;
  readonly switches: () => unknown;
  /** Its counters are compared with the sample before. */
  readonly isCompared: boolean;
  /** Types only: never set. */
  readonly row?: Row;
};

/** What comparing adds to a row; the first two where the report has one counter. */
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

/** The rows of a report that one rule or condition looks at, and the columns that it reads. */
export type Reading<Row = PlainRow> = {
  readonly evidence: Evidence;
  /** An expression; null for every row. */
  readonly where: string | null;
  readonly columns: readonly string[];
  /** Rows of which it cannot be seen whether they match are wanted too. */
  readonly takesUndecided?: true;
  /** Types only: never set. */
  readonly row?: Row;
};

export const rowsOf = <R, C extends keyof R & string>(
  evidence: Evidence<R>,
  columns: readonly C[],
  where: string | null = null,
): Reading<Pick<R, C>> => ({ evidence, where, columns });

/** What one sample holds for a reading. */
export type Found<Row = PlainRow> = {
  readonly rows: readonly Row[];
  /** Rows left out that may match, because a value in the expression cannot be seen. */
  readonly undecided: number;
  /** The same by network namespace, where all are read. */
  readonly undecidedIn?: ReadonlyMap<string, number>;
  /** Null where nothing could be read. */
  readonly account: Account | null;
  readonly failure: ReadError | UnsupportedError | null;
};

/** All readings of one moment. */
export interface Sample {
  /** Seconds of a clock that never steps back. */
  readonly at: number;
  of<Row>(reading: Reading<Row>): Found<Row>;
}
