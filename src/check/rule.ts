import type { PlainRow } from '../query/copy.ts';
import type { Scope } from './findings.ts';
import type { Reading, Sample } from './readings.ts';

/** A value that is too much: one that is reached, or one that is exceeded. */
export type Threshold = { readonly value: number; readonly isIncluded: boolean };

export const from = (value: number): Threshold => ({ value, isIncluded: true });
export const above = (value: number): Threshold => ({ value, isIncluded: false });

export const isReached = (threshold: Threshold | null, value: number): boolean =>
  threshold !== null && (threshold.isIncluded ? value >= threshold.value : value > threshold.value);

/** `>= 10`, `> 0`. */
export const thresholdText = ({ value, isIncluded }: Threshold): string =>
  `${isIncluded ? '>=' : '>'} ${value}`;

/** What a rule made of the samples. */
export type Verdict =
  | {
      readonly value: number;
      readonly message: string;
      readonly evidence?: readonly PlainRow[];
      /** Something is wrong whatever the value is. */
      readonly atLeast?: 'warn' | 'critical' | null;
      /** The threshold of a warning where the kernel's settings give it. */
      readonly warn?: number | null;
    }
  | { readonly unknown: string }
  | { readonly skip: string };

/** A question about the health of the network, with what is needed to answer it. */
export type Rule = {
  readonly id: string;
  /** One line, no full stop: what is wrong where it fails. */
  readonly summary: string;
  /** What it looks at, in words. */
  readonly evidence: string;
  readonly scope: Scope;
  readonly unit: string;
  /** Null where there is no such threshold, or the kernel's settings give it. */
  readonly warn: Threshold | null;
  readonly critical: Threshold | null;
  /** What else raises a warning, or is critical. */
  readonly orElse?: { readonly warn?: string; readonly critical?: string };
  /** Who published the thresholds; `own` where there is no published value. */
  readonly source: string;
  /** What to do, in one or two sentences. */
  readonly advice: string;
  readonly readings: readonly Reading<unknown>[];
  /** The rows that `--ignore` leaves out; null where there are none to choose from. */
  readonly rows: Reading<unknown> | null;
  /** A single sample does not answer it. */
  readonly needsTwo?: true;
  readonly judge: (now: Sample, before: Sample | null) => Verdict;
};
