import type { BoundColumn, Value } from '../core/column.ts';
import type { PlainRow } from './copy.ts';
import { columnsNamed } from './select.ts';

export type SortKey = { readonly name: string; readonly descending: boolean };

/** `a,-b` as keys. */
export const sortKeys = (words: readonly string[], columns: readonly BoundColumn[]): readonly SortKey[] =>
  words.flatMap((word) =>
    columnsNamed(columns, word.replace(/^[+-]/, ''), '--sort').map(({ name }) => ({
      name,
      descending: word.startsWith('-'),
    })),
  );

/** By code unit, except that embedded numbers compare by value (eth2 before eth10, 10.0.0.9 before 10.0.0.10). */
const collate = (a: string, b: string): number => {
  const parts = /(\d+)/;
  const left = a.split(parts);
  const right = b.split(parts);
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const x = left[at]!;
    const y = right[at]!;
    if (x === y) continue;
    const bySize = at % 2 === 1 ? x.length - y.length : 0;
    return bySize !== 0 ? bySize : x < y ? -1 : 1;
  }
  return left.length - right.length;
};

const compare = (a: NonNullable<Value>, b: NonNullable<Value>): number => {
  if (typeof a === 'string' && typeof b === 'string') return collate(a, b);
  if (Array.isArray(a) && Array.isArray(b)) return collate(JSON.stringify(a), JSON.stringify(b));
  return a < b ? -1 : a > b ? 1 : 0;
};

/** Stable in-place sort; unknown values come last in either direction. */
export const sortRows = (rows: PlainRow[], keys: readonly SortKey[]): PlainRow[] =>
  rows.sort((left, right) => {
    for (const { name, descending } of keys) {
      const a = left[name] ?? null;
      const b = right[name] ?? null;
      if (a === null && b === null) continue;
      if (a === null) return 1;
      if (b === null) return -1;
      const order = compare(a, b);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
