import { defineReport, type ScanContext } from '../core/report.ts';
import { wantsFamily } from './families.ts';
import { defaultRoutes } from './routing/defaults.ts';
import { ipv4Routes } from './routing/ipv4.ts';
import { ipv6Routes, openIpv6Routes } from './routing/ipv6.ts';
import { lookUpRoute } from './routing/look-up.ts';
import { prepare, type RouteSwitches, routeOptions, routeWords } from './routing/question.ts';
import {
  type Entry,
  formatOctets,
  formatPrefix,
  hasHiddenGateway,
  isInternal,
  isRejecting,
  lettersOf,
  type Route,
  routeTypes,
} from './routing/route.ts';

export type { Route };

function* table({ kernel, switches }: ScanContext<RouteSwitches>): Generator<Entry> {
  if (wantsFamily(switches, 'ipv4')) yield* ipv4Routes(kernel);
  if (wantsFamily(switches, 'ipv6')) yield* ipv6Routes(openIpv6Routes(kernel));
}

function* scan(context: ScanContext<RouteSwitches>): Generator<Entry> {
  const { kernel, switches } = context;
  if (switches.target !== null) {
    const { routes: found, caveats } = lookUpRoute(kernel, switches.target.octets);
    for (const caveat of caveats) kernel.problem(caveat);
    yield* found;
  } else if (switches.defaults) yield* defaultRoutes(table(context));
  else for (const route of table(context)) if (switches.all || !isInternal(route)) yield route;
}

const isAny = (destination: string): boolean => destination === '0.0.0.0/0' || destination === '::/0';

export const routes = defineReport<Route, Entry, RouteSwitches>()({
  name: 'routes',
  summary: 'Show the routing tables, and the route to an address',
  files: ['route', 'ipv6_route', 'fib_trie'],
  row: 'a route',
  examples: [
    ['procnet routes -4', 'the main IPv4 table'],
    ['procnet routes get 192.0.2.1', 'the route packets to that address take'],
    [
      'procnet routes default -4 --limit 1 --columns gateway,interface -H',
      'the default gateway with the lowest metric, for a script',
    ],
  ],
  notes: [
    'IPv4 covers only the main table; IPv6 covers all tables in one list without table names. Policy rules are not in /proc/net, so routes get warns if another table in fib_trie or ipv6_route covers the address, or if fib_trie shows that rules have been added.',
    'IPv4 types come from fib_trie, which distinguishes blackhole, unreachable, prohibit and throw. Without it, and for IPv6, all of these are shown as reject.',
    'A blackhole next hop object (ip nexthop) looks like a unicast route on lo without a gateway; anything sent there is lost.',
    'IPv4 multipath routes and routes with a next hop group only show their first next hop. Other IPv6 multipath routes have one row per next hop. An IPv4 route through an IPv6 gateway has the flag G but no gateway, because the kernel prints 0.0.0.0.',
    'An IPv6 route with a source applies only to packets from that network. routes get shows such routes, with a warning, if no other route covers the address.',
    'Local, anycast and multicast IPv6 routes and the null entries at the end of tables are shown with --all.',
  ],
  seeAlso: ['ip-route 8', 'route 8'],
  switches: () => ({ families: null, all: false, defaults: false, target: null }),
  options: routeOptions,
  words: routeWords,
  prepare,
  identity: ['family', 'destination', 'interface', 'metric', 'gateway'],
  columns: {
    family: {
      kind: 'text',
      givesWay: { rank: 3 },
      help: 'ipv4 or ipv6.',
      values: ['ipv4', 'ipv6'],
      read: ({ family }) => family,
    },
    destination: {
      kind: 'text',
      isWhole: true,
      help: 'The network in CIDR notation; text output shows default for all addresses.',
      read: formatPrefix,
      text: (destination) => (isAny(destination) ? 'default' : destination),
    },
    gateway: {
      kind: 'address',
      givesWay: { rank: 4, ifEmpty: true },
      help: 'The next hop; null for connected networks and for an IPv4 route with an IPv6 next hop.',
      hides: hasHiddenGateway,
      read: ({ gateway }) => (gateway === null ? null : formatOctets(gateway)),
      octets: ({ gateway }) => gateway,
    },
    interface: {
      kind: 'interface',
      heading: 'iface',
      help: 'The interface; null for IPv4 routes that reject.',
      read: (route) => route.interface,
    },
    metric: { kind: 'integer', help: 'The priority; the lowest wins.', read: ({ metric }) => metric },
    flags: {
      kind: 'text',
      isWhole: true,
      givesWay: { rank: 2 },
      help: 'U up, G gateway, H host, D redirect, M modified, A address configuration, C cache, ! reject.',
      read: ({ flags }) => lettersOf(flags),
    },
    type: {
      kind: 'text',
      help: 'What happens to packets: unicast, local, broadcast, anycast and multicast are delivered; blackhole, unreachable, prohibit and throw are not, nor is reject, which may be any of these four.',
      values: routeTypes,
      read: ({ type }) => type,
      tone: (type) => (isRejecting({ type }) ? 'warn' : undefined),
    },
    mtu: {
      kind: 'integer',
      unit: 'bytes',
      optional: true,
      help: 'IPv4: the advertised MSS plus 40 (which the kernel prints as MTU), 0 if not set.',
      hides: ({ mtu }) => mtu === null,
      read: ({ mtu }) => mtu,
    },
    window: {
      kind: 'integer',
      unit: 'bytes',
      optional: true,
      help: 'IPv4: the TCP window clamp, 0 if not set.',
      hides: ({ window }) => window === null,
      read: ({ window }) => window,
    },
    irtt: {
      kind: 'integer',
      unit: 'milliseconds',
      optional: true,
      help: 'IPv4: the initial round-trip time, 0 if not set.',
      hides: ({ irtt }) => irtt === null,
      read: ({ irtt }) => irtt,
    },
    refCount: {
      kind: 'integer',
      optional: true,
      help: 'Reference count; always 0 for IPv4.',
      read: ({ refCount }) => refCount,
    },
    useCount: {
      kind: 'integer',
      optional: true,
      help: 'Number of lookups; 0 on current kernels.',
      read: ({ useCount }) => useCount,
    },
    source: {
      kind: 'text',
      isWhole: true,
      givesWay: { rank: 1, ifEmpty: true },
      help: 'IPv6: the network packets must come from to take the route.',
      read: ({ source }) => (source === null ? null : formatPrefix(source)),
    },
  },
  scan,
});
