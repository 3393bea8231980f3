import { decimalNumber } from '../core/decimal.ts';
import { hexByte, hexShort, hexWord, isHex } from '../core/hex.ts';
import type { Lines } from '../core/report.ts';
import { decodeName } from '../core/text.ts';
import { isEmptyLine, mismatch } from '../shapes/row.ts';
import { Seen } from '../shapes/seen.ts';

/** sun_path holds 108 bytes (include/uapi/linux/un.h), so no name, whatever it forges, is longer. */
const longestName = 108;
const space = 0x20;
const colon = 0x3a;
const bracket = 0x28;
const zero = 0x30;
const nine = 0x39;
const letterX = 0x78;

/** A unix socket. The kernel prints its name unescaped, so a name may look like further rows. */
export type UnixRow = {
  readonly flags: number;
  readonly type: number;
  readonly state: number;
  /** Null if the kernel prints none. */
  readonly inode: number | null;
  /** Null for an unnamed socket. */
  path: string | null;
  /** This row could have been forged by a line feed in a preceding socket's name. */
  suspect: boolean;
};

/** The form all rows have, as seen so far; a line that differs cannot pass as a row. */
type Form = { hasInode: boolean; pointerWidth: number | null };

/** Offsets in the line, and the resulting row. */
type Parsed = {
  readonly row: UnixRow;
  readonly pointerEnd: number;
  /** Offset of the name, or null. */
  readonly nameStart: number | null;
};

const hiddenPointers: readonly string[] = ['(____ptrval____)', '(ptrval)'];

/** The end of the pointer (16 or 8 digits, `(____ptrval____)`, or gVisor's `0x…`) if `: ` follows; else -1. */
const endOfPointer = (bytes: Uint8Array, start: number, end: number): number => {
  let at = start;
  while (at < end && bytes[at] !== colon && bytes[at] !== space && at - start < 20) at++;
  if (at + 1 >= end || bytes[at] !== colon || bytes[at + 1] !== space) return -1;
  const size = at - start;
  if (bytes[start] === bracket) return hiddenPointers.includes(decodeName(bytes, start, at)) ? at : -1;
  if (isPrefixed(bytes, start)) return size <= 18 && isHex(bytes, start + 2, at) ? at : -1;
  return (size === 8 || size === 16) && isHex(bytes, start, at) ? at : -1;
};

const isPrefixed = (bytes: Uint8Array, start: number): boolean =>
  bytes[start] === zero && bytes[start + 1] === letterX;

/** Reference count, protocol, flags, type and state: `%08X %08X %08X %04X %02X`. */
const widths = [8, 8, 8, 4, 2] as const;
const offsets = { flags: 18, type: 27, state: 32, end: 34 } as const;

const hasFixedFields = (bytes: Uint8Array, start: number, end: number): boolean => {
  if (start + offsets.end > end) return false;
  let at = start;
  for (const width of widths) {
    if (!isHex(bytes, at, at + width)) return false;
    at += width;
    if (at < end && bytes[at] !== space) return false;
    at++;
  }
  return true;
};

/** The end of the inode, a number at least five wide (`%5lu`) before a space or the end of the line; else -1. */
const endOfInode = (bytes: Uint8Array, start: number, end: number): number => {
  let at = start;
  while (at < end && bytes[at] === space) at++;
  while (at < end && bytes[at]! >= zero && bytes[at]! <= nine) at++;
  if (at - start < 5 || bytes[at - 1] === space) return -1;
  return at === end || bytes[at] === space ? at : -1;
};

/** Parses a row as printed by unix_seq_show (net/unix/af_unix.c); null for anything else. */
const parse = (bytes: Uint8Array, start: number, end: number, form: Form): Parsed | null => {
  const pointerEnd = endOfPointer(bytes, start, end);
  if (pointerEnd < 0) return null;
  const width = isPrefixed(bytes, start) ? 0 : pointerEnd - start;
  const at = pointerEnd + 2;
  if ((form.pointerWidth ?? width) !== width || !hasFixedFields(bytes, at, end)) return null;
  const stateEnd = at + offsets.end;
  const fieldsEnd = form.hasInode ? endOfInode(bytes, stateEnd + 1, end) : stateEnd;
  if (fieldsEnd < 0) return null;
  form.pointerWidth = width;
  const nameStart = fieldsEnd < end ? fieldsEnd + 1 : null;
  const row = {
    flags: hexWord(bytes, at + offsets.flags) >>> 0,
    type: hexShort(bytes, at + offsets.type),
    state: hexByte(bytes, at + offsets.state),
    inode: form.hasInode ? numberAfterSpaces(bytes, stateEnd + 1, fieldsEnd) : null,
    path: nameStart === null ? null : decodeName(bytes, nameStart, end),
    suspect: false,
  };
  return { row, pointerEnd, nameStart };
};

