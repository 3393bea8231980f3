import { decimalNumber } from '../core/decimal.ts';
import { hexByte, hexNumber, hexShort, hexWord, isHex } from '../core/hex.ts';
import type { Lines } from '../core/report.ts';
import { decodeName } from '../core/text.ts';
import { isEmptyLine, mismatch } from './row.ts';
import { firstHigh, firstLow, mixHigh, mixLow, Seen } from './seen.ts';

/** sun_path holds 108 bytes (include/uapi/linux/un.h): no name, with whatever it forges, is longer. */
const longestName = 108;
const blank = 0x20;
const colon = 0x3a;

/** A socket of the unix table. The kernel prints its name raw, so a name may look like further rows. */
export type UnixRow = {
  readonly flags: number;
  readonly type: number;
  readonly state: number;
  readonly inode: number;
  /** Null for a socket without name. */
  path: string | null;
  /** A line feed in the name of a socket before could have forged this row. */
  readonly suspect: boolean;
};

type Parsed = Omit<UnixRow, 'suspect'> & { readonly pointer: string; readonly nameLength: number };

/** `0000000000000000`, `00000000`, `(____ptrval____)` or `0x…`: where the pointer ends, or -1. */
const pointerEnd = (bytes: Uint8Array, start: number, end: number): number => {
  let at = start;
  while (at < end && bytes[at] !== colon && bytes[at] !== blank && at - start < 20) at++;
  return at - start >= 8 && bytes[at] === colon && bytes[at + 1] === blank ? at : -1;
};

const widths = [8, 8, 8, 4, 2] as const;

/** Places of refcount, protocol, flags, type and state, which have fixed widths; null if this is no row. */
const fixedFields = (bytes: Uint8Array, start: number, end: number): readonly number[] | null => {
  const places: number[] = [];
  let at = start;
  for (const width of widths) {
    if (at + width >= end || !isHex(bytes, at, at + width) || bytes[at + width] !== blank) return null;
    places.push(at);
    at += width + 1;
  }
  return [...places, at];
};

const parse = (bytes: Uint8Array, start: number, end: number): Parsed | null => {
  const pointer = pointerEnd(bytes, start, end);
  const places = pointer < 0 ? null : fixedFields(bytes, pointer + 2, end);
  if (places === null) return null;
  const [, , flags, type, state, inodeStart] = places as [number, number, number, number, number, number];
  let digits = inodeStart;
  while (digits < end && bytes[digits] === blank) digits++;
  let inodeEnd = digits;
  while (inodeEnd < end && bytes[inodeEnd]! >= 0x30 && bytes[inodeEnd]! <= 0x39) inodeEnd++;
  const inode = decimalNumber(bytes, digits, inodeEnd);
  const isWide = inodeEnd - inodeStart >= 5 && (inodeEnd === end || bytes[inodeEnd] === blank);
  if (inode === null || !isWide) return null;
  const nameStart = inodeEnd + 1;
  return {
    pointer: decodeName(bytes, start, pointer),
    flags: hexWord(bytes, flags) >>> 0,
    type: hexShort(bytes, type),
    state: hexByte(bytes, state),
    inode,
    path: inodeEnd === end ? null : decodeName(bytes, nameStart, end),
    nameLength: inodeEnd === end ? 0 : end - nameStart,
  };
};

/**
 * Rows of the unix table. A line that is no row goes on with the name before it. A line that is one may have been forged
 * by that name only if both together fit into a name; such a row is kept, and marked.
 */
export function* unixRows(lines: Lines | null): Generator<UnixRow> {
  if (lines === null) return;
  const seen = new Seen();
  let pending = null as UnixRow | null;
  // Of the row before, taken as genuine: that leaves more room for a forgery than any other reading.
  let nameLength = 0;
  let pointerWidth = -1;
  while (lines.next()) {
    const { bytes, start, end } = lines;
    if (lines.number === 1 && isUnixHeader(bytes, start, end)) {
      lines.acceptHeader();
      continue;
    }
    const row = parse(bytes, start, end);
    const mayBelong =
      pending !== null && pending.path !== null && nameLength + 1 + (end - start) <= longestName;
    if (row === null || (pointerWidth >= 0 && row.pointer.length !== pointerWidth)) {
      if (mayBelong) {
        pending!.path += `\n${decodeName(bytes, start, end)}`;
        nameLength += 1 + end - start;
      } else if (!isEmptyLine(lines))
        lines.reject(null, mismatch('a row of the unix table', bytes, start, end));
      continue;
    }
    pointerWidth = row.pointer.length;
    nameLength = row.nameLength;
    if (!isNew(seen, row)) continue;
    lines.accept();
    if (pending !== null) yield pending;
    const { flags, type, state, inode, path } = row;
    pending = { flags, type, state, inode, path, suspect: mayBelong };
  }
  if (pending !== null) yield pending;
}

/** Several connections that wait to be accepted have inode 0 and one name: without a pointer they cannot be told apart. */
const isNew = (seen: Seen, { pointer, inode, path }: Parsed): boolean => {
  const address = hexNumber(Buffer.from(pointer), 0, pointer.length);
  if (inode === 0 && !address) return true;
  let high = mixHigh(firstHigh, inode);
  let low = mixLow(firstLow, inode);
  for (const text of [pointer, path ?? '']) {
    for (let at = 0; at < text.length; at++) {
      high = mixHigh(high, text.charCodeAt(at));
      low = mixLow(low, text.charCodeAt(at));
    }
  }
  return seen.add(high, low);
};

const isUnixHeader = (bytes: Uint8Array, start: number, end: number): boolean =>
  decodeName(bytes, start, Math.min(end, start + 200)).includes('RefCount');
