import type { BoundColumn, Value } from '../core/column.ts';
import type { PlainRow } from './copy.ts';

type Group = { readonly values: readonly Value[]; rows: number };

/** Counts rows per distinct combination of values, as a tree of maps: no key text is built. */
export class Counter {
  readonly #columns: readonly BoundColumn[];
  readonly #groups: Group[] = [];
  readonly #root = new Map<unknown, unknown>();

  constructor(columns: readonly BoundColumn[]) {
    this.#columns = columns;
  }

  add(view: never): void {
    let level = this.#root;
    const last = this.#columns.length - 1;
    for (let at = 0; at <= last; at++) {
      const value = this.#columns[at]!.read(view);
      const key = Array.isArray(value) ? JSON.stringify(value) : value;
      const found = level.get(key);
      if (at === last && found !== undefined) (found as Group).rows++;
      else if (at === last) this.#begin(level, key, view);
      else if (found === undefined) {
        const next = new Map<unknown, unknown>();
        level.set(key, next);
        level = next;
      } else level = found as Map<unknown, unknown>;
    }
  }

  #begin(level: Map<unknown, unknown>, key: unknown, view: never): void {
    const group: Group = { values: this.#columns.map((column) => column.read(view)), rows: 1 };
    level.set(key, group);
    this.#groups.push(group);
  }

  /** The counts, most first; equal counts stay in the order in which they were met. */
  rows(): PlainRow[] {
    const sorted = this.#groups.toSorted((a, b) => b.rows - a.rows);
    return sorted.map(({ values, rows }) => {
      const row: PlainRow = {};
      for (const [at, { name }] of this.#columns.entries()) row[name] = values[at]!;
      row['count'] = rows;
      return row;
    });
  }
}

/** The column that counting adds. */
export const countColumn: BoundColumn<PlainRow> = {
  name: 'count',
  kind: 'integer',
  unit: 'rows',
  help: 'Rows with these values.',
  read: (row) => row['count'] ?? null,
};
