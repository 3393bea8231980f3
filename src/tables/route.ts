import { signedNumber } from '../core/decimal.ts';
import { decimal, type Field, hexDigits, hexUpTo, word } from '../core/field.ts';
import { hexWord, isHex } from '../core/hex.ts';
import { prefixLengthOf } from '../core/ipv4.ts';
import type { Kernel, Lines } from '../core/report.ts';
import type { Row } from '../shapes/row.ts';
import { rows } from '../shapes/rows.ts';

type Endian = Kernel['endian'];

/** A route from the main table. */
export type Ipv4RouteRow = {
  readonly line: number;
  /** Null if the route has no device (the kernel prints `*`). */
  readonly interface: string | null;
  readonly network: number;
  readonly prefixLength: number;
  /** 0 if there is none or the next hop is IPv6. */
  readonly gateway: number;
  /** RTF_* (include/uapi/linux/route.h). */
  readonly flags: number;
  readonly metric: number;
  /** In bytes: the advertised MSS plus 40. */
  readonly mtu: number | null;
  /** In bytes. */
  readonly window: number | null;
  /** In milliseconds. */
  readonly irtt: number | null;
  readonly refCount: number | null;
  readonly useCount: number | null;
};

const mostU32 = 0xffffffff;

/** Network-order addresses are printed as host-endian numbers (net/ipv4/fib_trie.c, fib_route_seq_show). */
const address = (bytes: Uint8Array, start: number, endian: Endian): number => {
  const printed = hexWord(bytes, start);
  if (endian === 'big') return printed >>> 0;
  const swapped = (printed << 24) | ((printed & 0xff00) << 8) | ((printed >>> 8) & 0xff00) | (printed >>> 24);
  return swapped >>> 0;
};

const mask = (endian: Endian): Field => ({
  name: 'Mask',
  expected: 'a contiguous mask of 8 hexadecimal digits',
  accepts: (bytes, start, end) =>
    end - start === 8 && isHex(bytes, start, end) && prefixLengthOf(address(bytes, start, endian)) !== null,
});

/** Signed in kernels up to 3.0. */
const metric: Field = {
  name: 'Metric',
  expected: 'a number from 0 to 2^32-1',
  accepts: (bytes, start, end) => {
    const value = signedNumber(bytes, start, end);
    return value !== null && value >= -(2 ** 31) && value <= mostU32;
  },
};

const optional = (field: Field): Field => ({ ...field, valueOnly: true });

const layoutOf = (endian: Endian) => ({
  header: ['Iface', 'Destination', 'Gateway'],
  fields: [
    word('Iface'),
    hexDigits('Destination', 8),
    hexDigits('Gateway', 8),
    hexUpTo('Flags', mostU32),
    decimal('RefCnt'),
    decimal('Use'),
    metric,
    mask(endian),
    optional(decimal('MTU')),
    optional(decimal('Window')),
    optional(decimal('IRTT')),
  ],
});

const layouts = { little: layoutOf('little'), big: layoutOf('big') } as const;

const unsigned = (value: number): number => (value < 0 ? value + 2 ** 32 : value);

const record = (row: Row, line: number, endian: Endian): Ipv4RouteRow => {
  const name = row.text(0);
  const word = (token: number): number => address(row.bytes, row.startOf(token), endian);
  return {
    line,
    interface: name === '*' ? null : name,
    network: word(1),
    prefixLength: prefixLengthOf(word(7))!,
    gateway: word(2),
    flags: row.hex(3)!,
    metric: unsigned(row.signed(6)!),
    mtu: row.decimal(8),
    window: row.decimal(9),
    irtt: row.decimal(10),
    refCount: row.decimal(4),
    useCount: row.decimal(5),
  };
};

/**
 * `/proc/net/route` (net/ipv4/fib_trie.c, fib_route_seq_show): the main table without broadcast and multicast routes, and
 * with only the first next hop of a multipath route.
 */
export function* ipv4RouteRows(lines: Lines | null, endian: Endian): Generator<Ipv4RouteRow> {
  for (const row of rows(lines, layouts[endian])) yield record(row, lines!.number, endian);
}
