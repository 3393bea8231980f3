import type { ByteWriter } from './bytes.ts';

/** A process that holds a socket open: one file descriptor of one process. */
export type Holder = {
  /** Process id in the namespace of the procfs that was read. */
  readonly pid: number;
  /** The command name (`/proc/<pid>/comm`, at most 15 bytes), as the process set it. */
  readonly name: string;
  /** The file descriptor number. */
  readonly fd: number;
  /**
   * Further names people know the process by: the base names of its executable and of `argv[0]`. Not enumerable, so that
   * no output shows them.
   */
  readonly aliases?: readonly string[];
};

/** What a column of each kind holds. The kind fixes alignment, the filters that exist, and the JSON Schema type. */
export interface KindTypes {
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

/** What a table that is too wide for its terminal does without, the lowest rank first. */
export type GivesWay = {
  readonly rank: number;
  /** Only while every value is 0 or unknown. */
  readonly ifEmpty?: true;
  /** The column whose values then carry it, and what is added to them for each value of this one. */
  readonly into?: { readonly column: string; readonly suffixes: Readonly<Record<string, string>> };
};

/** What a value means to people, never a colour. */
export type Tone = 'good' | 'warn' | 'bad' | 'dim';

type KindOf<V> = { [K in Kind]: NonNullable<V> extends KindTypes[K] ? K : never }[Kind];

/** One property of a record, described once for every filter, format, schema and page. `View` is what a scan yields. */
export interface Column<V extends Value, View> {
  readonly kind: KindOf<V>;
  /** One sentence: what it is, and where it misleads, what it is not. */
  readonly help: string;
  readonly unit?: Unit;
  /** Decodes the property from the record under the view. Called only when the value is needed. */
  readonly read: (view: View) => V;
  /**
   * Writes what `read` would give, as plain ASCII and without building a string; `false` (nothing written) for null.
   * Only for values that need no escaping in any format.
   */
  readonly put?: (view: View, out: ByteWriter) => boolean;
  /**
   * The same as `read` for all rows of one table, and the same object as long as that holds. A view gives one for every
   * column of its report that has vectors, or for none.
   */
  readonly vector?: (view: View) => Vector | null;
  /** The network-order bytes of an address (4 or 16), or null. The array may be reused by the next call. */
  readonly octets?: (view: View) => Uint8Array | null;
  /**
   * True where null stands for a value that exists but cannot be seen, such as the owners of a socket that belongs to
   * another user. A filter that reads such a null does not know its answer.
   */
  readonly hides?: (view: View) => boolean;
  /** Text formats only: a short heading, which options and expressions take as well as the name. */
  readonly heading?: string;
  /** Off unless asked for by name or by an option; `text` is off in text formats only. */
  readonly optional?: true | 'text';
  readonly givesWay?: GivesWay;
  /** Text that a table never cuts: an address or flags, not a name. */
  readonly isWhole?: true;
  /** For a rate: what is counted. */
  readonly rateOf?: Unit;
  /** A counter only grows and a gauge goes up and down; `told` names the column that says which, row by row. */
  readonly measures?: 'counter' | 'gauge' | { readonly told: string };
  /** What must be looked up for it: by walking every process, or the addresses of this host. */
  readonly needs?: 'owners' | 'addresses';
  /** For an address: the column that holds its port. Text shows the two as one endpoint. */
  readonly port?: string;
  /** Text formats only: how a value that is not null reads to people. A column of few values is asked once for each. */
  readonly text?: (value: NonNullable<V>, view: View) => string;
  /** Colour by meaning, table only. */
  readonly tone?: (value: NonNullable<V>) => Tone | undefined;
  /** The closed set of values, where there is one: for completion, schema and messages. */
  readonly values?: readonly string[];
}

/** Rows that have been decoded together: 32-bit words, of which those of the row under the view begin at `start`. */
export interface Packed {
  readonly words: Int32Array;
  readonly start: number;
}

/** Where such a row holds a column, for writers that need not ask for each value: `at` words behind its start. */
export type Vector =
  | { readonly kind: 'same'; readonly value: Value }
  /** Few values, told by a number. */
  | {
      readonly kind: 'word';
      readonly rows: Packed;
      readonly at: number;
      readonly means: (code: number) => Value;
    }
  /** A number of 32 bits without a sign. */
  | { readonly kind: 'unsigned'; readonly rows: Packed; readonly at: number }
  /** Any number, NaN where it is unknown. */
  | { readonly kind: 'number'; readonly numbers: Float64Array; readonly at: number }
  /** An address of one word (IPv4) or four, whose first octet is the lowest byte. */
  | { readonly kind: 'address'; readonly rows: Packed; readonly at: number; readonly size: 1 | 4 };

/** Exactly one column for each property of `R`: the compiler refuses a missing and a surplus one. */
export type Columns<R, View> = { readonly [P in keyof R]-?: Column<R[P] & Value, View> };

/** A column whose view type has been forgotten, under its name. */
export interface BoundColumn<View = never> extends Omit<Column<Value, View>, 'kind' | 'text' | 'tone'> {
  readonly name: string;
  readonly kind: Kind;
  readonly text?: (value: never, view: never) => string;
  readonly tone?: (value: never) => Tone | undefined;
}

/** Kinds that line up on the right. */
export const isNumeric = (kind: Kind): boolean =>
  kind === 'port' || kind === 'integer' || kind === 'counter' || kind === 'rate' || kind === 'duration';
