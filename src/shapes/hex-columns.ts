import type { Lines } from '../core/report.ts';
import { isEmptyLine, mismatch, Row } from './row.ts';

/** A column of numbers: the first line's value and the sum over all lines; null if unknown. */
type HexColumn = { readonly name: string; readonly first: bigint | null; readonly sum: bigint | null };

type Sums = {
  readonly names: readonly string[];
  /** The number of values expected on each line. */
  readonly width: number;
  readonly first: (bigint | null)[];
  readonly sum: (bigint | null)[];
  rows: number;
};

/**
 * Lines of hex numbers, usually one per CPU, below a line of names. For a file without names the caller passes them, in
 * order; further columns are ignored. A sum with a missing line would be too low, so it is null.
 */
export const hexColumns = (
  lines: Lines | null,
  given: readonly string[] | null = null,
): readonly HexColumn[] => {
  if (lines === null) return [];
  const row = new Row();
  let sums: Sums | null = null;
  while (lines.next()) {
    if (isEmptyLine(lines)) continue;
    row.move(lines.bytes, lines.start, lines.end);
    if (sums === null) {
      sums = startSums(given?.slice(0, row.count) ?? namesIn(lines, row), row.count);
      if (given === null) continue;
    }
    add(lines, row, sums);
  }
  if (sums === null) return [];
  if (sums.rows === 0) lines.reject(null, 'no line of values');
  return columnsOf(sums);
};

const startSums = (names: readonly string[], width: number): Sums => ({
  names,
  width,
  first: names.map(() => null),
  sum: names.map(() => 0n),
  rows: 0,
});

/** A column with an empty name is skipped. */
const namesIn = (lines: Lines, row: Row): readonly string[] => {
  lines.acceptHeader();
  const names = Array.from({ length: row.count }, (_, token) => row.text(token));
  return names.map((name, at) => {
    if (names.indexOf(name) === at) return name;
    lines.reject(name, 'duplicate; keeping the first');
    return '';
  });
};

const add = (lines: Lines, row: Row, sums: Sums): void => {
  const { names, width, first, sum } = sums;
  if (row.count !== width) {
    lines.reject(null, `expected ${width} numbers, got ${row.count}`);
    sum.fill(null);
    return;
  }
  for (const [at, name] of names.entries()) {
    const value = hexValue(row, at);
    if (value === null)
      lines.reject(name, mismatch('8 to 16 hexadecimal digits', row.bytes, row.startOf(at), row.endOf(at)));
    if (sums.rows === 0) first[at] = value;
    const before = sum[at] ?? null;
    sum[at] = before === null || value === null ? null : before + value;
  }
  sums.rows++;
  lines.accept();
};

/** `%08x` or `%08lx`, so a number with fewer digits is truncated. */
const hexValue = (row: Row, token: number): bigint | null => {
  const digits = row.endOf(token) - row.startOf(token);
  const text = digits < 8 || digits > 16 ? '' : row.text(token);
  return /^[0-9a-f]+$/i.test(text) ? BigInt(`0x${text}`) : null;
};

const columnsOf = ({ names, first, sum, rows }: Sums): readonly HexColumn[] =>
  names
    .map((name, at) => ({ name, first: first[at] ?? null, sum: rows === 0 ? null : (sum[at] ?? null) }))
    .filter(({ name }) => name !== '');
