import { UsageError } from '../core/errors.ts';
import { visible } from '../core/text.ts';

/** Parses a whole number within bounds. Throws a `UsageError` that names the option. */
export const wholeNumber = (text: string, option: string, least: number, most: number): number => {
  const value = /^(0|[1-9]\d{0,15})$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `from ${least} to ${most}`;
  throw new UsageError(`${option}: expected a whole number, ${range} (got "${visible(text)}")`, option);
};
