import type { BoundColumn, Value } from '../core/column.ts';

/** A row that is kept: plain values under column names. */
export type PlainRow = Record<string, Value>;

/** Decodes these columns of the record under the view, for code that keeps it while the view moves on. */
export const copyRow = (columns: readonly BoundColumn[], view: never): PlainRow => {
  const row: PlainRow = {};
  for (const column of columns) row[column.name] = column.read(view);
  return row;
};

/** The same column, reading from a kept row. */
export const ofCopies = ({
  put: _,
  octets: __,
  hides: ___,
  vector: ____,
  ...column
}: BoundColumn): BoundColumn<PlainRow> => ({
  ...column,
  read: (row) => row[column.name] ?? null,
});
