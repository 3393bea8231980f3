import { hex, hexDigits, word } from '../core/field.ts';
import { hexByte } from '../core/hex.ts';
import type { FilePolicy, Kernel } from '../core/report.ts';
import { rows } from '../shapes/rows.ts';
import { type TrieEntry, trieEntries } from '../tables/fib-trie.ts';

/** One address of this network namespace. */
export type LocalAddress = {
  readonly octets: Uint8Array;
  readonly interface: string | null;
  readonly prefixLength: number | null;
  readonly interfaceIndex: number | null;
  /** The kernel's scope byte (IPv6), null for IPv4. */
  readonly scope: number | null;
  readonly flags: number | null;
};

const auxiliary = { mayBeAbsent: true, mayBeEmpty: true, auxiliary: true } as const;

const hexBytes = (bytes: Uint8Array, start: number, count: number): Uint8Array =>
  Uint8Array.from({ length: count }, (_, at) => hexByte(bytes, start + at * 2));

export const addressLayout = {
  fields: [
    hexDigits('address', 32),
    hex('index'),
    hex('prefix'),
    hex('scope'),
    hex('flags'),
    word('interface'),
  ],
};

/** /proc/net/if_inet6 (net/ipv6/addrconf.c, if6_seq_show): every number in it is hexadecimal. */
export function* ipv6LocalAddresses(kernel: Kernel, policy: FilePolicy = auxiliary): Generator<LocalAddress> {
  for (const row of rows(kernel.open('if_inet6', policy), addressLayout)) {
    yield {
      octets: hexBytes(row.bytes, row.startOf(0), 16),
      interfaceIndex: row.hex(1),
      prefixLength: row.hex(2),
      scope: row.hex(3),
      flags: row.hex(4),
      interface: row.text(5),
    };
  }
}

type Connected = { readonly network: number; readonly prefixLength: number; readonly interface: string };

const toWord = (octets: Uint8Array): number =>
  ((octets[0]! << 24) | (octets[1]! << 16) | (octets[2]! << 8) | octets[3]!) >>> 0;

const maskOf = (prefixLength: number): number => (prefixLength === 0 ? 0 : (-1 << (32 - prefixLength)) >>> 0);

/** Routes without a gateway tell which interface stands in which network. */
const connectedRoutes = (kernel: Kernel): Connected[] => {
  const fields = [word('Iface'), hexDigits('Destination', 8), hexDigits('Gateway', 8), hex('Flags')];
  const layout = { header: ['Iface', 'Destination'], fields };
  const found: Connected[] = [];
  for (const row of rows(kernel.open('route', auxiliary), layout)) {
    const name = row.text(0);
    const flags = row.hex(3) ?? 0;
    if (name === '*' || flags & 0x202 || !row.has(7)) continue;
    const network = hostWord(kernel, row.bytes, row.startOf(1));
    const mask = hostWord(kernel, row.bytes, row.startOf(7));
    found.push({ network, prefixLength: Math.clz32(~mask), interface: name });
  }
  return found;
};

const hostWord = (kernel: Kernel, bytes: Uint8Array, start: number): number => {
  const octets = hexBytes(bytes, start, 4);
  return toWord(kernel.endian === 'little' ? octets.reverse() : octets);
};

const broadcastOf = ({ network, prefixLength }: Connected): number => (network | ~maskOf(prefixLength)) >>> 0;

/**
 * The route that came with an address, as others have no broadcast entry beside them (fib_add_ifaddr): a route to a tunnel's
 * far networks holds addresses of other interfaces. A /31 has none either way. Null also where two interfaces fit.
 */
const connectedTo = (
  routes: readonly Connected[],
  broadcasts: ReadonlySet<number>,
  address: number,
): Connected | null => {
  const inside = routes.filter(
    (route) =>
      route.prefixLength > 0 &&
      (address & maskOf(route.prefixLength)) >>> 0 === route.network &&
      (route.prefixLength === 31 || broadcasts.has(broadcastOf(route))),
  );
  const longest = Math.max(...inside.map(({ prefixLength }) => prefixLength));
  const best = inside.filter(({ prefixLength }) => prefixLength === longest);
  return new Set(best.map((route) => route.interface)).size === 1 ? best[0]! : null;
};

