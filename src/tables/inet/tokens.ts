const spaceByte = 0x20;

/** A token's name in the header and its expected form. */
export type Token = readonly [name: string, expected: string];
export const tokens = {
  sl: ['sl', 'a number, a colon and a space'],
  local: ['local_address', 'hex address:port'],
  remote: ['rem_address', 'hex address:port'],
  state: ['st', 'two hexadecimal digits'],
  queues: ['tx_queue:rx_queue', 'two hexadecimal numbers of 8 digits'],
  timer: ['tr:tm->when', 'hexadecimal timer:ticks'],
  retransmits: ['retrnsmt', 'a hexadecimal number'],
  uid: ['uid', 'a decimal number'],
  timeout: ['timeout', 'a decimal number'],
  inode: ['inode', 'a decimal number'],
} as const satisfies Record<string, Token>;

/** Allowed bytes as bit flags: a hex digit, a colon, a space. */
const hexDigit = 1;
const colon = 2;
const space = 4;

const bitsOf = new Uint8Array(256);
for (const digit of '0123456789abcdefABCDEF') bitsOf[digit.charCodeAt(0)] = hexDigit;
bitsOf[':'.charCodeAt(0)] = colon;
bitsOf[spaceByte] = space;

/**
 * The fixed-width part of a row, from the local address to `tr:`. Since 2.6, the kernel's format has been
 * `%08X:%04X %08X:%04X %02X %08X:%08X %02X:`, with 32 digits for an IPv6 address.
 */
export class FixedPart {
  readonly length: number;
  readonly localPort: number;
  readonly remote: number;
  readonly remotePort: number;
  readonly state: number;
  readonly sendQueue: number;
  readonly recvQueue: number;
  readonly timer: number;
  readonly #bits: Uint8Array;

  constructor(words: 1 | 4) {
    const address = words * 8;
    const picture = `${'X'.repeat(address)}:XXXX ${'X'.repeat(address)}:XXXX XX XXXXXXXX:XXXXXXXX XX:`;
    this.#bits = Uint8Array.from(picture, (sign) => (sign === 'X' ? hexDigit : sign === ':' ? colon : space));
    this.length = picture.length;
    this.localPort = address + 1;
    this.remote = address + 6;
    this.remotePort = this.remote + this.localPort;
    this.state = this.remote * 2;
    this.sendQueue = this.state + 3;
    this.recvQueue = this.sendQueue + 9;
    this.timer = this.recvQueue + 9;
  }

  /** The offset of the first byte that does not match; -1 if all do. */
  mismatch(bytes: Uint8Array, start: number, end: number): number {
    const bits = this.#bits;
    const size = Math.min(bits.length, end - start);
    for (let at = 0; at < size; at++) if ((bitsOf[bytes[start + at]!]! & bits[at]!) === 0) return at;
    return size < bits.length ? size : -1;
  }

  /** The token at this offset, and where it starts. */
  tokenAt(offset: number): readonly [token: Token, start: number] {
    if (offset < this.remote) return [tokens.local, 0];
    if (offset < this.state) return [tokens.remote, this.remote];
    if (offset < this.sendQueue) return [tokens.state, this.state];
    return offset < this.timer ? [tokens.queues, this.sendQueue] : [tokens.timer, this.timer];
  }
}

export const skipSpaces = (bytes: Uint8Array, start: number): number => {
  let at = start;
  while (bytes[at] === spaceByte) at++;
  return at;
};

export const skipDigits = (bytes: Uint8Array, start: number): number => {
  let at = start;
  while (bytes[at]! >= 0x30 && bytes[at]! <= 0x39) at++;
  return at;
};

export const tokenEnd = (bytes: Uint8Array, start: number, end: number): number => {
  let at = start;
  while (at < end && bytes[at]! > spaceByte) at++;
  return at;
};
