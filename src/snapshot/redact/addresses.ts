import { ipv4Holders, knownIpv4, knownIpv6, solicitedNode } from './known-addresses.ts';
import { joined, masked, Networks } from './networks.ts';
import { PrefixMap } from './prefix-map.ts';
import type { Secret } from './secret.ts';

type Bytes = Uint8Array<ArrayBuffer>;

const mostKept = 1 << 18;
const startsWith = (bytes: Uint8Array, prefix: Uint8Array): boolean =>
  prefix.every((byte, at) => bytes[at] === byte);
const keyOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/**
 * Replaces addresses. Each keeps its class, any two share as many leading bits as before, and the first and last address of a
 * network remain first and last. Takes 4 or 16 bytes in network order.
 */
export class Addresses {
  readonly #ipv4: PrefixMap;
  readonly #ipv6: PrefixMap;
  readonly #groups: PrefixMap;
  readonly #networks = { 4: new Networks(true), 16: new Networks(false) } as const;
  readonly #solicited = new Map<string, Bytes>();
  readonly #seen = new Map<string, Bytes>();
  readonly #onMapped: (from: Uint8Array, to: Uint8Array) => void;

  /** `onMapped` is called with each address and its replacement, possibly more than once. */
  constructor(secret: Secret, onMapped: (from: Uint8Array, to: Uint8Array) => void = () => {}) {
    this.#onMapped = onMapped;
    const digest =
      (kind: string) =>
      (prefix: string): Uint8Array =>
        secret.digest(kind, Buffer.from(prefix, 'latin1'));
    this.#ipv4 = new PrefixMap(digest('ipv4'), knownIpv4);
    this.#ipv6 = new PrefixMap(digest('ipv6'), knownIpv6);
    this.#groups = new PrefixMap(digest('group'), []);
  }

  /** Must be called for all networks before mapping the first address. */
  learnNetwork(bytes: Uint8Array, length: number): void {
    this.#networks[bytes.length === 4 ? 4 : 16].add(bytes, length);
  }

  /** Learns a host's neighbour discovery group, which contains the end of its address. */
  learnHost(bytes: Uint8Array): void {
    if (bytes.length === 16) this.#solicited.set(keyOf(bytes.subarray(13)), this.host(bytes).slice(13));
  }

  host(bytes: Uint8Array): Bytes {
    const key = keyOf(bytes);
    const known = this.#seen.get(key);
    if (known !== undefined) return known;
    if (this.#seen.size === mostKept) this.#seen.clear();
    const mapped = this.#host(bytes);
    this.#seen.set(key, mapped);
    this.#onMapped(bytes, mapped);
    return mapped;
  }

  /** Maps a network, keeping its length. */
  network(bytes: Uint8Array, length: number): Bytes {
    return length === bytes.length * 8 ? this.host(bytes) : masked(this.#raw(bytes), length);
  }

  /** The last 24 bits of a host's solicited-node group. */
  solicited(end: Uint8Array): Bytes {
    return this.#solicited.get(keyOf(end)) ?? this.#groups.map(end);
  }

  #host(bytes: Uint8Array): Bytes {
    const holder = bytes.length === 16 && ipv4Holders.find((prefix) => startsWith(bytes, prefix));
    if (holder) return Uint8Array.from([...holder, ...this.host(bytes.subarray(12))]);
    const networks = this.#networks[bytes.length === 4 ? 4 : 16];
    const length = networks.longest(bytes);
    let mapped = this.#raw(bytes);
    if (length === null) return mapped;
    if (networks.isEdge(bytes, length)) return joined(mapped, bytes, length);
    // A non-edge must not become an edge, so keep mapping while it is one. This terminates because the mapping is a permutation.
    while (networks.isEdge(mapped, length)) mapped = this.#raw(joined(bytes, mapped, length));
    return mapped;
  }

  #raw(bytes: Uint8Array): Bytes {
    if (bytes.length === 4) return this.#ipv4.map(bytes);
    const holder = ipv4Holders.find((prefix) => startsWith(bytes, prefix));
    if (holder !== undefined) return Uint8Array.from([...holder, ...this.#ipv4.map(bytes.subarray(12))]);
    return bytes[0] === 0xff ? this.#group(bytes) : this.#ipv6.map(bytes);
  }

  /** Keeps assigned groups (RFC 4291, 2.7); replaces others. */
  #group(bytes: Uint8Array): Bytes {
    if (startsWith(bytes, solicitedNode))
      return Uint8Array.from([...bytes.subarray(0, 13), ...this.solicited(bytes.subarray(13))]);
    const isAssigned = (bytes[1]! & 0x10) === 0;
    if (isAssigned) return Uint8Array.from(bytes);
    return Uint8Array.from([...bytes.subarray(0, 2), ...this.#groups.map(bytes.subarray(2))]);
  }
}
