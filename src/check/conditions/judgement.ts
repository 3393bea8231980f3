import type { PlainRow } from '../../query/copy.ts';
import { whyIncomplete } from '../completeness.ts';
import type { Found, Reading, Sample } from '../readings.ts';

/** A condition evaluated on one sample. */
export type Judgement = {
  /** Null if unknown. */
  readonly holds: boolean | null;
  /** The number compared, if any. */
  readonly value: number | bigint | null;
  /** What was found, or why it is unknown. */
  readonly detail: string;
  readonly evidence: readonly PlainRow[];
};

/** A resolved condition, or part of one. */
export type Test = {
  readonly readings: readonly Reading<unknown>[];
  readonly judge: (sample: Sample) => Judgement;
};

export const judgement = (
  holds: boolean | null,
  detail: string,
  evidence: readonly PlainRow[] = [],
  value: Judgement['value'] = null,
): Judgement => ({ holds, value, detail, evidence });

/** The judgement if nothing was found, which is conclusive only if nothing is missing. */
export const absent = (found: readonly Found<unknown>[], holds: boolean, detail: string): Judgement => {
  const why = found.map(whyIncomplete).find((reason) => reason !== null);
  return why === undefined ? judgement(holds, detail) : judgement(null, why);
};

export const negated = ({ holds, ...rest }: Judgement): Judgement => ({
  ...rest,
  holds: holds === null ? null : !holds,
});
