import type { Lines } from '../../core/report.ts';
import { isEmptyLine, mismatch } from '../../shapes/row.ts';
import { Seen } from '../../shapes/seen.ts';
import type { SocketRow } from './row.ts';
import type { Token } from './tokens.ts';

const blank = 0x20;

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
    if (scan.headerDue && !isEmptyLine(lines)) {
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
