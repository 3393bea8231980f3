import type { BoundColumn, Value } from '../core/column.ts';

/** A row to be kept, as plain values by column name. */
export type PlainRow = Record<string, Value>;

/** Decodes these columns of the view's current record, for code that keeps it while the view advances. */
export const copyRow = (columns: readonly BoundColumn[], view: never): PlainRow => {
  const row: PlainRow = {};
  for (const column of columns) row[column.name] = column.read(view);
  return row;
};

/** The same column, read from a kept row. */
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
