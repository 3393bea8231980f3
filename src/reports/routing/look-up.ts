import { formatIpv4 } from '../../core/address.ts';
import type { Kernel } from '../../core/report.ts';
import { ipv4LocalNetworks, type LocalNetwork } from '../../lookup/local-addresses.ts';
import { ipv4Routes } from './ipv4.ts';
import { ipv6Routes } from './ipv6.ts';
import type { Entry } from './route.ts';

const contains = ({ octets, prefixLength }: Entry, address: Uint8Array): boolean => {
  for (let bit = 0; bit < prefixLength; bit++) {
    const mask = 0x80 >> (bit & 7);
    if ((octets[bit >> 3]! & mask) !== (address[bit >> 3]! & mask)) return false;
  }
  return true;
};

const localRoute = ({ octets, length, interface: device }: LocalNetwork): Entry => ({
  family: 'ipv4',
  octets,
  prefixLength: length,
  isNull: false,
  destination: `${formatIpv4(octets)}/${length}`,
  gateway: null,
  interface: device,
  metric: null,
  flags: 'U',
  type: 'local',
  mtu: null,
  window: null,
  irtt: null,
  refCount: null,
  useCount: null,
  source: null,
});

const trie = { mayBeEmpty: true, absentMeans: "which addresses are this host's own is not known" } as const;

/** This host's own IPv4 addresses are in a table that `route` does not show; `fib_trie` does. */
function* ipv4Candidates(kernel: Kernel): Generator<Entry> {
  for (const network of ipv4LocalNetworks(kernel, trie)) yield localRoute(network);
  yield* ipv4Routes(kernel);
}

/** A route for packets from one network only does not answer where nobody says what the source is. */
function* ipv6Candidates(kernel: Kernel): Generator<Entry> {
  for (const route of ipv6Routes(kernel)) if (!route.isNull && route.source === null) yield route;
}

/** The local table is asked first, and its entries have no metric. */
const rank = ({ metric }: Entry): number => metric ?? -1;

/** The routes an address takes: of those it stands in, the longest prefix, then the lowest metric; several if they tie. */
export const routesTo = (kernel: Kernel, address: Uint8Array): readonly Entry[] => {
  let best: Entry[] = [];
  for (const route of address.length === 4 ? ipv4Candidates(kernel) : ipv6Candidates(kernel)) {
    if (!contains(route, address)) continue;
    const [first] = best;
    const order =
      first === undefined ? 1 : route.prefixLength - first.prefixLength || rank(first) - rank(route);
    if (order > 0) best = [route];
    else if (order === 0) best.push(route);
  }
  return best;
};
