import type { BoundColumn, Value } from '../core/column.ts';
import type { PlainRow } from './copy.ts';

type Group = { readonly values: readonly Value[]; rows: number };

/** `::ffff:10.0.0.1` is 10.0.0.1 on a socket of the other family. */
const mapped = /^::ffff:(?=\d+\.)/;

const isSeveral = ({ kind }: BoundColumn): boolean => kind === 'names' || kind === 'numbers';

type Reader = (view: never) => Value;

/** An IPv4 address counts as such, whatever socket it is on. */
const readerOf = ({ kind, read }: BoundColumn): Reader =>
  kind === 'address' ? (view) => (read(view) as string | null)?.replace(mapped, '') ?? null : read;

/** The column of the counts of such a column: one value a row. */
export const countedColumn = (column: BoundColumn): BoundColumn => {
  if (!isSeveral(column)) return column;
  return { ...column, kind: column.kind === 'names' ? 'text' : 'integer' };
};

/** Groups, or below another value further levels, by value. */
type Level = Map<unknown, unknown>;

const keyOf = (value: Value): unknown => (Array.isArray(value) ? JSON.stringify(value) : value);

const deeper = (level: Level, key: unknown): Level => {
  const found = level.get(key) as Level | undefined;
  if (found !== undefined) return found;
  const next: Level = new Map();
  level.set(key, next);
  return next;
};

/** Counts rows per distinct combination of values, as a tree of maps: no key text is built. */
export class Tally {
  readonly #columns: readonly BoundColumn[];
  readonly #readers: readonly Reader[];
  readonly #hasLists: boolean;
  readonly #groups: Group[] = [];
  readonly #root: Level = new Map();

  constructor(columns: readonly BoundColumn[]) {
    this.#columns = columns;
    this.#readers = columns.map(readerOf);
    this.#hasLists = columns.some(isSeveral);
  }

  add(view: never): void {
    if (this.#hasLists) this.#addEach(this.#root, [], view);
    else this.#addOne(view);
  }

  /** The usual row, which counts once. */
  #addOne(view: never): void {
    const readers = this.#readers;
    const last = readers.length - 1;
    let level = this.#root;
    for (let at = 0; at < last; at++) level = deeper(level, keyOf(readers[at]!(view)));
    const key = keyOf(readers[last]!(view));
    const group = level.get(key) as Group | undefined;
    if (group !== undefined) group.rows++;
    else
      this.#begin(
        level,
        key,
        readers.map((read) => read(view)),
      );
  }

  /** A row that counts under each of several values, in every combination. */
  #addEach(level: Level, values: readonly Value[], view: never): void {
    const at = values.length;
    const value = this.#readers[at]!(view);
    const several = isSeveral(this.#columns[at]!) && value !== null ? (value as readonly Value[]) : [value];
    for (const each of several) {
      const key = keyOf(each);
      const found = level.get(key);
      if (at < this.#readers.length - 1) this.#addEach(deeper(level, key), [...values, each], view);
      else if (found !== undefined) (found as Group).rows++;
      else this.#begin(level, key, [...values, each]);
    }
  }

  #begin(level: Level, key: unknown, values: readonly Value[]): void {
    const group: Group = { values, rows: 1 };
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
