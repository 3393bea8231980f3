import { decimalNumber, signedNumber } from '../core/decimal.ts';
import { hexByte, hexNumber, hexShort, hexValue, hexWord, isHex } from '../core/hex.ts';
import type { Lines } from '../core/report.ts';
import { isEmptyLine, mismatch } from './row.ts';
import { mixHigh, mixLow, Seen } from './seen.ts';

const blank = 0x20;
const colon = 0x3a;

type Token = readonly [name: string, expected: string];
const tokens = {
  sl: ['sl', 'a number and a colon'],
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

/**
 * One row of tcp, udp, udplite, raw or icmp and their IPv6 twins: the same tokens up to the inode, what follows differs
 * (net/ipv4/tcp_ipv4.c get_tcp4_sock, udp.c udp4_format_sock and their kin). Moving checks the form; the values that
 * every row is told apart by are decoded at once, the rest when somebody asks.
 */
export class SocketRow {
  bytes: Uint8Array = new Uint8Array(0);
  /** Words of the local and the remote address, in the order printed: 1 or 4 of each are in use. */
  readonly local: Int32Array = new Int32Array(4);
  readonly remote: Int32Array = new Int32Array(4);
  localPort = 0;
  remotePort = 0;
  /** The byte under `st`. */
  state = 0;
  inode = 0;
  hashHigh = 0;
  hashLow = 0;
  readonly words: number;
  #end = 0;
  #queues = 0;
  #timer = 0;
  #timerEnd = 0;
  #uid = 0;
  #uidEnd = 0;
  #timeout = 0;
  #tail = 0;
  #at = 0;

  constructor(words: 1 | 4) {
    this.words = words;
  }

  /** Puts the view over a line; null, or the token that is not what it should be (`at` tells where). */
  move(bytes: Uint8Array, start: number, end: number): Token | null {
    this.bytes = bytes;
    this.#end = end;
    this.#at = start;
    this.#skipBlanks();
    let at = this.#at;
    while (at < end && bytes[at]! >= 0x30 && bytes[at]! <= 0x39) at++;
    if (bytes[at] !== colon || at === this.#at) return tokens.sl;
    this.#at = at + 1;
    return this.#addresses() ?? this.#numbers() ?? this.#owner();
  }

  /** Where the last `move` stopped: the first byte of the token that it refused. */
  get at(): number {
    return this.#at;
  }

  #skipBlanks(): void {
    const { bytes } = this;
    let at = this.#at;
    while (bytes[at] === blank) at++;
    this.#at = at;
  }

  #addresses(): Token | null {
    const size = this.words * 8;
    this.#skipBlanks();
    if (!this.#endpoint(this.local)) return tokens.local;
    this.localPort = hexShort(this.bytes, this.#at + size + 1);
    this.#at += size + 5;
    this.#skipBlanks();
    if (!this.#endpoint(this.remote)) return tokens.remote;
    this.remotePort = hexShort(this.bytes, this.#at + size + 1);
    this.#at += size + 5;
    return null;
  }

  /** `XXXXXXXX:PPPP` and a blank: checks the form and decodes the words. */
  #endpoint(into: Int32Array): boolean {
    const { bytes, words } = this;
    const start = this.#at;
    const port = start + words * 8;
    if (port + 5 >= this.#end || bytes[port] !== colon || bytes[port + 5] !== blank) return false;
    if (!isHex(bytes, start, port) || !isHex(bytes, port + 1, port + 5)) return false;
    for (let word = 0; word < words; word++) into[word] = hexWord(bytes, start + word * 8);
    return true;
  }

  #numbers(): Token | null {
    const { bytes } = this;
    this.#skipBlanks();
    let at = this.#at;
    if (bytes[at + 2] !== blank || (hexValue[bytes[at]!]! | hexValue[bytes[at + 1]!]!) < 0)
      return tokens.state;
    this.state = hexByte(bytes, at);
    this.#at = at + 2;
    this.#skipBlanks();
    at = this.#at;
    if (bytes[at + 8] !== colon || !isHex(bytes, at, at + 8) || !isHex(bytes, at + 9, at + 17))
      return tokens.queues;
    if (bytes[at + 17] !== blank) return tokens.queues;
    this.#queues = at;
    this.#at = at + 17;
    this.#skipBlanks();
    return this.#timers();
  }

  #timers(): Token | null {
    const { bytes } = this;
    const timer = this.#at;
    const end = this.#tokenEnd();
    if (bytes[timer + 2] !== colon || !isHex(bytes, timer, timer + 2) || !isHex(bytes, timer + 3, end))
      return tokens.timer;
    this.#timer = timer;
    this.#timerEnd = end;
    this.#at = end;
    this.#skipBlanks();
    const retransmits = this.#tokenEnd();
    if (retransmits - this.#at > 8 || !isHex(bytes, this.#at, retransmits)) return tokens.retransmits;
    this.#at = retransmits;
    return null;
  }

  #owner(): Token | null {
    this.#skipBlanks();
    this.#uid = this.#at;
    this.#uidEnd = this.#tokenEnd();
    if (signedNumber(this.bytes, this.#uid, this.#uidEnd) === null) return tokens.uid;
    this.#at = this.#uidEnd;
    this.#skipBlanks();
    this.#timeout = this.#at;
    let end = this.#tokenEnd();
    if (signedNumber(this.bytes, this.#at, end) === null) return tokens.timeout;
    this.#at = end;
    this.#skipBlanks();
    end = this.#tokenEnd();
    const inode = decimalNumber(this.bytes, this.#at, end);
    if (inode === null) return tokens.inode;
    this.inode = inode;
    this.#tail = end;
    this.#hash();
    return null;
  }

  #tokenEnd(): number {
    const { bytes } = this;
    let at = this.#at;
    while (at < this.#end && bytes[at]! > blank) at++;
    return at;
  }

  /** What makes a row of one file that row: both ends and the inode. */
  #hash(): void {
    let high = mixHigh(this.inode, (this.localPort << 16) | this.remotePort);
    let low = mixLow((this.localPort << 16) | this.remotePort, this.inode);
    for (let word = 0; word < this.words; word++) {
      high = mixHigh(mixHigh(high, this.local[word]!), this.remote[word]!);
      low = mixLow(mixLow(low, this.remote[word]!), this.local[word]!);
    }
    this.hashHigh = high;
    this.hashLow = low;
  }

  get sendQueue(): number {
    return hexWord(this.bytes, this.#queues) >>> 0;
  }

  get recvQueue(): number {
    return hexWord(this.bytes, this.#queues + 9) >>> 0;
  }

  /** The byte under `tr`. */
  get timer(): number {
    return hexByte(this.bytes, this.#timer);
  }

  /** Clock ticks until the timer fires. A negative value of old kernels (16 digits) means overdue: 0. */
  get timerTicks(): number {
    const start = this.#timer + 3;
    if (this.#timerEnd - start > 8 && hexValue[this.bytes[start]!]! >= 8) return 0;
    return hexNumber(this.bytes, start, this.#timerEnd) ?? 0;
  }

  get retransmits(): number {
    let start = this.#timerEnd;
    while (this.bytes[start] === blank) start++;
    let end = start;
    while (end < this.#uid && this.bytes[end] !== blank) end++;
    return hexNumber(this.bytes, start, end) ?? 0;
  }

  /** Old kernels print the high half of the range as negative numbers. */
  get uid(): number {
    const uid = signedNumber(this.bytes, this.#uid, this.#uidEnd) ?? 0;
    return uid < 0 ? uid + 2 ** 32 : uid;
  }

  /** Tokens under `timeout`: unanswered probes, not a time. */
  get probes(): number {
    let end = this.#timeout;
    while (this.bytes[end] !== blank) end++;
    return Math.max(0, signedNumber(this.bytes, this.#timeout, end) ?? 0);
  }

  /** The number in the n-th token after the inode; null if the row ends before it or it holds no number. */
  tail(token: number): number | null {
    const { bytes } = this;
    let at = this.#tail;
    for (let passed = 0; ; passed++) {
      while (at < this.#end && bytes[at]! <= blank) at++;
      const start = at;
      while (at < this.#end && bytes[at]! > blank) at++;
      if (start === at) return null;
      if (passed === token) return signedNumber(bytes, start, at);
    }
  }

  get hasLongTail(): boolean {
    return this.tail(2) !== null;
  }
}

/** What a scan over socket rows asks to be told, so that it can end before the table does. */
export type SocketScan = {
  /** Rows are given out once: the kernel repeats them while the table changes. */
  readonly seen: Seen;
  headerDue: boolean;
};

export const startSocketScan = (): SocketScan => ({ seen: new Seen(), headerDue: true });

/** Moves the view to the next row that is well formed and new. */
export const nextSocketRow = (lines: Lines, row: SocketRow, scan: SocketScan): boolean => {
  while (lines.next()) {
    const { bytes, start, end } = lines;
    if (scan.headerDue) {
      scan.headerDue = false;
      if (isSocketHeader(bytes, start, end)) {
        lines.acceptHeader();
        continue;
      }
    }
    const fault = row.move(bytes, start, end);
    if (fault !== null) {
      if (!isEmptyLine(lines)) rejectSocketRow(lines, row, fault);
      continue;
    }
    if (!scan.seen.add(row.hashHigh, row.hashLow)) continue;
    lines.accept();
    return true;
  }
  return false;
};

const rejectSocketRow = (lines: Lines, { at }: SocketRow, [name, expected]: Token): void => {
  let end = at;
  while (end < lines.end && lines.bytes[end]! > blank) end++;
  lines.reject(name, mismatch(expected, lines.bytes, at, end));
};

const isSocketHeader = (bytes: Uint8Array, start: number, end: number): boolean => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start)
    .toString('latin1')
    .toLowerCase();
  return text.includes('local_address') || /^ *sl /.test(text);
};
