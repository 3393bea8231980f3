import { hexPairs } from '../../core/hex.ts';
import {
  bothPorts,
  inode,
  inodeHigh,
  inodeLow,
  localAddress,
  localPort,
  numbersOfRow,
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
  wordsOfRow,
} from './batch.ts';

/** Bound once, because in the bundled command, imports from other chunks are looked up at each use. */
const pairs = hexPairs;

const space = 0x20;
const colon = 0x3a;
const lineFeed = 0x0a;
const zero = 0x30;
const four = 0x34;

/** Length of `:XXXX `, the port after an address. */
const besideAddress = 6;
/** `XX XXXXXXXX:XXXXXXXX XX:XXXXXXXX XXXXXXXX `, from the state to the retransmits. */
const middleLength = 42;

/**
 * Decodes the line at `start` into the batch's next row if it has the form kernels have printed since 2.6. Returns the offset
 * of its line feed; -1 for any other line and for one that extends past `filled`, which `SocketRowParser` handles. This is
 * the hot path for long tables, so it consists of few functions without rare branches.
 */
export const decodeUsual = (bytes: Uint8Array, start: number, filled: number, batch: SocketBatch): number => {
  const { words, size } = batch;
  const row = batch.count * wordsOfRow;
  const local = afterSlot(bytes, start, filled);
  const remote = local + size * 8 + besideAddress;
  const middle = remote + size * 8 + besideAddress;
  if (local < 0 || filled - middle <= middleLength) return -1;
  let mismatches = middleAt(bytes, middle, batch);
  for (let word = 0; word < size; word++)
    mismatches |=
      wordAt(bytes, local + word * 8, words, row + localAddress + word) |
      wordAt(bytes, remote + word * 8, words, row + localAddress + size + word);
  mismatches |=
    portAt(bytes, remote, words, row + localPort) | portAt(bytes, middle, words, row + remotePort);
  if (mismatches < 0) return -1;
  words[row + bothPorts] = (words[row + localPort]! << 16) | words[row + remotePort]!;
  return ownerAt(bytes, middle + middleLength, filled, batch);
};

/** The offset after the row's number, a colon and a space; -1 if they are missing. */
const afterSlot = (bytes: Uint8Array, start: number, filled: number): number => {
  let at = start;
  while (at < filled && bytes[at] === space) at++;
  const first = at;
  while (at < filled && (bytes[at]! - zero) >>> 0 <= 9) at++;
  return at === first || at + 2 > filled || bytes[at] !== colon || bytes[at + 1] !== space ? -1 : at + 2;
};

/** From the state to the retransmits. Here and below, a negative result means malformed input. */
const middleAt = (bytes: Uint8Array, at: number, { words, numbers, count }: SocketBatch): number => {
  const row = count * wordsOfRow;
  const state = byteAt(bytes, at);
  const timer = byteAt(bytes, at + 21);
  const ticksHigh = shortAt(bytes, at + 24);
  const ticksLow = shortAt(bytes, at + 28);
  words[row + stateCode] = state;
  words[row + timerCode] = timer;
  numbers[count * numbersOfRow + timerTicks] = ((ticksHigh << 16) | ticksLow) >>> 0;
  return (
    state |
    timer |
    ticksHigh |
    ticksLow |
    wordAt(bytes, at + 3, words, row + sendQueue) |
    wordAt(bytes, at + 12, words, row + recvQueue) |
    wordAt(bytes, at + 33, words, row + retransmits) |
    (0 - (bytes[at + 2]! ^ space)) |
    (0 - (bytes[at + 11]! ^ colon)) |
    (0 - (bytes[at + 20]! ^ space)) |
    (0 - (bytes[at + 23]! ^ colon)) |
    (0 - (bytes[at + 32]! ^ space)) |
    (0 - (bytes[at + 41]! ^ space))
  );
};

/** Two hex digits. */
const byteAt = (bytes: Uint8Array, at: number): number => pairs[bytes[at]! | (bytes[at + 1]! << 8)]!;

/** Four hex digits. */
const shortAt = (bytes: Uint8Array, at: number): number =>
  (pairs[bytes[at]! | (bytes[at + 1]! << 8)]! << 8) | pairs[bytes[at + 2]! | (bytes[at + 3]! << 8)]!;

/** Eight hex digits. */
const wordAt = (bytes: Uint8Array, at: number, words: Int32Array, slot: number): number => {
  const high = shortAt(bytes, at);
  const low = shortAt(bytes, at + 4);
  words[slot] = (high << 16) | low;
  return high | low;
};

/** A colon, a port and a space, before `end`. */
const portAt = (bytes: Uint8Array, end: number, words: Int32Array, slot: number): number => {
  const port = shortAt(bytes, end - 5);
  words[slot] = port;
  return port | (0 - (bytes[end - 6]! ^ colon)) | (0 - (bytes[end - 1]! ^ space));
};

/** The uid, probes, inode and end of the line. */
const ownerAt = (
  bytes: Uint8Array,
  start: number,
  filled: number,
  { words, numbers, count }: SocketBatch,
): number => {
  const row = count * wordsOfRow;
  const numbersStart = count * numbersOfRow;
  const afterUid = decimalAt(bytes, start, filled, numbers, numbersStart + uid);
  if (afterUid < 0) return -1;
  const afterProbes = decimalAt(bytes, afterUid, filled, numbers, numbersStart + probes);
  if (afterProbes < 0) return -1;
  const afterInode = decimalAt(bytes, afterProbes, filled, numbers, numbersStart + inode);
  if (afterInode < 0) return -1;
  words[row + inodeLow] = numbers[numbersStart + inode]!;
  words[row + inodeHigh] = 0;
  let end = afterInode;
  while (end < filled && bytes[end] !== lineFeed) end++;
  words[row + tailStart] = afterInode;
  words[row + tailEnd] = end;
  return end < filled ? end : -1;
};

/** A decimal number below 4,000,000,000 after optional spaces. Returns the offset after its digits, or -1. */
const decimalAt = (
  bytes: Uint8Array,
  start: number,
  filled: number,
  numbers: Float64Array,
  slot: number,
): number => {
  let at = start;
  while (at < filled && bytes[at] === space) at++;
  const first = at;
  let value = 0;
  for (; at < filled; at++) {
    const digit = bytes[at]! - zero;
    if (digit >>> 0 > 9) break;
    value = (Math.imul(value, 10) + digit) >>> 0;
  }
  numbers[slot] = value;
  const digits = at - first;
  const isSmall = digits < 10 || (digits === 10 && bytes[first]! < four);
  const isEnded = at < filled && (bytes[at] === space || bytes[at] === lineFeed);
  return digits > 0 && isSmall && isEnded ? at : -1;
};
