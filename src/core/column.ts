import type { ByteWriter } from './bytes.ts';

/** A process that holds a socket open: one file descriptor of one process. */
export type Holder = {
  /** Process id, in the pid namespace of the procfs that was read. */
  readonly pid: number;
  /** The command name (`/proc/<pid>/comm`, at most 15 bytes), as the process set it. */
  readonly name: string;
  /** The file descriptor number. */
  readonly fd: number;
  /**
   * Other names the process is known by: the base names of its executable and of `argv[0]`. Not enumerable, so they never
   * appear in output.
   */
  readonly aliases?: readonly string[];
};

/** The value type of each kind of column. The kind determines alignment, available filters and the JSON Schema type. */
interface KindTypes {
  text: string;
  address: string;
  mac: string;
  interface: string;
  state: string;
  port: number;
  integer: number;
  counter: bigint;
  rate: number;
  duration: number;
  flag: boolean;
  list: readonly Holder[];
  names: readonly string[];
  numbers: readonly (number | null)[];
}

export type Kind = keyof KindTypes;
export type Value = KindTypes[Kind] | null;
export type Unit =
  | 'bytes'
  | 'packets'
  | 'pages'
  | 'milliseconds'
  | 'seconds'
  | 'segments'
  | 'datagrams'
  | 'sockets'
  | 'rows'
  | 'percent'
  | 'per second';

/** When a table too wide for its terminal drops the column; the lowest rank goes first. */
export type GivesWay = {
  readonly rank: number;
  /** Only if every value is 0 or unknown. */
  readonly ifEmpty?: true;
  /** The column that takes over its information, and the suffix added there for each value of this one. */
  readonly into?: { readonly column: string; readonly suffixes: Readonly<Record<string, string>> };
};

/** What a value means to the reader, never a color. */
export type Tone = 'good' | 'warn' | 'bad' | 'dim';

type KindOf<V> = { [K in Kind]: NonNullable<V> extends KindTypes[K] ? K : never }[Kind];

/** One property of a record, described once for every filter, format, schema and page. `View` is what a scan yields. */
export interface Column<V extends Value, View> {
  readonly kind: KindOf<V>;
  /** One sentence: what it is and, if it could mislead, what it is not. */
  readonly help: string;
  readonly unit?: Unit;
  /** Decodes the property from the view's current record. Called only when the value is needed. */
  readonly read: (view: View) => V;
  /**
   * Writes what `read` would return, as plain ASCII without building a string; `false` (nothing written) for null. Only for
   * values that need no escaping in any format.
   */
  readonly put?: (view: View, out: ByteWriter) => boolean;
  /**
   * Equivalent to `read` for every row of a table; returns the same object for as long as that holds. A view has one for
   * every column of its report that supports vectors, or for none.
   */
  readonly vector?: (view: View) => Vector | null;
  /** An address as 4 or 16 bytes in network order, or null. The array may be reused by the next call. */
  readonly octets?: (view: View) => Uint8Array | null;
  /**
   * True if null stands for a value that exists but cannot be seen, such as the owners of another user's socket. A filter
   * that reads such a null cannot decide.
   */
  readonly hides?: (view: View) => boolean;
  /** Text formats only: a short heading, accepted by options and expressions as an alternative to the name. */
  readonly heading?: string;
  /** Hidden unless requested by name or by an option; `text` hides it in text formats only. */
  readonly optional?: true | 'text';
  readonly givesWay?: GivesWay;
  /** Never truncated by a table: an address or flags, not a name. */
  readonly isWhole?: true;
  /** For a rate, the unit being counted. */
  readonly rateOf?: Unit;
  /** A counter only grows; a gauge goes up and down. `kindIn` names the column that has the kind of each row. */
  readonly measures?: 'counter' | 'gauge' | { readonly kindIn: string };
  /** The series name without prefix and unit, such as `receive`; null if another column measures the same. */
  readonly metric?: string | null;
  /** Its kernel file, if not the row's own. */
  readonly origin?: string;
  /** The lookup it requires: a scan of all processes, or this host's addresses. */
  readonly needs?: 'owners' | 'addresses';
  /** For an address, the column with its port. Text formats show the two as one endpoint. */
  readonly port?: string;
  /** Text formats only: how a non-null value is displayed. For a column with few distinct values, called once for each. */
  readonly text?: (value: NonNullable<V>, view: View) => string;
  /** What the table colors the value by. */
  readonly tone?: (value: NonNullable<V>) => Tone | undefined;
  /** The closed set of values, if there is one, for completion, schema and messages. */
  readonly values?: readonly string[];
}

/** Rows decoded as a batch of 32-bit words. The view's current row begins at `start`. */
export interface Packed {
  readonly words: Int32Array;
  readonly start: number;
}

/** Where such a row stores a column (`at` words after its start), so writers can skip the call per value. */
export type Vector =
  | { readonly kind: 'same'; readonly value: Value }
  /** A small set of values, selected by a number. */
  | {
      readonly kind: 'word';
      readonly rows: Packed;
      readonly at: number;
      readonly means: (code: number) => Value;
    }
  /** An unsigned 32-bit number. */
  | { readonly kind: 'unsigned'; readonly rows: Packed; readonly at: number }
  /** Any number; NaN if unknown. */
  | { readonly kind: 'number'; readonly numbers: Float64Array; readonly at: number }
  /** An address of one word (IPv4) or four (IPv6); each word's lowest byte is its first octet. */
  | { readonly kind: 'address'; readonly rows: Packed; readonly at: number; readonly size: 1 | 4 };

/** Exactly one column for each property of `R`; the compiler rejects a missing or extra one. */
export type Columns<R, View> = { readonly [P in keyof R]-?: Column<R[P] & Value, View> };

/** A column with its name and without its view type. */
export interface BoundColumn<View = never> extends Omit<Column<Value, View>, 'kind' | 'text' | 'tone'> {
  readonly name: string;
  readonly kind: Kind;
  readonly text?: (value: never, view: never) => string;
  readonly tone?: (value: never) => Tone | undefined;
}

/** Kinds that are right-aligned. */
export const isNumeric = (kind: Kind): boolean =>
  kind === 'port' || kind === 'integer' || kind === 'counter' || kind === 'rate' || kind === 'duration';
