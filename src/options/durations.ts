import { UsageError } from '../core/errors.ts';
import { visible } from '../core/text.ts';

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

const longest = 24 * 3_600_000;

/** Converts `30`, `30s`, `500ms` or `2m`, up to a day, to milliseconds. Throws a `UsageError` that names the option. */
export const duration = (text: string, option: string): number => {
  const [, number, unit = 's'] = /^(\d{1,9}(?:\.\d{1,9})?|\.\d{1,9})(ms|s|m|h)?$/.exec(text) ?? [];
  const value = number === undefined ? Number.NaN : Number(number) * units[unit]!;
  if (value <= longest) return value;
  throw new UsageError(
    `${option}: expected a duration such as 30, 500ms or 2m, up to a day (got "${visible(text)}")`,
    option,
  );
};
