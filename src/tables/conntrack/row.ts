import { readAddress } from '../../core/address.ts';
import { decimalCounter, decimalNumber } from '../../core/decimal.ts';
import { decodeName } from '../../core/text.ts';
import { Row } from '../../shapes/row.ts';
import { type Key, keyAt, keyNumber, keys } from './keys.ts';

/** The original direction (0) and the reply direction (1). Keys are repeated for each. */
export type Direction = 0 | 1;

const equals = 0x3d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** What the kernel prints after a security label, last first. */
const behindLabel = ['use', 'delta-time', 'zone'] as const;

/** A few words, then `key=value` tokens mixed with `[FLAG]` tokens. */
export class TrackedRow extends Row {
  /** Number of words before the first `key=value` or flag. */
  words = 0;
  /** The token with the protocol name. The family and its number precede it, except on old kernels. */
  protocol = 0;
  /** Number of directions. */
  directions = 0;
  /** The token for each key and direction; -1 if there is none. */
  readonly #places = new Int32Array(keys.length * 2);
  /** One past the tokens of known form; a label may contain spaces and so anything. */
  #known = 0;
  /** One past the label. */
  #labelEnd = 0;
  /** One past the first direction's tokens that identify the connection; its counters and flags follow. */
  #nameEnd = 0;

  override move(bytes: Uint8Array, start: number, end: number): this {
    super.move(bytes, start, end);
    this.words = 0;
    while (this.words < this.count && !this.#isPair(this.words)) this.words++;
    this.protocol = this.#hasFamily() ? 2 : 0;
    this.#index();
    return this;
  }

  #isPair(token: number): boolean {
    const end = this.endOf(token);
    let at = this.startOf(token);
    if (this.bytes[at] === openBracket) return true;
    while (at < end && this.bytes[at] !== equals) at++;
    return at < end;
  }

  /** By name, so that a line without its protocol is not mistaken for one from an old kernel. */
  #hasFamily(): boolean {
    const first = this.words === 0 ? '' : this.text(0);
    return first === 'ipv4' || first === 'ipv6' || (this.words > 3 && this.decimal(3) !== null);
  }

  #index(): void {
    this.#places.fill(-1);
    this.directions = 0;
    this.#known = this.count;
    this.#nameEnd = -1;
    for (let token = this.words; token < this.count; token++) {
      const key = keyAt(this.bytes, this.startOf(token), this.endOf(token));
      if (this.directions === 1 && this.#nameEnd < 0 && this.#isBehindName(token, key)) this.#nameEnd = token;
      if (key === keyNumber.src) this.directions++;
      if (key < 0 || this.directions === 0 || this.directions > 2) continue;
      const place = key * 2 + this.directions - 1;
      if (this.#places[place]! < 0) this.#places[place] = token;
      if (key !== keyNumber.secctx || this.directions < 2) continue;
      this.#indexBehindLabel(token);
      return;
    }
  }

  #isBehindName(token: number, key: number): boolean {
    return (
      key === keyNumber.packets || key === keyNumber.src || this.bytes[this.startOf(token)] === openBracket
    );
  }

  /** Searches from the end, so such a key within a label hides nothing. */
  #indexBehindLabel(label: number): void {
    this.#known = label;
    this.#labelEnd = this.count;
    for (const key of behindLabel) {
      const last = this.#labelEnd - 1;
      if (last <= label || keyAt(this.bytes, this.startOf(last), this.endOf(last)) !== keyNumber[key])
        continue;
      this.#places[keyNumber[key] * 2 + 1] = last;
      this.#labelEnd = last;
    }
  }

  #at(key: Key, direction: Direction): number {
    return this.#places[keyNumber[key] * 2 + direction]!;
  }

  /** Start of the value in `key=value`; the end of the line if there is none. */
  valueStart(key: Key, direction: Direction): number {
    const token = this.#at(key, direction);
    return token < 0 ? this.end : this.startOf(token) + key.length + 1;
  }

  valueEnd(key: Key, direction: Direction): number {
    const token = this.#at(key, direction);
    return token < 0 ? this.end : this.endOf(token);
  }

  isThere(key: Key, direction: Direction): boolean {
    return this.#at(key, direction) >= 0;
  }

  /** Marks a value as unknown, so it decodes to null. */
  forgetValue(key: Key, direction: Direction): void {
    this.#places[keyNumber[key] * 2 + direction] = -1;
  }

  number(key: Key, direction: Direction): number | null {
    return decimalNumber(this.bytes, this.valueStart(key, direction), this.valueEnd(key, direction));
  }

  /** An exact 64-bit number; null if the connection is not accounted. */
  counterOf(key: Key, direction: Direction): bigint | null {
    return decimalCounter(this.bytes, this.valueStart(key, direction), this.valueEnd(key, direction));
  }

  /** Reads the `src` or `dst` address into `octets`. Returns the number of octets: 4, 16, or 0 for no address. */
  address(key: 'src' | 'dst', direction: Direction, octets: Uint8Array): number {
    return readAddress(this.bytes, this.valueStart(key, direction), this.valueEnd(key, direction), octets);
  }

  /** Whether the replies' `inReply` differs from the first packet's `sent`; false if either is missing. */
  differs(sent: Key, inReply: Key): boolean {
    if (!this.isThere(sent, 0) || !this.isThere(inReply, 1)) return false;
    const [start, end] = [this.valueStart(sent, 0), this.valueEnd(sent, 0)];
    const other = this.valueStart(inReply, 1);
    if (end - start !== this.valueEnd(inReply, 1) - other) return true;
    for (let at = 0; at < end - start; at++)
      if (this.bytes[start + at] !== this.bytes[other + at]) return true;
    return false;
  }

  /** The security label, which may contain anything. */
  get label(): string | null {
    if (!this.isThere('secctx', 1)) return null;
    return decodeName(this.bytes, this.valueStart('secctx', 1), this.endOf(this.#labelEnd - 1));
  }

  /** The tokens that start like a flag. */
  *flagTokens(): Generator<number> {
    for (let token = this.words; token < this.#known; token++)
      if (this.bytes[this.startOf(token)] === openBracket) yield token;
  }

  isFlag(token: number): boolean {
    return this.bytes[this.endOf(token) - 1] === closeBracket;
  }

  /** The flags, without their brackets. */
  flags(): string[] {
    return [...this.flagTokens()]
      .filter((token) => this.isFlag(token))
      .map((token) => this.text(token).slice(1, -1));
  }

  /** Start and end of the bytes that identify the connection within its protocol and zone. */
  get nameStart(): number {
    return this.valueStart('src', 0);
  }

  get nameEnd(): number {
    return this.endOf(this.#nameEnd - 1);
  }
}
