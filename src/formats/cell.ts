import type { ByteWriter } from '../core/bytes.ts';
import type { BoundColumn, Value } from '../core/column.ts';

/** One cell of every row. A format says what its cells are like; `RowWriter` writes them. */
export type Cell = {
  readonly column: BoundColumn;
  /** What stands before it, in ASCII. */
  readonly before: string;
  /** Writes the value under any view, or what null looks like, and gives the width it takes on a terminal. */
  readonly write: (view: never, out: ByteWriter) => number;
  /** A value that comes again and again, or null, as `write` has it. */
  readonly spell: (value: Value, view: never) => string;
  /** How numbers and addresses that need no `write` look; null if this column's do. */
  readonly plain: PlainCell | null;
  /** Text: blanks fill the cell up to this width, before the value if it is `alignRight`. */
  readonly width: number;
  readonly alignRight: boolean;
};

export type PlainCell = {
  /** Around an address. */
  readonly quote: '"' | '';
  /** For people: `*` for any address. */
  readonly stars: boolean;
  /** For people: written behind the address and a colon, `*` for 0; then brackets stand around IPv6. */
  readonly port: BoundColumn | null;
};
