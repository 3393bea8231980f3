import type { BoundColumn } from '../core/column.ts';
import type { Report } from '../core/report.ts';

/** The counters of one row at one moment, in the order of the columns, and which of several things of its name it was. */
export type CounterReading = { readonly values: readonly (bigint | null)[]; readonly generation: unknown };

/** By what names the row. */
export type Readings = ReadonlyMap<string, CounterReading>;

/** An earlier sample. */
export type Baseline = {
  readonly readings: Readings;
  /** Seconds of the clock that the later sample is taken by; null where that is unknown. */
  readonly at: number | null;
  /** Seconds since 1970; null where that is unknown. */
  readonly madeAt: number | null;
};

/** Why a row has no difference, or no rate. */
export const reasons = {
  first: 'first sample',
  appeared: 'new',
  backwards: 'counter went backwards',
  restarted: 'counters restarted',
  rebooted: 'another boot',
  remade: 'made anew',
  unknownBefore: 'unknown before',
  unknownNow: 'unknown now',
  noTime: 'time unknown',
} as const;

export type Change = {
  readonly delta: bigint | null;
  readonly perSecond: number | null;
  readonly reason: string | null;
};

export const unknown = (reason: string): Change => ({ delta: null, perSecond: null, reason });

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

/** Which of several things of one name, one after another, a row is about; null where nothing tells. */
export const generationOf = ({ generation }: Report, row: Readonly<Record<string, unknown>>): unknown =>
  generation === undefined ? null : (row[generation] ?? null);

/** The column that tells counters from gauges row by row, where a report has both under one name. */
export const natureOf = (report: Report): BoundColumn | undefined => {
  const told = countersOf(report)
    .map(({ measures }) => (typeof measures === 'object' ? measures.told : null))
    .find((name) => name !== null);
  return report.columns.find(({ name }) => name === told);
};
