import { defineReport, type ScanContext } from '../core/report.ts';
import { wantsFamily } from './families.ts';
import { ipv4Routes } from './routing/ipv4.ts';
import { ipv6Routes } from './routing/ipv6.ts';
import { routesTo } from './routing/look-up.ts';
import { prepare, type RouteSwitches, routeOptions, routeWords } from './routing/question.ts';
import type { Entry, Route } from './routing/route.ts';

export type { Route };

const hidden: ReadonlySet<string> = new Set(['local', 'anycast', 'multicast']);

function* scan({ kernel, switches }: ScanContext<RouteSwitches>): Generator<Entry> {
  if (switches.target !== null) {
    yield* routesTo(kernel, switches.target.octets);
    return;
  }
  if (wantsFamily(switches, 'ipv4')) yield* ipv4Routes(kernel);
  if (!wantsFamily(switches, 'ipv6')) return;
  for (const route of ipv6Routes(kernel)) {
    if (switches.all || (!route.isNull && !hidden.has(route.type))) yield route;
  }
}

const isDefault = (destination: string): boolean => destination === '0.0.0.0/0' || destination === '::/0';

export const routes = defineReport<Route, Entry, RouteSwitches>()({
  name: 'routes',
  summary: 'Show the routing tables, and the route to an address',
  files: ['route', 'ipv6_route'],
  row: 'a route',
  examples: [
    ['procnet routes -4', 'the main IPv4 table'],
    ['procnet routes get 192.0.2.1', 'which route that address takes'],
    [
      "procnet routes --where 'destination = 0.0.0.0/0' --columns gateway,interface -H",
      'the default gateway, for a script',
    ],
  ],
  notes: [
    'IPv4 is the main table only, without policy rules, and of a multipath route only the first next hop; IPv6 is every table in one, without telling which.',
    'The kernel does not tell unreachable, prohibit, blackhole and throw apart here: all are of type reject.',
    'Local, anycast and multicast IPv6 routes and the null entries that end a table show with --all.',
  ],
  seeAlso: ['ip-route 8', 'route 8'],
  switches: () => ({ families: null, all: false, target: null }),
  options: routeOptions,
  words: routeWords,
  prepare,
  identity: ['family', 'destination', 'interface', 'metric', 'gateway'],
  columns: {
    family: { kind: 'text', help: 'ipv4 or ipv6.', values: ['ipv4', 'ipv6'], read: ({ family }) => family },
    destination: {
      kind: 'text',
      help: 'The network in CIDR form; text shows default for all addresses.',
      read: ({ destination }) => destination,
      text: (destination) => (isDefault(destination) ? 'default' : destination),
    },
    gateway: {
      kind: 'address',
      help: 'The next hop; none for networks that are connected.',
      read: ({ gateway }) => gateway,
    },
    interface: {
      kind: 'interface',
      help: 'The interface; none for routes that reject.',
      read: (route) => route.interface,
    },
    metric: { kind: 'integer', help: 'The priority: the lowest wins.', read: ({ metric }) => metric },
    flags: {
      kind: 'text',
      help: 'U up, G gateway, H host, D redirect, M modified, A address configuration, C cache, ! reject.',
      read: ({ flags }) => flags,
    },
    type: {
      kind: 'text',
      help: 'What happens to packets: unicast, local, anycast, multicast or reject.',
      values: ['unicast', 'local', 'anycast', 'multicast', 'reject'],
      read: ({ type }) => type,
      tone: (type) => (type === 'reject' ? 'warn' : undefined),
    },
    mtu: {
      kind: 'integer',
      unit: 'bytes',
      optional: true,
      help: 'IPv4: the advertised MSS plus 40 (the kernel prints that under MTU), 0 if not set.',
      read: ({ mtu }) => mtu,
    },
    window: {
      kind: 'integer',
      unit: 'bytes',
      optional: true,
      help: 'IPv4: the TCP window clamp, 0 if not set.',
      read: ({ window }) => window,
    },
    irtt: {
      kind: 'integer',
      unit: 'milliseconds',
      optional: true,
      help: 'IPv4: the initial round trip time, 0 if not set.',
      read: ({ irtt }) => irtt,
    },
    refCount: {
      kind: 'integer',
      optional: true,
      help: 'References to the route; always 0 for IPv4.',
      read: ({ refCount }) => refCount,
    },
    useCount: {
      kind: 'integer',
      optional: true,
      help: 'Look-ups of the route; 0 on present kernels.',
      read: ({ useCount }) => useCount,
    },
    source: {
      kind: 'text',
      optional: true,
      help: 'IPv6: the source network the route is limited to.',
      read: ({ source }) => source,
    },
  },
  scan,
});
