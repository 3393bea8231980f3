import { isMapped } from '../../core/address.ts';
import { toIpv4 } from '../../core/ipv4.ts';
import type { Kernel } from '../../core/report.ts';
import { ipv4LocalAddresses, ipv6LocalAddresses } from './local-addresses.ts';

const merge = <K>(names: Map<K, string | null>, address: K, name: string | null): void => {
  const known = names.get(address);
  names.set(address, known === undefined || known === name ? name : null);
};

/** Maps addresses to interfaces, from which a socket's `interface` is inferred. */
export class LocalInterfaces {
  readonly #kernel: Kernel;
  #ipv4: ReadonlyMap<number, string | null> | null = null;
  #ipv6: ReadonlyMap<string, string | null> | null = null;
  #lastAddress = -1;
  #last: string | null = null;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** The interface name; null for the wildcard address, an address on several interfaces, and if unknown. */
  of(octets: Uint8Array): string | null {
    if (octets.length === 4) return this.#ofIpv4(toIpv4(octets));
    return isMapped(octets) ? this.#ofIpv4(toIpv4(octets.subarray(12))) : this.#ofIpv6(octets);
  }

  /** All of 127.0.0.0/8 is on `lo`, unless an interface has that exact address. */
  #ofIpv4(address: number): string | null {
    if (address === this.#lastAddress) return this.#last;
    this.#ipv4 ??= this.#readIpv4();
    const known = this.#ipv4.get(address);
    this.#lastAddress = address;
    this.#last = known === undefined && address >>> 24 === 127 ? 'lo' : (known ?? null);
    return this.#last;
  }

  #ofIpv6(octets: Uint8Array): string | null {
    this.#ipv6 ??= this.#readIpv6();
    return this.#ipv6.get(String.fromCharCode(...octets)) ?? null;
  }

  #readIpv4(): ReadonlyMap<number, string | null> {
    const names = new Map<number, string | null>();
    for (const { octets, interface: name } of ipv4LocalAddresses(this.#kernel))
      merge(names, toIpv4(octets), name);
    return names;
  }

  /** A link-local address may be on several interfaces. */
  #readIpv6(): ReadonlyMap<string, string | null> {
    const names = new Map<string, string | null>();
    for (const { octets, interface: name } of ipv6LocalAddresses(this.#kernel))
      merge(names, String.fromCharCode(...octets), name);
    return names;
  }
}
