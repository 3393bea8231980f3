import type { BoundColumn } from '../core/column.ts';
import type { Report } from '../core/report.ts';
import type { PlainRow } from '../query/copy.ts';
import { countersOf, identityOf } from './change.ts';

/** Number of samples kept. */
export const longestTrend = 12;

type Trend = readonly (number | null)[];

/** Whether the report's rows have one rate worth drawing: their only counter's, or that of the watched bytes. */
export const hasTrend = (report: Report): boolean =>
  report.watched !== undefined || countersOf(report).length === 1;

/** The rates whose sum is drawn. */
const drawnRates = (report: Report, columns: readonly BoundColumn<PlainRow>[]): readonly string[] => {
  const rates = columns.filter(({ kind }) => kind === 'rate');
  const watched = rates.filter(({ name, rateOf }) => report.watched?.includes(name) && rateOf === 'bytes');
  return (watched.length > 0 ? watched : rates.slice(0, 1)).map(({ name }) => name);
};

const sumOf = (row: PlainRow, names: readonly string[]): number | null => {
  const known = names.map((name) => row[name] ?? null).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce<number>((sum, value) => sum + Number(value), 0);
};

/** The last rates of each row, needed only on a terminal. */
export class Trends {
  readonly #report: Report;
  readonly #rates: readonly string[];
  #kept: ReadonlyMap<string, Trend> = new Map();

  constructor(report: Report, columns: readonly BoundColumn<PlainRow>[]) {
    this.#report = report;
    this.#rates = drawnRates(report, columns);
  }

  /** Adds the trend to each row of a sample. Forgets removed rows. */
  take(rows: readonly PlainRow[]): void {
    const kept = new Map<string, Trend>();
    for (const row of rows) {
      const key = identityOf(this.#report, row);
      const trend = [...(this.#kept.get(key) ?? []), sumOf(row, this.#rates)].slice(-longestTrend);
      row['trend'] = trend;
      kept.set(key, trend);
    }
    this.#kept = kept;
  }
}

export const trendColumn: BoundColumn<PlainRow> = {
  name: 'trend',
  kind: 'numbers',
  unit: 'per second',
  givesWay: { rank: 5 },
  help: 'The rates of the last samples, the newest on the right; for an interface, bytes received and sent together.',
  read: (row) => row['trend'] ?? null,
};

/** Whether the counter changed in any of the samples. */
export const isMovingStill = (row: PlainRow): boolean =>
  (row['trend'] as Trend).some((rate) => rate !== null && rate > 0);
