import { decimalNumber, signedNumber } from '../../core/decimal.ts';
import { hexByte, hexNumber, hexShort, hexValue, hexWord, isHex } from '../../core/hex.ts';
import { firstHigh, firstLow, mixHigh, mixLow } from '../../shapes/seen.ts';
import { FixedPart, skipBlanks, skipDigits, type Token, tokenEnd, tokens } from './tokens.ts';

const blank = 0x20;
const colon = 0x3a;

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
  readonly words: 1 | 4;
  readonly #fixed: FixedPart;
  #end = 0;
  /** Where the local address starts, and with it the part of fixed width. */
  #start = 0;
  #timerEnd = 0;
  #uid = 0;
  #uidEnd = 0;
  #timeout = 0;
  #tail = 0;
  #at = 0;

  constructor(words: 1 | 4) {
    this.words = words;
    this.#fixed = new FixedPart(words);
  }

  /** Puts the view over a line; null, or the token that is not what it should be (`at` tells where). */
  move(bytes: Uint8Array, start: number, end: number): Token | null {
    this.bytes = bytes;
    this.#end = end;
    const slot = skipBlanks(bytes, start);
    const slotEnd = skipDigits(bytes, slot);
    if (slotEnd === slot || bytes[slotEnd] !== colon || bytes[slotEnd + 1] !== blank)
      return this.#refuse(tokens.sl, slot);
    const local = slotEnd + 2;
    const fixed = this.#fixed;
    const fault = fixed.mismatch(bytes, local, end);
    if (fault >= 0) {
      const [token, offset] = fixed.tokenAt(fault);
      return this.#refuse(token, local + offset);
    }
    this.#start = local;
    const remote = local + fixed.remote;
    for (let word = 0; word < this.words; word++) {
      this.local[word] = hexWord(bytes, local + word * 8);
      this.remote[word] = hexWord(bytes, remote + word * 8);
    }
    this.localPort = hexShort(bytes, local + fixed.localPort);
    this.remotePort = hexShort(bytes, local + fixed.remotePort);
    this.state = hexByte(bytes, local + fixed.state);
    return this.#timers(local + fixed.length);
  }

  /** Where the last `move` stopped: the first byte of the token that it refused. */
  get at(): number {
    return this.#at;
  }

  #refuse(token: Token, at: number): Token {
    this.#at = at;
    return token;
  }

  #timers(ticks: number): Token | null {
    const { bytes } = this;
    const timerEnd = tokenEnd(bytes, ticks, this.#end);
    if (!isHex(bytes, ticks, timerEnd)) return this.#refuse(tokens.timer, this.#start + this.#fixed.timer);
    this.#timerEnd = timerEnd;
    const retransmits = skipBlanks(bytes, timerEnd);
    const end = tokenEnd(bytes, retransmits, this.#end);
    if (end - retransmits > 8 || !isHex(bytes, retransmits, end))
      return this.#refuse(tokens.retransmits, retransmits);
    return this.#owner(skipBlanks(bytes, end));
  }

  #owner(uid: number): Token | null {
    const { bytes } = this;
    const uidEnd = tokenEnd(bytes, uid, this.#end);
    if (signedNumber(bytes, uid, uidEnd) === null) return this.#refuse(tokens.uid, uid);
    this.#uid = uid;
    this.#uidEnd = uidEnd;
    const timeout = skipBlanks(bytes, uidEnd);
    const timeoutEnd = tokenEnd(bytes, timeout, this.#end);
    if (signedNumber(bytes, timeout, timeoutEnd) === null) return this.#refuse(tokens.timeout, timeout);
    this.#timeout = timeout;
    const start = skipBlanks(bytes, timeoutEnd);
    const end = tokenEnd(bytes, start, this.#end);
    const inode = decimalNumber(bytes, start, end);
    if (inode === null) return this.#refuse(tokens.inode, start);
    this.inode = inode;
    this.#tail = end;
    this.#hash();
    return null;
  }

  /** What makes a row of one file that row: both ends and the inode. */
  #hash(): void {
    const ports = (this.localPort << 16) | this.remotePort;
    let high = mixHigh(mixHigh(firstHigh, this.inode), ports);
    let low = mixLow(mixLow(firstLow, ports), this.inode);
    for (let word = 0; word < this.words; word++) {
      high = mixHigh(mixHigh(high, this.local[word]!), this.remote[word]!);
      low = mixLow(mixLow(low, this.remote[word]!), this.local[word]!);
    }
    this.hashHigh = high;
    this.hashLow = low;
  }

  get sendQueue(): number {
    return hexWord(this.bytes, this.#start + this.#fixed.sendQueue) >>> 0;
  }

  get recvQueue(): number {
    return hexWord(this.bytes, this.#start + this.#fixed.recvQueue) >>> 0;
  }

  /** The byte under `tr`. */
  get timer(): number {
    return hexByte(this.bytes, this.#start + this.#fixed.timer);
  }

  /** Clock ticks until the timer fires. A negative value of old kernels (16 digits) means overdue: 0. */
  get timerTicks(): number {
    const start = this.#start + this.#fixed.length;
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
}
