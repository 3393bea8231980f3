import { UsageError } from '../core/errors.ts';
import type { PlainRow } from '../query/copy.ts';
import { reasons } from '../samples/change.ts';
import { Diff, type Fate, neededFor } from '../samples/diff.ts';
import { object, requireForm, rowList } from './arguments.ts';
import { type ReportFunction, reportOf } from './report-function.ts';

/** A difference between two readings. */
export type Difference<Row> = {
  /** `replaced`: another took its place, such as another process that listens on the same port. */
  readonly change: Fate;
  /** The later row, or the earlier one if it closed. Counters hold their increase, null where that is unknown. */
  readonly row: Row;
  /** What the columns that changed held before, as text; null if the row opened, closed or only counted. */
  readonly before: string | null;
  /** Why the increase of counters is unknown; null where it is known, or there are none. */
  readonly reason: string | null;
};

/**
 * The differences between two readings of a report: rows that opened, closed, changed or were replaced, in the order of the
 * later reading. Give it rows with all their columns. A listener is found to be replaced if they have `processes`.
 * @param report the function that gave the rows, such as `conns`
 * @param options `restarted` if the machine was: increases of counters are unknown then. Compare `bootId` of snapshots
 * @throws UsageError if rows lack a column that identifies them
 */
export const differences = <R, O extends object, J extends keyof R, Row extends Partial<R>>(
  report: ReportFunction<R, O, J>,
  before: Iterable<Row>,
  after: Iterable<Row>,
  options: { readonly restarted?: boolean } = {},
): readonly Difference<Row>[] => {
  requireForm('before', before, rowList);
  requireForm('after', after, rowList);
  requireForm('options', options, object);
  const compared = reportOf(report);
  const needed = [...neededFor(compared)];
  const absent = new Set<string>();
  const whole = (row: Row): PlainRow => {
    const missing = compared.identity.find((name) => !(name in row));
    if (missing !== undefined) throw new UsageError(`differences requires the column ${missing}`, missing);
    const filled = { ...row } as unknown as PlainRow;
    for (const name of needed)
      if (!(name in row)) {
        absent.add(name);
        filled[name] = null;
      }
    return filled;
  };
  const diff = new Diff(compared, options.restarted ? reasons.rebooted : null);
  return diff
    .rows(Array.from(before, whole), Array.from(after, whole))
    .map(({ change, before: was, reason, ...row }) => ({
      change: change as Fate,
      row: Object.fromEntries(Object.entries(row).filter(([name]) => !absent.has(name))) as unknown as Row,
      before: was as string | null,
      reason: (reason ?? null) as string | null,
    }));
};
