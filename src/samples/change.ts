import type { BoundColumn } from '../core/column.ts';
import type { Report } from '../core/report.ts';

/** One row's counters at one time, in column order, and its generation. */
export type CounterReading = { readonly values: readonly (bigint | null)[]; readonly generation: unknown };

/** Keyed by the row's identity. */
export type Readings = ReadonlyMap<string, CounterReading>;

/** An earlier sample. */
export type Baseline = {
  readonly readings: Readings;
  /** In seconds, on the later sample's clock; null if unknown. */
  readonly at: number | null;
  /** In seconds since the epoch; null if unknown. */
  readonly madeAt: number | null;
};

/** Why a row has no difference or rate. */
export const reasons = {
  first: 'first sample',
  appeared: 'new',
  backwards: 'counter went backwards',
  restarted: 'counters restarted',
  rebooted: 'rebooted',
  remade: 'recreated',
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

/** A counter's change. One that decreased was reset or wrapped, so its real change is unknown. */
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

/** The columns with meaningful differences. */
export const countersOf = (report: Report): readonly BoundColumn[] =>
  report.columns.filter(({ kind }) => kind === 'counter');

/** `rxBytesDelta` and `rxBytesPerSecond`; plain `delta` and `perSecond` for a report's only counter. */
export const companionsOf = (counters: readonly BoundColumn[]): readonly { delta: string; rate: string }[] =>
  counters.length === 1
    ? [{ delta: 'delta', rate: 'perSecond' }]
    : counters.map(({ name }) => ({ delta: `${name}Delta`, rate: `${name}PerSecond` }));

/** A row's identity as a string. */
export const identityOf = (report: Report, row: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(report.identity.map((name) => row[name] ?? null));

/** Distinguishes successive things with the same identity; null if unknown. */
export const generationOf = ({ generation }: Report, row: Readonly<Record<string, unknown>>): unknown =>
  generation === undefined ? null : (row[generation] ?? null);

/** The column that distinguishes counters from gauges per row, if one column holds both. */
export const natureOf = (report: Report): BoundColumn | undefined => {
  const nature = countersOf(report)
    .map(({ measures }) => (typeof measures === 'object' ? measures.kindIn : null))
    .find((name) => name !== null);
  return report.columns.find(({ name }) => name === nature);
};
