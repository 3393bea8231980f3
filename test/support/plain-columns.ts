import type { BoundColumn, Value } from '../../src/core/column.ts';

/** A row whose properties are its values. */
export type PlainRow = Readonly<Record<string, Value>>;

/** A column that reads such rows. */
export const plainColumn = (name: string, kind: BoundColumn['kind'], more: object = {}): BoundColumn =>
  ({
    name,
    kind,
    help: '',
    read: (row: PlainRow) => row[name] ?? null,
    ...more,
  }) as unknown as BoundColumn;
