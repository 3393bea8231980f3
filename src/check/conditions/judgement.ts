import type { PlainRow } from '../../query/copy.ts';
import { whyIncomplete } from '../completeness.ts';
import type { Found, Reading, Sample } from '../readings.ts';

/** A condition judged by one sample. */
export type Judgement = {
  /** Null where it cannot be known. */
  readonly holds: boolean | null;
  /** The number that was compared, where it is one. */
  readonly value: number | bigint | null;
  /** What was found, or why it is not known. */
  readonly detail: string;
  readonly evidence: readonly PlainRow[];
};

/** A condition, or a part of one, whose words have been looked up. */
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

/** Nothing was found that would decide it: that is an answer only where everything was seen. */
export const absent = (found: readonly Found<unknown>[], holds: boolean, detail: string): Judgement => {
  const why = found.map(whyIncomplete).find((reason) => reason !== null);
  return why === undefined ? judgement(holds, detail) : judgement(null, why);
};

export const negated = ({ holds, ...rest }: Judgement): Judgement => ({
  ...rest,
  holds: holds === null ? null : !holds,
});
