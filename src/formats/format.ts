import type { ByteWriter } from '../core/bytes.ts';
import type { BoundColumn } from '../core/column.ts';

/** How the output is to look, apart from what the rows are. */
export type Layout = {
  readonly columns: readonly BoundColumn[];
  readonly header: boolean;
  /** Terminal columns; null where nobody looks. */
  readonly width: number | null;
  readonly color: boolean;
  /** The terminal shows ASCII only. */
  readonly isAscii?: boolean;
  /** JSON: indented, for eyes. */
  readonly indent: boolean;
};

/** Turns rows into bytes, one at a time. */
export interface Formatter {
  begin(): void;
  row(view: never): void;
  end(): void;
}

export type Format = (layout: Layout, out: ByteWriter) => Formatter;
