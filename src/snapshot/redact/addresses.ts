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
 * Addresses in the place of others. Each keeps its class, two agree in as many leading bits as before, and the first and
 * last address of a network stay that. Bytes in network order, 4 or 16 of them.
 */
export class Addresses {
  readonly #ipv4: PrefixMap;
  readonly #ipv6: PrefixMap;
  readonly #groups: PrefixMap;
  readonly #networks = { 4: new Networks(true), 16: new Networks(false) } as const;
  readonly #solicited = new Map<string, Bytes>();
  readonly #seen = new Map<string, Bytes>();
  readonly #onMapped: (from: Uint8Array, to: Uint8Array) => void;

  /** `onMapped` is told of each address and what it became, perhaps more than once. */
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

  /** Has to be told of all networks before the first address is asked for. */
  learnNetwork(bytes: Uint8Array, length: number): void {
    this.#networks[bytes.length === 4 ? 4 : 16].add(bytes, length);
  }

  /** Learns which group a host listens to for neighbour discovery: it holds the end of its address. */
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

  /** A network keeps its length. */
  network(bytes: Uint8Array, length: number): Bytes {
    return length === bytes.length * 8 ? this.host(bytes) : masked(this.#raw(bytes), length);
  }

  /** The last 24 bits of a group that one host listens to. */
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
    // What was no edge becomes none: from an edge the way goes on, and it ends, since it leads back to where it began.
    while (networks.isEdge(mapped, length)) mapped = this.#raw(joined(bytes, mapped, length));
    return mapped;
  }

  #raw(bytes: Uint8Array): Bytes {
    if (bytes.length === 4) return this.#ipv4.map(bytes);
    const holder = ipv4Holders.find((prefix) => startsWith(bytes, prefix));
    if (holder !== undefined) return Uint8Array.from([...holder, ...this.#ipv4.map(bytes.subarray(12))]);
    return bytes[0] === 0xff ? this.#group(bytes) : this.#ipv6.map(bytes);
  }

  /** Groups that were assigned (RFC 4291, 2.7) keep their meaning; those that somebody chose do not. */
  #group(bytes: Uint8Array): Bytes {
    if (startsWith(bytes, solicitedNode))
      return Uint8Array.from([...bytes.subarray(0, 13), ...this.solicited(bytes.subarray(13))]);
    const isAssigned = (bytes[1]! & 0x10) === 0;
    if (isAssigned) return Uint8Array.from(bytes);
    return Uint8Array.from([...bytes.subarray(0, 2), ...this.#groups.map(bytes.subarray(2))]);
  }
}
