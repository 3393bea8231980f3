import { decimalCounter, decimalNumber } from '../core/decimal.ts';
import type { Lines } from '../core/report.ts';
import { decodeName } from '../core/text.ts';
import { isEmptyLine, mismatch, Row } from './row.ts';

/** Sides of a connection: what was sent first, and what is expected in reply. Keys repeat, once for each. */
export type Side = 0 | 1;

const equals = 0x3d;
const bracket = 0x5b;

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

/**
 * A line of nf_conntrack: some words, then `key=value` tokens whose keys come once for each direction, with `[FLAG]`
 * tokens between them. Old kernels begin without the family.
 */
export class TupleRow extends Row {
  /** The first token that is a `key=value` or a flag; the words stand before it. */
  words = 0;
  /** Whether family and its number stand in front. */
  hasFamily = true;

  override move(bytes: Uint8Array, start: number, end: number): this {
    super.move(bytes, start, end);
    this.words = 0;
    while (
      this.words < this.count &&
      !this.#isPair(this.words) &&
      bytes[this.startOf(this.words)] !== bracket
    )
      this.words++;
    this.hasFamily = !isDigit(bytes[this.startOf(1)] ?? 0) || isDigit(bytes[this.startOf(3)] ?? 0);
    return this;
  }

  #isPair(token: number): boolean {
    for (let at = this.startOf(token); at < this.endOf(token); at++)
      if (this.bytes[at] === equals) return true;
    return false;
  }

  /** The token that begins with `key=`, for the n-th time; -1 if there is none. */
  #find(key: string, nth: number): number {
    let left = nth;
    for (let token = this.words; token < this.count; token++) {
      if (!this.#hasKey(token, key)) continue;
      if (left-- === 0) return token;
    }
    return -1;
  }

  #hasKey(token: number, key: string): boolean {
    const start = this.startOf(token);
    if (this.bytes[start + key.length] !== equals) return false;
    for (let at = 0; at < key.length; at++) if (this.bytes[start + at] !== key.charCodeAt(at)) return false;
    return start + key.length < this.endOf(token);
  }

  value(key: string, nth: Side = 0): string | null {
    const token = this.#find(key, nth);
    return token < 0 ? null : decodeName(this.bytes, this.startOf(token) + key.length + 1, this.endOf(token));
  }

  number(key: string, nth: Side = 0): number | null {
    const token = this.#find(key, nth);
    return token < 0
      ? null
      : decimalNumber(this.bytes, this.startOf(token) + key.length + 1, this.endOf(token));
  }

  /** A counter of one direction. It follows the tuple of its direction, and only some connections have it. */
  counterAfter(key: string, side: Side): bigint | null {
    const from = this.#find('src', side);
    const until = side === 0 ? this.#find('src', 1) : this.count;
    for (let token = from; token >= 0 && token < until; token++) {
      if (this.#hasKey(token, key))
        return decimalCounter(this.bytes, this.startOf(token) + key.length + 1, this.endOf(token));
    }
    return null;
  }

  /** What stands in brackets, without them. */
  flags(): string[] {
    const found: string[] = [];
    for (let token = this.words; token < this.count; token++)
      if (this.bytes[this.startOf(token)] === bracket) found.push(this.text(token).slice(1, -1));
    return found;
  }
}

export function* tupleRows(lines: Lines | null): Generator<TupleRow> {
  if (lines === null) return;
  const row = new TupleRow();
  while (lines.next()) {
    if (isEmptyLine(lines)) continue;
    row.move(lines.bytes, lines.start, lines.end);
    if (row.words < 2 || row.value('dst', 1) === null) {
      lines.reject(
        null,
        mismatch('a connection with both its directions', lines.bytes, lines.start, lines.end),
      );
      continue;
    }
    lines.accept();
    yield row;
  }
}
