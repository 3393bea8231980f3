import type { ByteWriter } from '../core/bytes.ts';
import type { BoundColumn, Value } from '../core/column.ts';

/** One cell in each row. A format defines its cells; `RowWriter` writes them. */
export type Cell = {
  readonly column: BoundColumn;
  /** ASCII text before it. */
  readonly before: string;
  /** Writes a view's value, or the format's text for null, and returns its width on a terminal. */
  readonly write: (view: never, out: ByteWriter) => number;
  /** A value from a small set, or null, as `write` writes it. */
  readonly spell: (value: Value, view: never) => string;
  /** How to write numbers and addresses without `write`; null if this column needs `write`. */
  readonly plain: PlainCell | null;
  /** For text: the cell is padded with spaces to this width, on the left if `alignRight`. */
  readonly width: number;
  readonly alignRight: boolean;
};

export type PlainCell = {
  /** Quotes around an address. */
  readonly quote: '"' | '';
  /** For text: write `*` for any address. */
  readonly stars: boolean;
  /** For text: the port to append after a colon (`*` for 0), in which case IPv6 addresses get brackets. */
  readonly port: BoundColumn | null;
};
