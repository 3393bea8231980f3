import { ipv4Octets } from '../../core/ipv4.ts';
import type { FilePolicy, Kernel } from '../../core/report.ts';
import { trieEntries } from '../../tables/fib-trie.ts';
import { ipv6AddressRows } from '../../tables/if-inet6.ts';
import { ipv4RouteRows } from '../../tables/route.ts';
import { type AddressPlace, AddressPlaces } from './address-places.ts';
import { connectedNetworks, peerInterface } from './connected-networks.ts';
import { type Held, type HeldAddresses, heldAddresses } from './held-addresses.ts';
import { type OwnAddress, ownAddresses } from './own-addresses.ts';

/** One of this network namespace's addresses. */
export type LocalAddress = {
  /** In network order. */
  readonly octets: Uint8Array;
  readonly interface: string | null;
  readonly prefixLength: number | null;
  readonly interfaceIndex: number | null;
  /** The kernel's scope byte (IPv6), null for IPv4. */
  readonly scope: number | null;
  readonly flags: number | null;
};

const auxiliary = { mayBeAbsent: true, mayBeEmpty: true, auxiliary: true } as const;

export const ipv6LocalAddresses = (kernel: Kernel, policy: FilePolicy = auxiliary): Generator<LocalAddress> =>
  ipv6AddressRows(kernel.open('if_inet6', policy));

const ipv4Address = (address: number, { interface: name, prefixLength }: AddressPlace): LocalAddress => ({
  octets: ipv4Octets(address),
  interface: name,
  prefixLength,
  interfaceIndex: null,
  scope: null,
  flags: null,
});

const isLoopback = (address: number): boolean => address >>> 24 === 127;

/** The interfaces these addresses are on, as far as the kernel's files reveal. */
class FilePlaces {
  readonly #places: AddressPlaces;
  /** A point-to-point link's address. */
  readonly #peer: { readonly address: number; readonly place: AddressPlace } | null;

  /** Interfaces that are fully known (`known`) have none of the addresses. */
  constructor(
    kernel: Kernel,
    addresses: readonly Held[],
    all: HeldAddresses,
    known: ReadonlySet<string> | null,
  ) {
    const routes = [...ipv4RouteRows(kernel.open('route', auxiliary), kernel.endian)];
    const networks = connectedNetworks(routes, all).filter((network) => !known?.has(network.interface));
    const main = addresses.filter(({ isMain }) => isMain);
    this.#places = new AddressPlaces(networks, new Map(main.map(({ network, count }) => [network, count])));
    const stray = known === null ? this.#onlyStray(main) : null;
    const link = stray === null ? null : peerInterface(routes, networks);
    this.#peer =
      stray === null || link === null
        ? null
        : { address: stray, place: { interface: link, prefixLength: 32 } };
  }

  of({ network: address, isMain }: Held): AddressPlace {
    if (address === this.#peer?.address) return this.#peer.place;
    const place = isMain ? this.#places.of(address) : null;
    return {
      interface: place?.interface ?? (isLoopback(address) ? 'lo' : null),
      prefixLength: place?.prefixLength ?? null,
    };
  }

  /** The one address in no network, if the interfaces of all others are known. */
  #onlyStray(addresses: readonly Held[]): number | null {
    const strays = addresses.filter(
      ({ network }) => !isLoopback(network) && (this.#places.of(network)?.interface ?? null) === null,
    );
    const [stray] = strays;
    const isOnly = strays.length === 1 && stray!.count === 1 && this.#places.of(stray!.network) === null;
    return isOnly ? stray!.network : null;
  }
}

const countOf = (addresses: readonly number[]): ReadonlyMap<number, number> => {
  const counts = new Map<number, number>();
  for (const address of addresses) counts.set(address, (counts.get(address) ?? 0) + 1);
  return counts;
};

/** Addresses the machine does not report because the interface is down or has no carrier. Reported ones may be there too. */
function* unreported(
  kernel: Kernel,
  all: HeldAddresses,
  own: readonly OwnAddress[] | null,
): Generator<LocalAddress> {
  const reported = countOf(own?.map(({ address }) => address) ?? []);
  const rest = all.held
    .filter(({ prefixLength }) => prefixLength === 32)
    .map((held) => ({ ...held, count: held.count - (reported.get(held.network) ?? 0) }))
    .filter(({ count }) => count > 0);
  if (rest.length === 0) return;
  const known = own === null ? null : new Set(own.map(({ interface: name }) => name ?? ''));
  const places = known?.has('') ? null : new FilePlaces(kernel, rest, all, known);
  const nowhere = { interface: null, prefixLength: null };
  for (const held of rest) yield ipv4Address(held.network, places?.of(held) ?? nowhere);
}

/**
 * The IPv4 addresses: those the machine itself reports, and any others of type LOCAL in `/proc/net/fib_trie`, with the
 * connected network from `/proc/net/route` that contains them.
 */
export function* ipv4LocalAddresses(kernel: Kernel, policy: FilePolicy = auxiliary): Generator<LocalAddress> {
  const own = ownAddresses(kernel);
  const lines = kernel.open('fib_trie', own === null ? policy : { ...policy, mayBeAbsent: true });
  const all = heldAddresses(trieEntries(lines));
  for (const one of own ?? []) yield ipv4Address(one.address, one);
  yield* unreported(kernel, all, own);
}
