import type { Lines, Message } from '../../core/report.ts';
import { isEmptyLine, mismatch } from '../../shapes/row.ts';
import { Seen } from '../../shapes/seen.ts';
import type { Key } from './keys.ts';
import { type Direction, TrackedRow } from './row.ts';

/**
 * `/proc/net/nf_conntrack` (net/netfilter/nf_conntrack_standalone.c, ct_seq_show), and old kernels' `ip_conntrack`, whose
 * lines lack the family. The table changes while it is read page by page, so rows may repeat; each connection comes once.
 */
export function* trackedRows(lines: Lines | null): Generator<TrackedRow> {
  if (lines === null) return;
  const row = new TrackedRow();
  const seen = new Seen(lines);
  while (lines.next()) {
    if (isEmptyLine(lines)) continue;
    row.move(lines.bytes, lines.start, lines.end);
    if (!isUsable(lines, row)) continue;
    lines.accept();
    if (isNew(row, seen)) yield row;
  }
}

const isUsable = (lines: Lines, row: TrackedRow): boolean => {
  const problem = problemWith(row);
  if (problem !== null) lines.reject(null, problem);
  if (problem !== null || !hasAddresses(lines, row)) return false;
  checkWords(lines, row);
  checkFlags(lines, row);
  checkNumbers(lines, row);
  checkLabel(lines, row);
  return true;
};

const largestProtocol = 255;

/** The problem that makes a whole line unusable, if any. */
const problemWith = (row: TrackedRow): Message | null => {
  const protocol = row.protocol + 2 > row.words ? null : row.decimal(row.protocol + 1);
  if (protocol === null || protocol > largestProtocol || row.directions < 2)
    return mismatch('a protocol with its number and both directions', row.bytes, row.start, row.end);
  if (row.directions > 2) return 'more than two directions (two rows in one line?)';
  if (!row.isThere('use', 1)) return 'no use= at the end, so the last value may be truncated';
  return null;
};

const octets = new Uint8Array(16);

const ends = [
  ['src', 0, 'src'],
  ['dst', 0, 'dst'],
  ['src', 1, 'reply src'],
  ['dst', 1, 'reply dst'],
] as const;

/** include/linux/socket.h, AF_INET and AF_INET6. Old kernels track IPv4 only. */
const familyOf = (row: TrackedRow): number => (row.protocol === 0 ? 2 : (row.decimal(1) ?? 0));

const hasAddresses = (lines: Lines, row: TrackedRow): boolean => {
  const family = familyOf(row);
  const [size, name] = family === 10 ? [16, 'an IPv6 address'] : [4, 'an IPv4 address'];
  if (family !== 2 && family !== 10) {
    lines.reject('family', mismatch('2 or 10', row.bytes, row.startOf(1), row.endOf(1)));
    return false;
  }
  for (const [key, direction, field] of ends) {
    if (row.address(key, direction, octets) === size) continue;
    lines.reject(
      field,
      mismatch(name, row.bytes, row.valueStart(key, direction), row.valueEnd(key, direction)),
    );
    return false;
  }
  return true;
};

/** A timeout, unless the connection is offloaded, and a state, if the protocol has states. */
const checkWords = (lines: Lines, row: TrackedRow): void => {
  for (let token = row.protocol + 2; token < row.words; token++) {
    const isTimeout = token === row.protocol + 2 && row.decimal(token) !== null;
    if (isTimeout || isState(row, token)) continue;
    const expected = 'a timeout or a state';
    lines.reject(null, mismatch(expected, row.bytes, row.startOf(token), row.endOf(token)));
    row.forget(token);
  }
};

const isState = (row: TrackedRow, token: number): boolean => /^[A-Z][A-Z0-9_]*$/.test(row.text(token));

/** A flag with a missing bracket is not a flag. */
const checkFlags = (lines: Lines, row: TrackedRow): void => {
  for (const token of row.flagTokens())
    if (!row.isFlag(token))
      lines.reject(null, mismatch('a flag in brackets', row.bytes, row.startOf(token), row.endOf(token)));
};

type NumberCheck = readonly [key: Key, direction: Direction, field: string, largest: number | null];

const ofDirection = (direction: Direction): readonly NumberCheck[] => {
  const name = (key: Key): string => (direction === 0 ? key : `reply ${key}`);
  return [
    ['sport', direction, name('sport'), 65_535],
    ['dport', direction, name('dport'), 65_535],
    ['type', direction, name('type'), 255],
    ['code', direction, name('code'), 255],
    ['id', direction, name('id'), 65_535],
    ['packets', direction, name('packets'), null],
    ['bytes', direction, name('bytes'), null],
  ];
};

/** Those without a maximum are 64 bits wide. */
const numbers: readonly NumberCheck[] = [
  ...ofDirection(0),
  ...ofDirection(1),
  ['zone-orig', 0, 'zone-orig', 65_535],
  ['zone-reply', 1, 'zone-reply', 65_535],
  ['mark', 1, 'mark', 4_294_967_295],
  ['zone', 1, 'zone', 65_535],
  ['delta-time', 1, 'delta-time', Number.MAX_SAFE_INTEGER],
  ['use', 1, 'use', 4_294_967_295],
];

/** A bad number makes only its own value unknown. */
const checkNumbers = (lines: Lines, row: TrackedRow): void => {
  for (const [key, direction, field, largest] of numbers) {
    if (!row.isThere(key, direction)) continue;
    const isGood =
      largest === null
        ? row.counterOf(key, direction) !== null
        : (row.number(key, direction) ?? Number.POSITIVE_INFINITY) <= largest;
    if (isGood) continue;
    const expected = `a number from 0 to ${largest ?? '2^64-1'}`;
    lines.reject(
      field,
      mismatch(expected, row.bytes, row.valueStart(key, direction), row.valueEnd(key, direction)),
    );
    row.forgetValue(key, direction);
  }
};

/** A label may contain anything, but no known security module's labels look like a row after a lost line feed. */
const checkLabel = (lines: Lines, row: TrackedRow): void => {
  if (/(^|[ \t])src=\S*[ \t]+dst=/.test(row.label ?? ''))
    lines.reject('secctx', 'the label holds src= and dst=: two rows in one line');
};

/** The kernel identifies connections by protocol, original direction and zone. */
const isNew = (row: TrackedRow, seen: Seen): boolean =>
  seen
    .begin()
    .number(row.number('zone', 1) ?? -1)
    .number(row.decimal(row.protocol + 1) ?? -1)
    .text(row.bytes, row.nameStart, row.nameEnd)
    .isNew();
