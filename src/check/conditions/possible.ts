import type { ComparisonSign } from './syntax.ts';

type Numeric = number | bigint;

/** An inclusive range for a number that is not known exactly, because rows or values may be missing. */
export type Possible = { readonly low: Numeric; readonly high: Numeric };

export const exactly = (value: Numeric): Possible => ({ low: value, high: value });
export const atLeast = (value: Numeric): Possible => ({ low: value, high: Number.POSITIVE_INFINITY });
export const atMost = (value: Numeric): Possible => ({ low: Number.NEGATIVE_INFINITY, high: value });
export const anything: Possible = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

/** Compares numbers and bigints by value. */
const isSame = (one: Numeric, other: Numeric): boolean => one <= other && one >= other;

const decided = (always: boolean, never: boolean): boolean | null => (always ? true : never ? false : null);

/** Whether the comparison holds for the whole range; null if that depends on the number. */
export const holdsFor = (
  { low, high }: Possible,
  comparison: ComparisonSign,
  number: Numeric,
): boolean | null => {
  switch (comparison) {
    case '<':
      return decided(high < number, low >= number);
    case '<=':
      return decided(high <= number, low > number);
    case '>':
      return decided(low > number, high <= number);
    case '>=':
      return decided(low >= number, high < number);
    case '=':
      return decided(isSame(low, number) && isSame(high, number), number < low || number > high);
    case '!=': {
      const equal = holdsFor({ low, high }, '=', number);
      return equal === null ? null : !equal;
    }
  }
};

/** The number, if it is known exactly. */
export const known = ({ low, high }: Possible): Numeric | null => (isSame(low, high) ? low : null);
