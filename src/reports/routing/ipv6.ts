import type { Kernel, Lines } from '../../core/report.ts';
import { type Ipv6RouteRow, ipv6RouteRows } from '../../tables/ipv6-route.ts';
import { type Entry, has, type Prefix, type RouteType, RTF_ANYCAST, RTF_LOCAL, RTF_REJECT } from './route.ts';

/** The entry that ends a table without a default route: metric 2^32-1 and rejecting, but not a real route. */
const isNullEntry = ({ flags, metric, prefixLength }: Ipv6RouteRow): boolean =>
  has(flags, RTF_REJECT) && metric === 0xffffffff && prefixLength === 0;

const typeOf = ({ flags, destination }: Ipv6RouteRow): RouteType => {
  if (has(flags, RTF_REJECT)) return 'reject';
  if (has(flags, RTF_ANYCAST)) return 'anycast';
  if (has(flags, RTF_LOCAL)) return 'local';
  return destination[0] === 0xff ? 'multicast' : 'unicast';
};

const isZero = (octets: Uint8Array): boolean => octets.every((octet) => octet === 0);

const sourceOf = ({ source, sourcePrefixLength }: Ipv6RouteRow): Prefix | null =>
  sourcePrefixLength === 0 && isZero(source) ? null : { octets: source, prefixLength: sourcePrefixLength };

/**
 * Tracks which table a row belongs to. Each table ends with its root: the default routes for any source in ascending metric
 * order, or else the null entry (net/ipv6/ip6_fib.c, fib6_walk_continue and ipv6_route_seq_next_table).
 */
class Tables {
  #table = 0;
  /** The previous row's metric, if it was at a root. */
  #rootMetric = Number.NEGATIVE_INFINITY;

  of({ prefixLength, sourcePrefixLength, metric }: Ipv6RouteRow, isNull: boolean): number {
    const isRoot = prefixLength === 0 && sourcePrefixLength === 0;
    const continues =
      this.#rootMetric === Number.NEGATIVE_INFINITY || (isRoot && !isNull && metric >= this.#rootMetric);
    if (!continues) this.#table++;
    this.#rootMetric = isRoot ? metric : Number.NEGATIVE_INFINITY;
    return this.#table;
  }
}

const entryOf = (row: Ipv6RouteRow, isNull: boolean, table: number): Entry => ({
  family: 'ipv6',
  octets: row.destination,
  prefixLength: row.prefixLength,
  type: typeOf(row),
  gateway: isZero(row.nextHop) ? null : row.nextHop,
  interface: row.interface,
  metric: row.metric,
  flags: row.flags,
  mtu: null,
  window: null,
  irtt: null,
  refCount: row.refCount,
  useCount: row.useCount,
  source: sourceOf(row),
  tos: 0,
  isNull,
  table,
  line: row.line,
});

export const openIpv6Routes = (kernel: Kernel): Lines | null =>
  kernel.open('ipv6_route', { mayBeAbsent: true, mayBeEmpty: true });

/** All tables, one after another. */
export function* ipv6Routes(lines: Lines | null): Generator<Entry> {
  const tables = new Tables();
  for (const row of ipv6RouteRows(lines)) {
    const isNull = isNullEntry(row);
    yield entryOf(row, isNull, tables.of(row, isNull));
  }
}
