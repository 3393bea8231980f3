import { BadWord } from '../../query/expression/context.ts';
import { numberOf } from '../../query/expression/numbers.ts';
import type { Context } from './context.ts';
import type { ComparisonSign, Limit } from './syntax.ts';

/** `OP N` with the number parsed. */
export type Compared = { readonly comparison: ComparisonSign; readonly number: number | bigint };

/** Parses the number in the compared column's unit: `> 10M`, `< 500ms`. */
export const comparedWith = (
  { comparison, number }: Limit,
  column: Parameters<typeof numberOf>[1],
  { error }: Context,
): Compared => {
  try {
    return { comparison, number: numberOf(number.text, column) };
  } catch (problem) {
    if (problem instanceof BadWord) throw error(problem.message, number.at);
    throw problem;
  }
};
