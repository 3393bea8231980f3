import { decimalCounter, decimalNumber } from '../core/decimal.ts';
import { hexValue } from '../core/hex.ts';
import type { Lines } from '../core/report.ts';
import { decodeName } from '../core/text.ts';
import { isEmptyLine, mismatch, Row } from './row.ts';
import { firstHigh, firstLow, mixHigh, mixLow, Seen } from './seen.ts';

/** Sides of a connection: what was sent first, and what is expected in reply. Keys repeat, once for each. */
export type Side = 0 | 1;

const equals = 0x3d;
const bracket = 0x5b;

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/**
 * A line of nf_conntrack: some words, then `key=value` tokens whose keys come once for each direction, with `[FLAG]`
 * tokens between them. Old kernels begin without the family.
 */
export class TupleRow extends Row {
  /** The first token that is a `key=value` or a flag; the words stand before it. */
  words = 0;
  /** The token that holds the name of the protocol: family and its number stand before it, or nothing. */
  protocol = 0;
  /** The `src=` tokens of both directions; -1 where there is none. */
  #first = -1;
  #reply = -1;
  /** One past the tokens whose form is known: a security label may hold blanks, and then anything. */
  #known = 0;

  override move(bytes: Uint8Array, start: number, end: number): this {
    super.move(bytes, start, end);
    this.words = 0;
    while (this.words < this.count && !this.#isPair(this.words)) this.words++;
    this.protocol = this.words > 3 && isDigit(bytes[this.startOf(3)]) ? 2 : 0;
    this.#known = this.count;
    this.#first = this.#find('src', this.words, this.count);
    this.#reply = this.#first < 0 ? -1 : this.#find('src', this.#first + 1, this.count);
    const label = this.#reply < 0 ? -1 : this.#find('secctx', this.#reply, this.count);
    if (label >= 0) this.#known = label;
    return this;
  }

  get isComplete(): boolean {
    return this.#reply > 0;
  }

  #isPair(token: number): boolean {
    const end = this.endOf(token);
    let at = this.startOf(token);
    if (this.bytes[at] === bracket) return true;
    while (at < end && this.bytes[at] !== equals) at++;
    return at < end;
  }

  #find(key: string, from: number, until: number): number {
    for (let token = from; token < until; token++) if (this.#hasKey(token, key)) return token;
    return -1;
  }

  #hasKey(token: number, key: string): boolean {
    const start = this.startOf(token);
    const { length } = key;
    if (start + length >= this.endOf(token) || this.bytes[start + length] !== equals) return false;
    for (let at = 0; at < length; at++) if (this.bytes[start + at] !== key.charCodeAt(at)) return false;
    return true;
  }

  /** The token `key=…` of one direction; what belongs to no direction stands behind the second. */
  #of(key: string, side: Side): number {
    return side === 0
      ? this.#find(key, this.#first, this.#reply)
      : this.#find(key, this.#reply, this.#known);
  }

  text2(token: number, keyLength: number): string {
    return decodeName(this.bytes, this.startOf(token) + keyLength + 1, this.endOf(token));
  }
}
