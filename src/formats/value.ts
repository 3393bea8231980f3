import type { ByteWriter } from '../core/bytes.ts';
import type { BoundColumn, Holder, Value } from '../core/column.ts';
import { visible } from '../core/text.ts';

/** `nginx(1,fd=6)`, joined by `;`, as text and CSV show the holders of a socket. No name can look like two holders. */
const holdersText = (holders: readonly Holder[]): string =>
  holders.map(({ pid, name, fd }) => `${visible(name).replaceAll(';', '\\x3b')}(${pid},fd=${fd})`).join(';');

const isList = (value: Value): value is Extract<Value, readonly unknown[]> => Array.isArray(value);

const isHolders = (list: readonly unknown[]): list is readonly Holder[] => typeof list[0] === 'object';

/** Lists of any kind, joined by `;`. */
const listText = (list: readonly unknown[]): string =>
  isHolders(list)
    ? holdersText(list)
    : list.map((item) => visible(String(item)).replaceAll(';', '\\x3b')).join(';');

/** A value as plain text, with names escaped. */
export const valueText = (value: NonNullable<Value>): string =>
  isList(value)
    ? listText(value)
    : typeof value === 'string'
      ? visible(value)
      : typeof value === 'number' && !Number.isInteger(value)
        ? value.toFixed(2)
        : String(value);

/** Writes a whole number without creating a string. */
const writeInteger = (value: number, out: ByteWriter): void => {
  if (value >>> 0 === value) out.decimal(value);
  else out.text(String(value));
};

/** Writes one value of a row; returns false and writes nothing for null. */
export type CellWriter = (view: never, out: ByteWriter) => boolean;

/** Whether a column has few distinct values. */
export const isWord = ({ kind, values }: BoundColumn): boolean =>
  values !== undefined || kind === 'interface' || kind === 'state';

/** Memoizes a function of few distinct values; the previous row's value is found without a lookup. */
export const once = <T>(make: (value: NonNullable<Value>) => T): ((value: NonNullable<Value>) => T) => {
  const made = new Map<Value, T>();
  let lastValue: Value = null;
  let last: T | undefined;
  return (value) => {
    if (value !== lastValue) {
      if (!made.has(value)) made.set(value, make(value));
      last = made.get(value);
      lastValue = value;
    }
    return last!;
  };
};

/** Memoizes only the last result, because a user name is often repeated in consecutive rows. */
export const keepingLast = <T>(make: (value: Value) => T): ((value: Value) => T) => {
  let lastValue: Value | undefined;
  let last: T;
  return (value) => {
    if (value !== lastValue || typeof value === 'object') {
      last = make(value);
      lastValue = value;
    }
    return last;
  };
};

/** Writes a column of few distinct values, each as returned by `spell`. */
export const wordWriter = (column: BoundColumn, spell: (value: NonNullable<Value>) => string): CellWriter => {
  const wordOf = once((value) => Buffer.from(spell(value)));
  return (view, out) => {
    const value = column.read(view);
    if (value === null) return false;
    out.word(wordOf(value));
    return true;
  };
};

/** Writes a machine-readable value that needs no escaping; null for a column of names. */
export const plainWriter = (column: BoundColumn): CellWriter | null => {
  if (column.put !== undefined) return column.put;
  if (!['integer', 'port', 'duration'].includes(column.kind)) return null;
  return (view, out) => {
    const value = column.read(view) as number | null;
    if (value === null) return false;
    writeInteger(value, out);
    return true;
  };
};
