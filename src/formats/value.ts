import type { ByteWriter } from '../core/bytes.ts';
import type { BoundColumn, Holder, Value } from '../core/column.ts';
import { visible } from '../core/text.ts';

/** `nginx(1,fd=6)`, joined by `;`: how text and CSV show who holds a socket. */
export const holdersText = (holders: readonly Holder[]): string =>
  holders.map(({ pid, name, fd }) => `${name}(${pid},fd=${fd})`).join(';');

const isHolders = (value: Value): value is readonly Holder[] => Array.isArray(value);

/** A value as plain words, names made visible. */
export const valueText = (value: NonNullable<Value>): string =>
  isHolders(value)
    ? visible(holdersText(value))
    : typeof value === 'string'
      ? visible(value)
      : typeof value === 'number' && !Number.isInteger(value)
        ? value.toFixed(2)
        : String(value);

/** A whole number without a string for it. */
export const writeInteger = (value: number, out: ByteWriter): void => {
  if (value >>> 0 === value) out.decimal(value);
  else out.text(String(value));
};

/** Writes one value of a row; false, and nothing written, for null. */
export type CellWriter = (view: never, out: ByteWriter) => boolean;

/** A column of words from a closed set: each is turned into bytes once. */
const wordWriter = (column: BoundColumn): CellWriter => {
  const words = new Map<unknown, Uint8Array>();
  let lastValue: unknown = null;
  let lastWord: Uint8Array = new Uint8Array(0);
  return (view, out) => {
    const value = column.read(view);
    if (value === null) return false;
    if (value !== lastValue) {
      lastWord = words.get(value) ?? Buffer.from(valueText(value));
      words.set(value, lastWord);
      lastValue = value;
    }
    out.word(lastWord);
    return true;
  };
};

/** A column's value as machines read it where it is a number or needs no escaping; null for a column of names. */
export const plainWriter = (column: BoundColumn): CellWriter | null => {
  if (column.put !== undefined) return column.put;
  if (column.values !== undefined) return wordWriter(column);
  if (!['integer', 'port', 'duration'].includes(column.kind)) return null;
  return (view, out) => {
    const value = column.read(view) as number | null;
    if (value === null) return false;
    writeInteger(value, out);
    return true;
  };
};
