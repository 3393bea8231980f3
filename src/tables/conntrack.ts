import { readAddress } from '../core/address.ts';
import { decimalCounter, decimalNumber } from '../core/decimal.ts';
import type { Lines } from '../core/report.ts';
import { isEmptyLine, mismatch, Row } from '../shapes/row.ts';
import { Seen } from '../shapes/seen.ts';

/** Sides of a connection: what was sent first, and what is expected in reply. Keys repeat, once for each. */
export type Side = 0 | 1;

export const largestPort = 65_535;
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

  /** The token `key=…` of one direction; -1 if there is none. What belongs to no direction follows the second. */
  #of(key: string, side: Side): number {
    return side === 0 ? this.#find(key, this.#first, this.#reply) : this.#find(key, this.#reply, this.#known);
  }

  #valueStart(token: number, key: string): number {
    return this.startOf(token) + key.length + 1;
  }

  number(key: string, side: Side): number | null {
    const token = this.#of(key, side);
    return token < 0 ? null : decimalNumber(this.bytes, this.#valueStart(token, key), this.endOf(token));
  }

  /** An exact 64-bit number. Only some connections are counted. */
  counterOf(key: string, side: Side): bigint | null {
    const token = this.#of(key, side);
    return token < 0 ? null : decimalCounter(this.bytes, this.#valueStart(token, key), this.endOf(token));
  }

  /** What the kernel writes behind the label, sought from the end: a label that holds the key does not hide it. */
  lastNumber(key: string): number | null {
    for (let token = this.count - 1; token > this.#reply; token--)
      if (this.#hasKey(token, key))
        return decimalNumber(this.bytes, this.#valueStart(token, key), this.endOf(token));
    return null;
  }

  /** Reads the address of `src` or `dst` into `octets` and gives their number: 4, 16, or 0 for no address. */
  address(key: 'src' | 'dst', side: Side, octets: Uint8Array): number {
    const token = this.#of(key, side);
    return token < 0 ? 0 : readAddress(this.bytes, this.startOf(token) + 4, this.endOf(token), octets);
  }

  /** True as well where there is none, as with protocols that have no ports. */
  isPort(key: 'sport' | 'dport', side: Side): boolean {
    const token = this.#of(key, side);
    if (token < 0) return true;
    const port = decimalNumber(this.bytes, this.#valueStart(token, key), this.endOf(token));
    return port !== null && port <= largestPort;
  }

  mismatchOf(key: 'src' | 'dst' | 'sport' | 'dport', side: Side, expected: string): () => string {
    const token = this.#of(key, side);
    const start = token < 0 ? 0 : this.#valueStart(token, key);
    return mismatch(expected, this.bytes, start, token < 0 ? 0 : this.endOf(token));
  }

  /** What stands in brackets, without them. */
  flags(): string[] {
    const found: string[] = [];
    for (let token = this.words; token < this.#known; token++)
      if (this.bytes[this.startOf(token)] === bracket) found.push(this.text(token).slice(1, -1));
    return found;
  }

  /** True the first time: the kernel knows a connection by protocol, first direction and zone. */
  isNew(seen: Seen): boolean {
    let end = this.#first;
    while (end < this.#reply && this.bytes[this.startOf(end)] !== bracket && !this.#hasKey(end, 'packets'))
      end++;
    const zone = this.lastNumber('zone') ?? -1;
    const number = this.decimal(this.protocol + 1) ?? -1;
    const start = this.startOf(this.#first);
    return seen
      .begin()
      .number(zone)
      .number(number)
      .text(this.bytes, start, this.endOf(end - 1))
      .isNew();
  }
}

const scratch = new Uint8Array(16);
const ends = [
  ['src', 0, 'src'],
  ['dst', 0, 'dst'],
  ['src', 1, 'reply src'],
  ['dst', 1, 'reply dst'],
] as const;

const ports = [
  ['sport', 0, 'sport'],
  ['dport', 0, 'dport'],
  ['sport', 1, 'reply sport'],
  ['dport', 1, 'reply dport'],
] as const;

/** Says what is wrong with a row; false if it cannot be used. What is no port costs the port only. */
const isUsable = (lines: Lines, row: TupleRow): boolean => {
  if (row.words < row.protocol + 2 || row.decimal(row.protocol + 1) === null || !row.isComplete) {
    const expected = 'a protocol with its number and both directions';
    lines.reject(null, mismatch(expected, lines.bytes, lines.start, lines.end));
    return false;
  }
  for (const [key, side, name] of ends) {
    if (row.address(key, side, scratch) > 0) continue;
    lines.reject(name, row.mismatchOf(key, side, 'an IPv4 or IPv6 address'));
    return false;
  }
  for (const [key, side, name] of ports)
    if (!row.isPort(key, side))
      lines.reject(name, row.mismatchOf(key, side, `a port from 0 to ${largestPort}`));
  return true;
};

/** Tracked connections, each once: the table is read page by page while it changes, so rows repeat. */
export function* tupleRows(lines: Lines | null): Generator<TupleRow> {
  if (lines === null) return;
  const row = new TupleRow();
  const seen = new Seen(lines);
  while (lines.next()) {
    if (isEmptyLine(lines)) continue;
    row.move(lines.bytes, lines.start, lines.end);
    if (!isUsable(lines, row)) continue;
    lines.accept();
    if (row.isNew(seen)) yield row;
  }
}
