import { formatIpv4 } from '../../core/address.ts';
import type { Kernel } from '../../core/report.ts';
import { ipv4LocalAddresses } from '../../lookup/local-addresses.ts';
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

const localRoute = (octets: Uint8Array, device: string | null): Entry => ({
  family: 'ipv4',
  octets,
  prefixLength: 32,
  isNull: false,
  destination: `${formatIpv4(octets)}/32`,
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

/** This host's own IPv4 addresses are in a table that `route` does not show; `fib_trie` does. */
function* ipv4Candidates(kernel: Kernel, address: Uint8Array): Generator<Entry> {
  if (address[0] === 127) yield localRoute(address, 'lo');
  for (const { octets, interface: device } of ipv4LocalAddresses(kernel)) yield localRoute(octets, device);
  yield* ipv4Routes(kernel);
}

const rank = ({ metric }: Entry): number => metric ?? -1;

/** The routes an address takes: of those it stands in, the longest prefix, then the lowest metric; several if they tie. */
export const routesTo = (kernel: Kernel, address: Uint8Array): readonly Entry[] => {
  let best: Entry[] = [];
  for (const route of address.length === 4 ? ipv4Candidates(kernel, address) : ipv6Routes(kernel)) {
    if (route.isNull || !contains(route, address)) continue;
    const [first] = best;
    const order =
      first === undefined ? 1 : route.prefixLength - first.prefixLength || rank(first) - rank(route);
    if (order > 0) best = [route];
    else if (order === 0) best.push(route);
  }
  return best;
};
