import { hexDigits, hexUpTo } from '../core/field.ts';
import { hexOctets } from '../core/hex.ts';
import type { Lines } from '../core/report.ts';
import type { Row } from '../shapes/row.ts';
import { rows } from '../shapes/rows.ts';

/** One of a route's next hops. Addresses are in network order. */
export type Ipv6RouteRow = {
  readonly line: number;
  readonly destination: Uint8Array;
  readonly prefixLength: number;
  /** The route applies only to packets from this network; `::/0` for all. */
  readonly source: Uint8Array;
  readonly sourcePrefixLength: number;
  /** `::` if none. */
  readonly nextHop: Uint8Array;
  readonly metric: number;
  readonly refCount: number;
  readonly useCount: number;
  /** RTF_* (include/uapi/linux/route.h and ipv6_route.h). */
  readonly flags: number;
  /** Null if the kernel prints none. */
  readonly interface: string | null;
};

const mostU32 = 0xffffffff;

const layout = {
  fields: [
    hexDigits('destination', 32),
    hexUpTo('prefix length', 128),
    hexDigits('source', 32),
    hexUpTo('source prefix length', 128),
    hexDigits('next hop', 32),
    hexUpTo('metric', mostU32),
    hexUpTo('references', mostU32),
    hexUpTo('use', mostU32),
    hexUpTo('flags', mostU32),
  ],
};

const record = (row: Row, line: number): Ipv6RouteRow => {
  const octets = (token: number): Uint8Array => hexOctets(row.bytes, row.startOf(token), 16);
  return {
    line,
    destination: octets(0),
    prefixLength: row.hex(1)!,
    source: octets(2),
    sourcePrefixLength: row.hex(3)!,
    nextHop: octets(4),
    metric: row.hex(5)!,
    refCount: row.hex(6)!,
    useCount: row.hex(7)!,
    flags: row.hex(8)!,
    interface: row.has(9) ? row.text(9) : null,
  };
};

/**
 * `/proc/net/ipv6_route` (net/ipv6/ip6_fib.c, ipv6_route_native_seq_show): the routes of all tables, one table after
 * another, without table numbers.
 */
export function* ipv6RouteRows(lines: Lines | null): Generator<Ipv6RouteRow> {
  for (const row of rows(lines, layout)) yield record(row, lines!.number);
}
