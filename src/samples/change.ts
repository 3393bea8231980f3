import type { BoundColumn } from '../core/column.ts';
import type { Report } from '../core/report.ts';
import { copyRow, type PlainRow } from '../query/copy.ts';

/** The counters of each row at one moment, in the order of the columns, by what names the row. */
export type Readings = ReadonlyMap<string, readonly (bigint | null)[]>;

/** An earlier sample. `at` is in seconds of the clock that the later one is taken by; null where that is not known. */
export type Baseline = { readonly readings: Readings; readonly at: number | null };

/** Why a row has no difference, or no rate. */
export const reasons = {
  first: 'first sample',
  appeared: 'new',
  backwards: 'counter went backwards',
  unknownBefore: 'unknown before',
  unknownNow: 'unknown now',
  noTime: 'time unknown',
} as const;

export type Change = {
  readonly delta: bigint | null;
  readonly perSecond: number | null;
  readonly reason: string | null;
};

const unknown = (reason: string): Change => ({ delta: null, perSecond: null, reason });

/** What a counter did. A counter that fell was reset or wrapped: how far it really went is not known. */
export const changeOf = (before: bigint | null, now: bigint | null, seconds: number | null): Change => {
  if (now === null) return unknown(reasons.unknownNow);
  if (before === null) return unknown(reasons.unknownBefore);
  if (now < before) return unknown(reasons.backwards);
  const delta = now - before;
  const perSecond = seconds !== null && seconds > 0 ? Number(delta) / seconds : Number.NaN;
  return Number.isFinite(perSecond) && Number.isFinite(seconds)
    ? { delta, perSecond, reason: null }
    : { delta, perSecond: null, reason: reasons.noTime };
};

/** The columns whose differences mean something. */
export const countersOf = (report: Report): readonly BoundColumn[] =>
  report.columns.filter(({ kind }) => kind === 'counter');

/** `rxBytesDelta` and `rxBytesPerSecond`; just `delta` and `perSecond` beside a report's only counter. */
export const companionsOf = (counters: readonly BoundColumn[]): readonly { delta: string; rate: string }[] =>
  counters.length === 1
    ? [{ delta: 'delta', rate: 'perSecond' }]
    : counters.map(({ name }) => ({ delta: `${name}Delta`, rate: `${name}PerSecond` }));

/** What names a row, as one text. */
export const identityOf = (report: Report, row: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(report.identity.map((name) => row[name] ?? null));

/** The column that tells counters from gauges row by row, where a report has both under one name. */
const naturesOf = (report: Report): BoundColumn | undefined => {
  const told = countersOf(report)
    .map(({ measures }) => (typeof measures === 'object' ? measures.told : null))
    .find((name) => name !== null);
  return report.columns.find(({ name }) => name === told);
};

/** Compares each sample with the one before it. Keeps the counters of one sample, and nothing else. */
export class Comparison {
  readonly #report: Report;
  readonly #counters: readonly BoundColumn[];
  readonly #natures: BoundColumn | undefined;
  readonly #names: readonly { delta: string; rate: string }[];
  #before: Baseline | null;

  constructor(report: Report, before: Baseline | null) {
    this.#report = report;
    this.#counters = countersOf(report);
    this.#natures = naturesOf(report);
    this.#names = companionsOf(this.#counters);
    this.#before = before;
  }

  /** The rows of a sample taken at `at` seconds, with their differences. All are read, so that none is missed next time. */
  sample(views: Iterable<never>, at: number): PlainRow[] {
    const before = this.#before;
    const seconds = before === null || before.at === null ? null : at - before.at;
    const readings = new Map<string, readonly (bigint | null)[]>();
    const rows: PlainRow[] = [];
    for (const view of views) {
      const row = copyRow(this.#report.columns, view);
      const identity = identityOf(this.#report, row);
      const now = this.#counters.map(({ name }) => row[name] as bigint | null);
      this.#compare(row, before, before?.readings.get(identity), now, seconds);
      readings.set(identity, now);
      rows.push(row);
    }
    this.#before = { readings, at };
    return rows;
  }

  #compare(
    row: PlainRow,
    before: Baseline | null,
    readings: readonly (bigint | null)[] | undefined,
    now: readonly (bigint | null)[],
    seconds: number | null,
  ): void {
    const whole = this.#reasonFor(row, before, readings);
    let reason: string | null = whole;
    for (const [at, { delta, rate }] of this.#names.entries()) {
      const change =
        whole === null ? changeOf(readings?.[at] ?? null, now[at] ?? null, seconds) : unknown(whole);
      row[delta] = change.delta;
      row[rate] = change.perSecond;
      reason ??= change.reason;
    }
    row['reason'] = reason;
  }

  /** Why nothing of the row can be compared. */
  #reasonFor(
    row: PlainRow,
    before: Baseline | null,
    readings: readonly (bigint | null)[] | undefined,
  ): string | null {
    const nature = this.#natures === undefined ? null : row[this.#natures.name];
    if (typeof nature === 'string' && nature !== 'counter') return nature;
    if (before === null) return reasons.first;
    return readings === undefined ? reasons.appeared : null;
  }
}
