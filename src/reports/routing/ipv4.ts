import { type Ipv4Network, ipv4Octets } from '../../core/ipv4.ts';
import type { Kernel, Lines } from '../../core/report.ts';
import { trieEntries } from '../../tables/fib-trie.ts';
import { type Ipv4RouteRow, ipv4RouteRows } from '../../tables/route.ts';
import { Ipv4Types } from './ipv4-types.ts';
import type { Entry } from './route.ts';

const entryOf = (row: Ipv4RouteRow, { type, tos }: Pick<Entry, 'type' | 'tos'>): Entry => ({
  family: 'ipv4',
  octets: ipv4Octets(row.network),
  prefixLength: row.prefixLength,
  type,
  gateway: row.gateway === 0 ? null : ipv4Octets(row.gateway),
  interface: row.interface,
  metric: row.metric,
  flags: row.flags,
  mtu: row.mtu,
  window: row.window,
  irtt: row.irtt,
  refCount: row.refCount,
  useCount: row.useCount,
  source: null,
  tos,
  isNull: false,
  table: 0,
  line: row.line,
});

/** Routes with the same prefix are consecutive in the file. */
function* byPrefix(rows: Iterable<Ipv4RouteRow>): Generator<readonly Ipv4RouteRow[]> {
  let group: Ipv4RouteRow[] = [];
  for (const row of rows) {
    const [first] = group;
    if (first !== undefined && (first.network !== row.network || first.prefixLength !== row.prefixLength)) {
      yield group;
      group = [];
    }
    group.push(row);
  }
  if (group.length > 0) yield group;
}

/** The main table with these types, limited to the routes accepted by `wants`, if given. */
export function* typedRoutes(
  lines: Lines | null,
  endian: Kernel['endian'],
  types: Ipv4Types,
  wants: (network: Ipv4Network) => boolean = () => true,
): Generator<Entry> {
  for (const group of byPrefix(ipv4RouteRows(lines, endian))) {
    if (!wants(group[0]!)) continue;
    const shown = types.of(group);
    for (const [at, row] of group.entries()) yield entryOf(row, shown[at]!);
  }
}

const policy = { mayBeAbsent: true, mayBeEmpty: true, auxiliary: true } as const;

/** The main table. */
export function* ipv4Routes(kernel: Kernel): Generator<Entry> {
  const types = new Ipv4Types(trieEntries(kernel.open('fib_trie', policy)));
  yield* typedRoutes(kernel.open('route', { mayBeEmpty: true }), kernel.endian, types);
}
