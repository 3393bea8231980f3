import type { Lines, Message } from '../core/report.ts';
import { decodeName } from '../core/text.ts';
import { KeyedRow } from '../shapes/keyed-row.ts';
import { isEmptyLine, mismatch } from '../shapes/row.ts';

/** The kernel's names left (here) and right (`sent`) of the header's second bar, mapped to ours. */
const received = {
  bytes: 'rxBytes',
  packets: 'rxPackets',
  errs: 'rxErrors',
  drop: 'rxDropped',
  fifo: 'rxFifo',
  frame: 'rxFrame',
  compressed: 'rxCompressed',
  multicast: 'rxMulticast',
} as const;

const sent = {
  bytes: 'txBytes',
  packets: 'txPackets',
  errs: 'txErrors',
  drop: 'txDropped',
  fifo: 'txFifo',
  colls: 'txCollisions',
  carrier: 'txCarrier',
  compressed: 'txCompressed',
} as const;

/** A `dev` counter, by its procnet name. */
export type DevCounter = (typeof received)[keyof typeof received] | (typeof sent)[keyof typeof sent];

/** The counters in the order of this kernel's header; null for an unknown one. */
type Layout = readonly (DevCounter | null)[];

/** Kernels have added columns in the middle, so positions mean nothing without the header. */
export class DevRow extends KeyedRow {
  #places: ReadonlyMap<DevCounter | null, number> = new Map();

  get interface(): string {
    return this.key ?? '';
  }

  useLayout(layout: Layout): void {
    this.#places = new Map(layout.map((name, place) => [name, place]));
  }

  /** Also null if this kernel lacks the counter. */
  counterOf(name: DevCounter): bigint | null {
    const place = this.#places.get(name);
    return place === undefined ? null : this.counter(place);
  }
}

/** `/proc/net/dev` (net/core/net-procfs.c, dev_seq_show): one interface per line, its counters in header order. */
export function* devRows(lines: Lines | null): Generator<DevRow> {
  if (lines === null) return;
  const row = new DevRow();
  let layout: Layout | null = null;
  while (lines.next()) {
    if (isEmptyLine(lines)) continue;
    if (isHeading(lines)) {
      const found = layoutOf(lines);
      if (found === null) continue;
      layout = found;
      row.useLayout(layout);
      lines.acceptHeader();
    } else if (isUsable(lines, row.move(lines.bytes, lines.start, lines.end), layout)) {
      lines.accept();
      yield row;
    }
  }
}

const bar = 0x7c;

/** Only the two header lines, because an interface name may contain bars too. */
const isHeading = ({ bytes, start, end, number }: Lines): boolean =>
  number <= 2 && bytes.subarray(start, end).includes(bar);

/** From ` face |bytes packets …|bytes packets …`; null for the line above it. */
const layoutOf = (lines: Lines): Layout | null => {
  const [face, ...sides] = decodeName(lines.bytes, lines.start, lines.end).split('|');
  if (face?.trim() !== 'face' || sides.length !== 2) return null;
  const [left, right] = sides.map((side) => side.split(/[ \t\r]+/).filter((word) => word !== ''));
  const names = [...left!.map((word) => named(received, word)), ...right!.map((word) => named(sent, word))];
  return names.map((name, place) => {
    if (name === null || names.indexOf(name) === place) return name;
    lines.reject(name, 'duplicate; keeping the first');
    return null;
  });
};

const named = (names: Readonly<Record<string, DevCounter>>, word: string): DevCounter | null =>
  Object.hasOwn(names, word) ? names[word]! : null;

/** What 2.6 kernels print for a device without counters. */
const noStatistics = 'No statistics available.';

/** Reports a row's problems; false if the row is unusable. A bad value costs only that value. */
const isUsable = (lines: Lines, row: DevRow, layout: Layout | null): boolean => {
  if (hasNoStatistics(row)) {
    row.count = 0;
    return true;
  }
  const problem = problemWith(row, layout);
  if (problem !== null) {
    lines.reject(null, problem);
    return false;
  }
  rejectBadValues(lines, row, layout!);
  return true;
};

const hasNoStatistics = (row: DevRow): boolean =>
  row.key !== null && decodeName(row.bytes, row.startOf(0), row.end).trimEnd() === noStatistics;

const problemWith = (row: DevRow, layout: Layout | null): Message | null => {
  if (row.key === null) return mismatch('"name: numbers"', row.bytes, row.start, row.end);
  if (layout === null) return 'no header that names the counters';
  return row.count === layout.length
    ? null
    : `the header names ${layout.length} counters, but this line has ${row.count}`;
};

const rejectBadValues = (lines: Lines, row: DevRow, layout: Layout): void => {
  for (const [place, name] of layout.entries()) {
    if (row.counter(place) !== null) continue;
    const value = [row.bytes, row.startOf(place), row.endOf(place)] as const;
    lines.reject(name, mismatch('a number from 0 to 2^64-1', ...value));
    row.forget(place);
  }
};
