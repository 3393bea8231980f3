import { decimalCounter } from '../core/decimal.ts';
import type { Lines } from '../core/report.ts';
import { isEmptyLine, mismatch, Row } from './row.ts';

/** A `KEY: name value name value …` line; values by name. */
type PairLine = { readonly key: string; readonly values: ReadonlyMap<string, number> };

export function* pairLines(lines: Lines | null): Generator<PairLine> {
  if (lines === null) return;
  const row = new Row();
  const keys = new Set<string>();
  while (lines.next()) {
    if (isEmptyLine(lines)) continue;
    row.move(lines.bytes, lines.start, lines.end);
    const key = row.text(0);
    if (!key.endsWith(':') || key.length === 1 || row.count % 2 === 0)
      lines.reject(null, mismatch('"NAME: name value …"', lines.bytes, lines.start, lines.end));
    else if (keys.has(key)) lines.reject(key.slice(0, -1), 'duplicate line; keeping the first');
    else {
      keys.add(key);
      const values = valuesOf(lines, row);
      lines.accept();
      yield { key: key.slice(0, -1), values };
    }
  }
}

const valuesOf = (lines: Lines, row: Row): ReadonlyMap<string, number> => {
  const values = new Map<string, number>();
  const seen = new Set<string>();
  for (let token = 1; token + 1 < row.count; token += 2) {
    const name = row.text(token);
    const value = row.decimal(token + 1);
    if (seen.has(name)) lines.reject(name, 'duplicate; keeping the first value');
    else if (value === null)
      lines.reject(
        name,
        mismatch('a decimal number', row.bytes, row.startOf(token + 1), row.endOf(token + 1)),
      );
    else values.set(name, value);
    seen.add(name);
  }
  return values;
};

/** One `name value` line. */
type NamedValue = { readonly name: string; readonly value: bigint | null };

export function* nameValueLines(lines: Lines | null): Generator<NamedValue> {
  if (lines === null) return;
  const row = new Row();
  const names = new Set<string>();
  while (lines.next()) {
    if (isEmptyLine(lines)) continue;
    row.move(lines.bytes, lines.start, lines.end);
    const name = row.text(0);
    if (row.count !== 2) lines.reject(null, mismatch('"name value"', lines.bytes, lines.start, lines.end));
    else if (names.has(name)) lines.reject(name, 'duplicate; keeping the first value');
    else {
      names.add(name);
      const value = decimalCounter(row.bytes, row.startOf(1), row.endOf(1));
      if (value === null)
        lines.reject(name, mismatch('a number from 0 to 2^64-1', row.bytes, row.startOf(1), row.endOf(1)));
      lines.accept();
      yield { name, value };
    }
  }
}
