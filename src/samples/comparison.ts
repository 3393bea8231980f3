import type { BoundColumn } from '../core/column.ts';
import type { Report } from '../core/report.ts';
import { copyRow, type PlainRow } from '../query/copy.ts';
import {
  type Baseline,
  type CounterReading,
  changeOf,
  companionsOf,
  countersOf,
  generationOf,
  identityOf,
  natureOf,
  reasons,
  unknown,
} from './change.ts';

type Row = {
  readonly row: PlainRow;
  readonly now: CounterReading;
  readonly earlier: CounterReading | undefined;
};

const hasFallen = ({ now, earlier }: Row): boolean =>
  now.values.some((value, at) => {
    const before = earlier?.values[at] ?? null;
    return value !== null && before !== null && value < before;
  });

/** If more counters than this decrease, all were reset; a single one may have been reset alone or wrapped. */
const mostFallen = 1;

/** Compares each sample with the previous one. Keeps only the counters of one sample. */
export class Comparison {
  readonly #report: Report;
  readonly #counters: readonly BoundColumn[];
  readonly #natures: BoundColumn | undefined;
  readonly #names: readonly { delta: string; rate: string }[];
  #before: Baseline | null;
  /** Rows in the last sample that were not compared because their counters restarted. */
  restarted = 0;

  constructor(report: Report, before: Baseline | null) {
    this.#report = report;
    this.#counters = countersOf(report);
    this.#natures = natureOf(report);
    this.#names = companionsOf(this.#counters);
    this.#before = before;
  }

  /**
   * The rows of a sample taken at `at` seconds, with their differences. Reads all rows, so none is missing next time.
   * `bootTime` is their machine's boot time, in seconds since the epoch.
   */
  sample(views: Iterable<never>, at: number, bootTime: number | null = null): PlainRow[] {
    const before = this.#before;
    const seconds = before === null || before.at === null ? null : at - before.at;
    const isRebooted = before?.madeAt != null && bootTime !== null && bootTime > before.madeAt;
    const rows = this.#read(views, before);
    const hasRestarted = this.#hasRestarted(rows);
    this.restarted = 0;
    for (const each of rows) {
      const whole = this.#reasonFor(each, before !== null, isRebooted, hasRestarted);
      this.#compare(each, whole, seconds);
    }
    const readings = new Map(rows.map(({ row, now }) => [identityOf(this.#report, row), now]));
    this.#before = { readings, at, madeAt: null };
    return rows.map(({ row }) => row);
  }

  #read(views: Iterable<never>, before: Baseline | null): readonly Row[] {
    const rows: Row[] = [];
    for (const view of views) {
      const row = copyRow(this.#report.columns, view);
      const values = this.#counters.map(({ name }) => row[name] as bigint | null);
      const now = { values, generation: generationOf(this.#report, row) };
      rows.push({ row, now, earlier: before?.readings.get(identityOf(this.#report, row)) });
    }
    return rows;
  }

  /** Whether a list's counters restarted. Gauges may decrease. */
  #hasRestarted(rows: readonly Row[]): boolean {
    if (this.#counters.length > 1) return false;
    return rows.filter((each) => hasFallen(each) && this.#natureOf(each.row) === null).length > mostFallen;
  }

  /** `gauge` or `setting`; null for a row that is a counter or unknown. */
  #natureOf(row: PlainRow): string | null {
    const nature = this.#natures === undefined ? null : row[this.#natures.name];
    return typeof nature === 'string' && nature !== 'counter' ? nature : null;
  }

  #compare({ row, now, earlier }: Row, whole: string | null, seconds: number | null): void {
    let reason = whole;
    for (const [at, { delta, rate }] of this.#names.entries()) {
      const change =
        whole === null
          ? changeOf(earlier?.values[at] ?? null, now.values[at] ?? null, seconds)
          : unknown(whole);
      row[delta] = change.delta;
      row[rate] = change.perSecond;
      reason ??= change.reason;
    }
    row['reason'] = reason;
    if (reason !== null && restarts.has(reason)) this.restarted++;
  }

  /** Why none of the row's values can be compared. */
  #reasonFor(each: Row, hasBefore: boolean, isRebooted: boolean, hasRestarted: boolean): string | null {
    const { row, now, earlier } = each;
    const nature = this.#natureOf(row);
    if (nature !== null) return nature;
    if (!hasBefore) return reasons.first;
    if (isRebooted) return reasons.rebooted;
    if (earlier === undefined) return reasons.appeared;
    if (earlier.generation !== null && now.generation !== null && earlier.generation !== now.generation)
      return reasons.remade;
    if (hasRestarted) return reasons.restarted;
    return this.#counters.length > 1 && hasFallen(each) ? reasons.backwards : null;
  }
}

const restarts: ReadonlySet<string> = new Set([
  reasons.backwards,
  reasons.restarted,
  reasons.rebooted,
  reasons.remade,
]);
