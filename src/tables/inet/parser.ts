import { decimalNumber, signedNumber } from '../../core/decimal.ts';
import { hexByte, hexNumber, hexShort, hexValue, hexWord, isHex } from '../../core/hex.ts';
import {
  bothPorts,
  inode,
  inodeHigh,
  inodeLow,
  localAddress,
  localPort,
  probes,
  recvQueue,
  remotePort,
  retransmits,
  type SocketBatch,
  sendQueue,
  stateCode,
  tailEnd,
  tailStart,
  timerCode,
  timerTicks,
  uid,
} from './batch.ts';
import { FixedPart, skipDigits, skipSpaces, type Token, tokenEnd, tokens } from './tokens.ts';

const space = 0x20;
const colon = 0x3a;

/** Parses any line token by token. The only place that decides what a row is and why a line is not one. */
export class SocketRowParser {
  readonly #batch: SocketBatch;
  readonly #fixed: FixedPart;
  #bytes: Uint8Array = new Uint8Array(0);
  #end = 0;
  #at = 0;

  constructor(batch: SocketBatch) {
    this.#batch = batch;
    this.#fixed = new FixedPart(batch.size);
  }

  /** Parses a line into an empty batch, as its first row. Returns null or the malformed token (its offset is in `at`). */
  parse(bytes: Uint8Array, start: number, end: number): Token | null {
    this.#bytes = bytes;
    this.#end = end;
    const slot = skipSpaces(bytes, start);
    const slotEnd = skipDigits(bytes, slot);
    if (slotEnd === slot || bytes[slotEnd] !== colon || bytes[slotEnd + 1] !== space)
      return this.#refuse(tokens.sl, slot);
    const local = slotEnd + 2;
    const mismatch = this.#fixed.mismatch(bytes, local, end);
    if (mismatch >= 0) {
      const [token, offset] = this.#fixed.tokenAt(mismatch);
      return this.#refuse(token, local + offset);
    }
    this.#fixedPart(local);
    return this.#timers(local + this.#fixed.length, local + this.#fixed.timer);
  }

  /** Where the last `parse` stopped: the first byte of the rejected token. */
  get at(): number {
    return this.#at;
  }

  #refuse(token: Token, at: number): Token {
    this.#at = at;
    return token;
  }

  #fixedPart(local: number): void {
    const bytes = this.#bytes;
    const fixed = this.#fixed;
    const { words, size } = this.#batch;
    for (let word = 0; word < size; word++) {
      words[localAddress + word] = hexWord(bytes, local + word * 8);
      words[localAddress + size + word] = hexWord(bytes, local + fixed.remote + word * 8);
    }
    words[localPort] = hexShort(bytes, local + fixed.localPort);
    words[remotePort] = hexShort(bytes, local + fixed.remotePort);
    words[bothPorts] = (words[localPort]! << 16) | words[remotePort]!;
    words[stateCode] = hexByte(bytes, local + fixed.state);
    words[sendQueue] = hexWord(bytes, local + fixed.sendQueue);
    words[recvQueue] = hexWord(bytes, local + fixed.recvQueue);
    words[timerCode] = hexByte(bytes, local + fixed.timer);
  }

  #timers(ticks: number, timer: number): Token | null {
    const bytes = this.#bytes;
    const { words, numbers } = this.#batch;
    const ticksEnd = tokenEnd(bytes, ticks, this.#end);
    const left = isHex(bytes, ticks, ticksEnd) ? ticksOf(bytes, ticks, ticksEnd) : null;
    if (left === null || left > mostTicks) return this.#refuse(tokens.timer, timer);
    numbers[timerTicks] = left;
    const start = skipSpaces(bytes, ticksEnd);
    const end = tokenEnd(bytes, start, this.#end);
    if (end - start > 8 || !isHex(bytes, start, end)) return this.#refuse(tokens.retransmits, start);
    words[retransmits] = hexNumber(bytes, start, end) ?? 0;
    return this.#owner(skipSpaces(bytes, end));
  }

  #owner(start: number): Token | null {
    const bytes = this.#bytes;
    const { numbers } = this.#batch;
    const uidEnd = tokenEnd(bytes, start, this.#end);
    const owner = signedNumber(bytes, start, uidEnd);
    if (owner === null) return this.#refuse(tokens.uid, start);
    // Old kernels print uids in the upper half of the range as negative numbers.
    numbers[uid] = owner < 0 ? owner + 2 ** 32 : owner;
    const timeout = skipSpaces(bytes, uidEnd);
    const timeoutEnd = tokenEnd(bytes, timeout, this.#end);
    const sent = signedNumber(bytes, timeout, timeoutEnd);
    if (sent === null) return this.#refuse(tokens.timeout, timeout);
    numbers[probes] = Math.max(0, sent);
    return this.#inode(skipSpaces(bytes, timeoutEnd));
  }

  #inode(start: number): Token | null {
    const batch = this.#batch;
    const end = tokenEnd(this.#bytes, start, this.#end);
    const number = decimalNumber(this.#bytes, start, end);
    if (number === null) return this.#refuse(tokens.inode, start);
    batch.numbers[inode] = number;
    batch.words[inodeLow] = number;
    batch.words[inodeHigh] = number / 2 ** 32;
    batch.words[tailStart] = end;
    batch.words[tailEnd] = this.#end;
    return null;
  }
}

/** More would not be exact in milliseconds. */
const mostTicks = Math.floor(Number.MAX_SAFE_INTEGER / 10);

/** On old kernels a negative value (16 digits) means overdue, so 0. Null beyond 2^53. */
const ticksOf = (bytes: Uint8Array, start: number, end: number): number | null =>
  end - start === 16 && hexValue[bytes[start]!]! >= 8 ? 0 : hexNumber(bytes, start, end);