/** An entry of the local table: mostly one address, but 127.0.0.0/8 as well, and whole networks that this host answers for. */
export type LocalNetwork = LocalAddress & { readonly length: number };

const octetsOf = ({ address }: TrieEntry): Uint8Array => Uint8Array.from(address.split('.'), Number);

/**
 * The `host LOCAL` leaves of /proc/net/fib_trie (net/ipv4/fib_trie.c, fib_trie_seq_show). That file names no interface; the
 * connected route that the address stands in does. Loopback has no such route: 127.0.0.0/8 is `lo`'s.
 */
export function* ipv4LocalNetworks(kernel: Kernel, policy: FilePolicy = auxiliary): Generator<LocalNetwork> {
  const entries = [...trieEntries(kernel.open('fib_trie', policy))];
  const words = entries.filter(({ type }) => type === 'BROADCAST').map((entry) => toWord(octetsOf(entry)));
  const broadcasts = new Set(words);
  const routes = connectedRoutes(kernel);
  for (const entry of entries) {
    if (entry.type !== 'LOCAL') continue;
    const octets = octetsOf(entry);
    const isLoopback = octets[0] === 127;
    const route = entry.prefixLength === 32 ? connectedTo(routes, broadcasts, toWord(octets)) : null;
    yield {
      octets,
      length: entry.prefixLength,
      interface: route?.interface ?? (isLoopback ? 'lo' : null),
      prefixLength: route?.prefixLength ?? (isLoopback ? 8 : null),
      interfaceIndex: null,
      scope: null,
      flags: null,
    };
  }
}

/** Of those, the addresses. */
export function* ipv4LocalAddresses(kernel: Kernel, policy: FilePolicy = auxiliary): Generator<LocalAddress> {
  for (const held of ipv4LocalNetworks(kernel, policy)) if (held.length === 32) yield held;
}

/** Which interface holds an address: what `interface` of a socket is inferred from. */
export class LocalInterfaces {
  readonly #kernel: Kernel;
  readonly #ipv4 = new Map<number, string | null>();
  readonly #ipv6 = new Map<string, string | null>();
  #ipv4Read = false;
  #ipv6Read = false;
  #lastWord = -1;
  #last: string | null = null;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** The holder's name; null for the wildcard address and for an address that nobody here is known to hold. */
  of(octets: Uint8Array): string | null {
    if (octets.length === 4) return this.#ofIpv4(toWord(octets));
    return isMapped(octets) ? this.#ofIpv4(toWord(octets.subarray(12))) : this.#ofIpv6(octets);
  }

  #ofIpv4(address: number): string | null {
    if (address === this.#lastWord) return this.#last;
    if (!this.#ipv4Read) this.#readIpv4();
    this.#lastWord = address;
    this.#last = address >>> 24 === 127 ? 'lo' : (this.#ipv4.get(address) ?? null);
    return this.#last;
  }

  #ofIpv6(octets: Uint8Array): string | null {
    if (!this.#ipv6Read) this.#readIpv6();
    return this.#ipv6.get(String.fromCharCode(...octets)) ?? null;
  }

  #readIpv4(): void {
    this.#ipv4Read = true;
    for (const held of ipv4LocalAddresses(this.#kernel)) this.#ipv4.set(toWord(held.octets), held.interface);
  }

  /** A link-local address may stand on several interfaces; then none is known. */
  #readIpv6(): void {
    this.#ipv6Read = true;
    for (const held of ipv6LocalAddresses(this.#kernel)) {
      const key = String.fromCharCode(...held.octets);
      const known = this.#ipv6.get(key);
      this.#ipv6.set(key, known === undefined || known === held.interface ? held.interface : null);
    }
  }
}

const isMapped = (octets: Uint8Array): boolean => {
  for (let at = 0; at < 10; at++) if (octets[at] !== 0) return false;
  return octets[10] === 0xff && octets[11] === 0xff;
};
