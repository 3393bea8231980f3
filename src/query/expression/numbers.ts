import type { BoundColumn } from '../../core/column.ts';
import { BadWord } from './context.ts';
import { quote } from './syntax.ts';

/** An inclusive range of numbers. */
export type Range = { readonly from: number | bigint; readonly to: number | bigint };

type Measured = Pick<BoundColumn, 'kind' | 'unit'>;

/** A typed number times its unit, as an exact fraction. */
type Fraction = { readonly over: bigint; readonly under: bigint };

const largest = 2n ** 64n - 1n;

/** Powers of 1000, as in `10k`; with an `i`, powers of 1024, as in `10Ki`. */
const powers = 'kmgtpe';

const times: Readonly<Record<string, bigint>> = {
  ms: 1n,
  s: 1_000n,
  m: 60_000n,
  min: 60_000n,
  h: 3_600_000n,
  d: 86_400_000n,
};

/** Lower case only, because `2M` of a time could mean minutes or millions. */
const milliseconds = (suffix: string): bigint | null =>
  Object.hasOwn(times, suffix) ? times[suffix]! : null;

/** The column's unit in milliseconds; null if it is not a time. */
const timeUnit = ({ unit }: Measured): bigint | null =>
  unit === 'milliseconds' ? 1n : unit === 'seconds' ? 1_000n : null;

const sizeFactor = (suffix: string, { unit }: Measured): bigint | null => {
  const [, prefix, binary, byte] = /^([kmgtpe]?)(i?)(b?)$/i.exec(suffix) ?? [];
  if (prefix === undefined || (prefix === '' && binary !== '') || (byte !== '' && unit !== 'bytes'))
    return null;
  const power = prefix === '' ? 0 : powers.indexOf(prefix.toLowerCase()) + 1;
  return (binary === '' ? 1_000n : 1_024n) ** BigInt(power);
};

const factorOf = (suffix: string, column: Measured): Fraction | null => {
  if (suffix === '' || (suffix === '%' && column.unit === 'percent')) return { over: 1n, under: 1n };
  const per = timeUnit(column);
  const over = per === null ? sizeFactor(suffix, column) : milliseconds(suffix);
  return over === null ? null : { over, under: per ?? 1n };
};

const number = /^(-?)(?:(0x[\da-f]{1,16})|(\d{1,39})(?:\.(\d{1,9}))?([a-z]*|%))$/i;

const fractionOf = (word: string, column: Measured): Fraction | null => {
  const [, minus, hex, whole, decimals = '', suffix = ''] = number.exec(word) ?? [];
  if (minus === undefined) return null;
  const factor = factorOf(suffix, column);
  if (factor === null) return null;
  const digits = BigInt(hex ?? `${whole}${decimals}`);
  return {
    over: (minus === '' ? digits : -digits) * factor.over,
    under: 10n ** BigInt(decimals.length) * factor.under,
  };
};

const hasFractions = ({ kind, unit }: Measured): boolean =>
  kind === 'rate' || kind === 'duration' || unit === 'percent';

const exact = (value: bigint): number | bigint => {
  const near = Number(value);
  return Number.isSafeInteger(near) ? near : value;
};

const expected = (column: Measured): string => {
  const units =
    timeUnit(column) !== null
      ? '500ms, 2s or 5m'
      : column.unit === 'bytes'
        ? '10k, 4KiB or 1.5M'
        : '10k or 2M';
  return `expected a ${hasFractions(column) ? '' : 'whole '}number, which may have a unit as in ${units}`;
};

/** `10`, `-1`, `0x88cc`, `1.5M`, `4KiB`, `2s`: converts a number to the column's unit, never rounding. */
export const numberOf = (word: string, column: Measured): number | bigint => {
  const fraction = fractionOf(word, column);
  if (fraction === null) throw new BadWord(`${expected(column)}, not ${quote(word)}`);
  const { over, under } = fraction;
  const whole = over / under;
  if (whole > largest || whole < -largest)
    throw new BadWord(`expected a number up to ${largest}, not ${quote(word)}`);
  if (over % under === 0n) return exact(whole);
  if (!hasFractions(column)) throw new BadWord(`${expected(column)}, not ${quote(word)}`);
  return Number(over) / Number(under);
};

/** A number or a range such as `1-9` or `1k-2k`. */
export const numberRange = (word: string, column: Measured): Range => {
  const [, first, last] = /^([^-]+)-([^-]+)$/.exec(word) ?? [];
  const from = numberOf(first ?? word, column);
  const to = last === undefined ? from : numberOf(last, column);
  if (from > to) throw new BadWord(`expected a range that starts with the lower number, not ${quote(word)}`);
  return { from, to };
};