const numberAfterSpaces = (bytes: Uint8Array, start: number, end: number): number | null => {
  let at = start;
  while (bytes[at] === space) at++;
  return decimalNumber(bytes, at, end);
};

/**
 * Rows of the unix table. A line that isn't a row continues the previous name. A line that is a row can be part of that name
 * only if both together fit into a name; such a row is kept and marked as suspect.
 */
export function* unixRows(lines: Lines | null): Generator<UnixRow> {
  if (lines === null) return;
  const form: Form = { hasInode: true, pointerWidth: null };
  const names = new Names();
  const seen = new Seen(lines);
  let last: UnixRow | null = null;
  let isShown = false;
  while (lines.next()) {
    if (lines.number === 1 && takeHeader(lines, form)) continue;
    const { bytes, start, end } = lines;
    const parsed = parse(bytes, start, end, form);
    const fits = names.goesOn(end - start);
    if (parsed === null) {
      if (fits && last?.path != null) last.path += `\n${decodeName(bytes, start, end)}`;
      else if (!isEmptyLine(lines))
        lines.reject(null, mismatch('a row of the unix table', bytes, start, end));
      continue;
    }
    if (last !== null && isShown) yield last;
    last = parsed.row;
    if (form.hasInode && last.inode === null)
      lines.reject('Inode', `expected a number up to ${Number.MAX_SAFE_INTEGER}`);
    last.suspect = fits;
    if (parsed.nameStart !== null) names.begin(end - parsed.nameStart);
    isShown = isNew(seen, parsed, bytes, start, end);
    if (isShown) lines.accept();
  }
  if (last !== null && isShown) yield last;
}

/**
 * The length so far of the name that the next line may continue. If a line may be either a row or part of the previous name,
 * the interpretation that leaves the most room is assumed: a row with a name starts over, one without continues the name.
 */
class Names {
  #length = Number.POSITIVE_INFINITY;

  /** Adds a line of this size to the name; false if it would not fit. */
  goesOn(size: number): boolean {
    this.#length += 1 + size;
    return this.#length <= longestName;
  }

  begin(length: number): void {
    this.#length = length;
  }
}

/**
 * Sockets are identified by pointer, inode and name. Connections not yet accepted have inode 0 and their listener's name, so
 * without a pointer nothing distinguishes them. A forged copy must not hide the original, so flags and suspicion are part of
 * the key, and for suspect rows also type and state. The state of a genuine row may change without making it a new one.
 */
const isNew = (seen: Seen, parsed: Parsed, bytes: Uint8Array, start: number, end: number): boolean => {
  const { row, pointerEnd, nameStart } = parsed;
  if (!row.inode && isHidden(bytes, start, pointerEnd)) return true;
  const content = row.suspect ? (row.type << 8) | row.state | 0x1000000 : 0;
  const marks = content * 2 + (nameStart === null ? 1 : 0);
  seen
    .begin()
    .number(row.inode ?? -1)
    .number(row.flags)
    .number(marks);
  seen.text(bytes, start, pointerEnd).text(bytes, nameStart ?? end, end);
  return seen.isNew();
};

/** All zeros (kptr_restrict) or not yet hashed. */
const isHidden = (bytes: Uint8Array, start: number, end: number): boolean => {
  if (bytes[start] === bracket) return true;
  for (let at = start; at < end; at++) if (bytes[at] !== zero && bytes[at] !== letterX) return false;
  return true;
};

const takeHeader = (lines: Lines, form: Form): boolean => {
  const header = decodeName(lines.bytes, lines.start, Math.min(lines.end, lines.start + 200));
  if (!header.includes('RefCount')) return false;
  form.hasInode = header.includes('Inode');
  lines.acceptHeader();
  return true;
};
