import { broadcastOf, holds, type Ipv4Network, ipv4Octets, toIpv4 } from '../../core/ipv4.ts';
import type { Kernel } from '../../core/report.ts';
import { LocalInterfaces } from '../../lookup/addresses/local-interfaces.ts';
import { type TrieEntry, trieEntries } from '../../tables/fib-trie.ts';
import { type Answer, best } from './answer.ts';
import { gatewayCaveats, tableCaveats, tosCaveats } from './caveats.ts';
import { typedRoutes } from './ipv4.ts';
import { Ipv4Types } from './ipv4-types.ts';
import { type Entry, has, type RouteType, RTF_GATEWAY, RTF_UP } from './route.ts';
import { type TrieAnswer, trieAnswer } from './trie-answer.ts';

const triePolicy = {
  mayBeEmpty: true,
  absentMeans: "this host's own addresses are unknown without it",
} as const;

const loopback = 0x7f000001;
const limitedBroadcast = 0xffffffff;
const multicast = { network: 0xe0000000, prefixLength: 4 } as const;

const ownEntry = ({ network, prefixLength, type, tos, line }: TrieEntry, device: string | null): Entry => ({
  family: 'ipv4',
  octets: ipv4Octets(network),
  prefixLength,
  type: type as RouteType,
  gateway: null,
  interface: device,
  metric: null,
  flags: RTF_UP,
  mtu: null,
  window: null,
  irtt: null,
  refCount: null,
  useCount: null,
  source: null,
  tos,
  isNull: false,
  table: 0,
  line,
});

/** The interface whose network has this broadcast address. */
const broadcastInterface = (address: number, main: readonly Entry[]): string | null => {
  const names = main
    .filter(({ flags }) => !has(flags, RTF_GATEWAY))
    .filter(({ octets, prefixLength }) => broadcastOf({ network: toIpv4(octets), prefixLength }) === address)
    .map((route) => route.interface);
  return new Set(names).size === 1 ? names[0]! : null;
};

const ownEntries = (kernel: Kernel, address: number, { own }: TrieAnswer, main: readonly Entry[]): Entry[] =>
  own.map((entry) => {
    if (entry.type === 'local') return ownEntry(entry, new LocalInterfaces(kernel).of(ipv4Octets(address)));
    return ownEntry(entry, entry.type === 'broadcast' ? broadcastInterface(address, main) : null);
  });

/**
 * Packets to a multicast group or to 255.255.255.255 use the route's interface but not its gateway (net/ipv4/route.c,
 * __mkroute_output).
 */
const asSent = (address: number, route: Entry): Entry => {
  if (route.type !== 'unicast' && route.type !== 'local') return route;
  if (address === limitedBroadcast) return { ...route, type: 'broadcast', gateway: null };
  if (!holds(multicast, address)) return route;
  return { ...route, type: 'multicast', gateway: route.prefixLength < 4 ? null : route.gateway };
};

/** The local table is consulted before main if they are separate. */
const choose = (own: readonly Entry[], main: readonly Entry[], isSplit: boolean): readonly Entry[] => {
  const first = isSplit ? best(own) : [];
  return first.length > 0 ? first : best([...own, ...main]);
};

const isForAll = ({ tos }: Entry): boolean => tos === 0;

const isLonger = (route: Entry | undefined, other: Entry): boolean =>
  route !== undefined && route.prefixLength > other.prefixLength;

/** The route in the main and local tables that packets to the address take, with caveats. */
export const lookUpIpv4 = (kernel: Kernel, octets: Uint8Array): Answer => {
  const address = toIpv4(octets) || loopback;
  const trie = kernel.open('fib_trie', triePolicy);
  const found = trieAnswer(trieEntries(trie), address);
  const table = kernel.open('route', { mayBeEmpty: true });
  const covers = (one: Ipv4Network): boolean => holds(one, address);
  const main = [...typedRoutes(table, kernel.endian, new Ipv4Types(found.main), covers)];
  const own = ownEntries(kernel, address, found, main);
  const routes = choose(own.filter(isForAll), main.filter(isForAll), found.isSplit);
  const limited = main.filter((route) => !isForAll(route) && !isLonger(routes[0], route));
  return {
    routes: routes.map((one) => asSent(address, one)),
    limitedTo: [],
    caveats: [
      ...(trie === null ? [] : tableCaveats(trie.path, kernel.sysctl('kernel/osrelease'), found, octets)),
      ...(table === null ? [] : tosCaveats(table.path, limited, octets)),
      ...(table === null ? [] : gatewayCaveats(table.path, routes)),
    ],
  };
};
