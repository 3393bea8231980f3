import { decimalCounter, decimalNumber, signedNumber } from '../core/decimal.ts';
import type { Field } from '../core/field.ts';
import { hexNumber } from '../core/hex.ts';
import type { Lines } from '../core/report.ts';
import { decodeName, visible } from '../core/text.ts';

/** More than on any line of a healthy table; the view grows for longer ones. */
const usualTokens = 40;

/** A view over one line, split only at spaces and tabs (names may contain U+3000). Decodes on demand. */
export class Row {
  bytes: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  /** Number of tokens. */
  count = 0;
  #starts = new Int32Array(usualTokens);
  #ends = new Int32Array(usualTokens);

  /** Moves the view to bytes `start` to `end`, ignoring a trailing carriage return (from a copy edited elsewhere). */
  move(bytes: Uint8Array, start: number, end: number): this {
    this.bytes = bytes;
    this.start = start;
    this.end = end > start && bytes[end - 1] === 0x0d ? end - 1 : end;
    this.count = 0;
    let at = start;
    while (at < this.end) {
      while (at < this.end && isSpace(bytes[at]!)) at++;
      if (at === this.end) break;
      if (this.count === this.#starts.length) this.#grow();
      this.#starts[this.count] = at;
      while (at < this.end && !isSpace(bytes[at]!)) at++;
      this.#ends[this.count++] = at;
    }
    return this;
  }

  #grow(): void {
    const [starts, ends] = [this.#starts, this.#ends];
    this.#starts = new Int32Array(starts.length * 2);
    this.#ends = new Int32Array(ends.length * 2);
    this.#starts.set(starts);
    this.#ends.set(ends);
  }

  has(token: number): boolean {
    return token < this.count;
  }

  startOf(token: number): number {
    return token < this.count ? this.#starts[token]! : this.end;
  }

  endOf(token: number): number {
    return token < this.count ? this.#ends[token]! : this.end;
  }

  /** Marks a token as unknown, so it decodes to null. */
  forget(token: number): void {
    this.#ends[token] = this.#starts[token]!;
  }

  /** The token as a name, which is untrusted input (see core/text.ts). */
  text(token: number): string {
    return decodeName(this.bytes, this.startOf(token), this.endOf(token));
  }

  decimal(token: number): number | null {
    return decimalNumber(this.bytes, this.startOf(token), this.endOf(token));
  }

  signed(token: number): number | null {
    return signedNumber(this.bytes, this.startOf(token), this.endOf(token));
  }

  counter(token: number): bigint | null {
    return decimalCounter(this.bytes, this.startOf(token), this.endOf(token));
  }

  hex(token: number, skip = 0): number | null {
    return hexNumber(this.bytes, this.startOf(token) + skip, this.endOf(token));
  }
}

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x09;

/** True for a line of only white space and NULs. */
export const isEmptyLine = ({ bytes, start, end }: Pick<Lines, 'bytes' | 'start' | 'end'>): boolean => {
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x00 && byte !== 0x0d) return false;
  }
  return true;
};

/** `expected X, got "…"`, with the token escaped and cut to 60 characters. Reads the bytes only when called. */
export const mismatch = (expected: string, bytes: Uint8Array, start: number, end: number) => (): string => {
  if (end <= start) return `expected ${expected}, got nothing`;
  const text = visible(decodeName(bytes, start, Math.min(end, start + 60)));
  return `expected ${expected}, got "${text}${end - start > 60 ? '…' : ''}"`;
};

/** Checks a row's tokens against its fields and reports errors. True if the row is usable. */
export const check = (lines: Lines, row: Row, fields: readonly Field[]): boolean => {
  for (let token = 0; token < fields.length; token++) {
    const { name, expected, accepts, valueOnly } = fields[token]!;
    if (row.has(token) && accepts(row.bytes, row.startOf(token), row.endOf(token))) continue;
    lines.reject(name, mismatch(expected, row.bytes, row.startOf(token), row.endOf(token)));
    if (!valueOnly) return false;
    if (!row.has(token)) return true;
    row.forget(token);
  }
  return true;
};
