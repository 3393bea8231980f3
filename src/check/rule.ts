import type { PlainRow } from '../query/copy.ts';
import type { Scope } from './findings.ts';
import type { Reading, Sample } from './readings.ts';

/** A value that must not be reached (`isIncluded`) or exceeded. */
export type Threshold = { readonly value: number; readonly isIncluded: boolean };

export const from = (value: number): Threshold => ({ value, isIncluded: true });
export const above = (value: number): Threshold => ({ value, isIncluded: false });

export const isReached = (threshold: Threshold | null, value: number | null): boolean =>
  threshold !== null &&
  value !== null &&
  (threshold.isIncluded ? value >= threshold.value : value > threshold.value);

/** `>= 10`, `> 0`. */
export const thresholdText = ({ value, isIncluded }: Threshold): string =>
  `${isIncluded ? '>=' : '>'} ${value}`;

export type Measured = {
  /** Null if unknown. */
  readonly value: number | null;
  readonly message: string;
  readonly evidence?: readonly PlainRow[];
  /** A minimum severity, whatever the value. */
  readonly atLeast?: 'warn' | 'critical' | null;
  /** The warning threshold, if given by the kernel's settings. */
  readonly warn?: number | null;
};

/** A rule's verdict on the samples. */
export type Judged =
  | Measured
  /** Of several, the first of the most severe counts. */
  | { readonly each: readonly [Measured, ...Measured[]] }
  | { readonly unknown: string }
  | { readonly skip: string };

/** A health check: what it reads, how it judges, and advice. */
export type Rule = {
  readonly id: string;
  /** One line without a full stop: what is wrong if it fails. */
  readonly summary: string;
  /** A description of what it looks at. */
  readonly evidence: string;
  readonly scope: Scope;
  readonly unit: string;
  /** Null if there is none, or if given by the kernel's settings. */
  readonly warn: Threshold | null;
  readonly critical: Threshold | null;
  /** What else causes a warning or is critical. */
  readonly orElse?: { readonly warn?: string; readonly critical?: string };
  /** Who published the thresholds; `own` if there is no published value. */
  readonly source: string;
  /** What to do, in one or two sentences. */
  readonly advice: string;
  readonly readings: readonly Reading<unknown>[];
  /** The rows `--ignore` applies to; null if there are none. */
  readonly rows: Reading<unknown> | null;
  /** It requires two samples. */
  readonly needsTwo?: true;
  readonly judge: (now: Sample, before: Sample | null) => Judged;
};
