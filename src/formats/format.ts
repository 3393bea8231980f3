import type { ByteWriter } from '../core/bytes.ts';
import type { BoundColumn } from '../core/column.ts';

/** How to lay out the output, independent of the rows. */
export type Layout = {
  readonly columns: readonly BoundColumn[];
  readonly header: boolean;
  /** Terminal width; null if not a terminal. */
  readonly width: number | null;
  readonly color: boolean;
  /** The terminal shows ASCII only. */
  readonly isAscii?: boolean;
  /** JSON: indent for readability. */
  readonly indent: boolean;
};

/** Turns rows into bytes, one at a time. */
export interface Formatter {
  begin(): void;
  row(view: never): void;
  end(): void;
}

export type Format = (layout: Layout, out: ByteWriter) => Formatter;
