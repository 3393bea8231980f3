import type { BoundColumn, Value } from '../core/column.ts';
import type { PlainRow } from './copy.ts';

type Group = { readonly values: readonly Value[]; rows: number };

/** `::ffff:10.0.0.1` is 10.0.0.1 on an IPv6 socket. */
const mapped = /^::ffff:(?=\d+\.)/;

const isSeveral = ({ kind }: BoundColumn): boolean => kind === 'names' || kind === 'numbers';

type Reader = (view: never) => Value;

/** Counts IPv4 on an IPv6 socket as IPv4. */
const readerOf = ({ kind, read }: BoundColumn): Reader =>
  kind === 'address' ? (view) => (read(view) as string | null)?.replace(mapped, '') ?? null : read;

/** The corresponding column of the counts, with one value per row. */
export const countedColumn = (column: BoundColumn): BoundColumn => {
  if (!isSeveral(column)) return column;
  return { ...column, kind: column.kind === 'names' ? 'text' : 'integer' };
};

/** Groups by value or, if more columns follow, nested levels. */
type Level = Map<unknown, unknown>;

const keyOf = (value: Value): unknown => (Array.isArray(value) ? JSON.stringify(value) : value);

const deeper = (level: Level, key: unknown): Level => {
  const found = level.get(key) as Level | undefined;
  if (found !== undefined) return found;
  const next: Level = new Map();
  level.set(key, next);
  return next;
};

/** Counts rows per distinct combination of values, in a tree of maps to avoid building key strings. */
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

  /** A row with single values, counted once. */
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

  /** A row with lists of values, counted once for every combination. */
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

  /** The counts in descending order; equal counts keep the order of first occurrence. */
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

/** The column added by counting. */
export const countColumn: BoundColumn<PlainRow> = {
  name: 'count',
  kind: 'integer',
  unit: 'rows',
  help: 'Rows with these values.',
  read: (row) => row['count'] ?? null,
};
