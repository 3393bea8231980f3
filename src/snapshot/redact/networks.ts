const bitsIn = (bytes: Uint8Array): number => bytes.length * 8;

/** The network part of an address, with all other bits zero. */
export const masked = (bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(bytes, (byte, at) => byte & maskByte(length, at));

const maskByte = (length: number, at: number): number => {
  const bits = Math.min(8, Math.max(0, length - at * 8));
  return (0xff << (8 - bits)) & 0xff;
};

/** The network of one address with the host part of another. */
export const joined = (network: Uint8Array, host: Uint8Array, length: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(network, (byte, at) => {
    const mask = maskByte(length, at);
    return (byte & mask) | (host[at]! & ~mask);
  });

const keyOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/** Networks in the tables. Their first and last addresses are significant and keep their position. */
export class Networks {
  readonly #byLength = new Map<number, Set<string>>();
  #lengths: readonly number[] = [];
  /** Whether the last address of a network is its broadcast address. */
  readonly #hasBroadcast: boolean;

  constructor(hasBroadcast: boolean) {
    this.#hasBroadcast = hasBroadcast;
  }

  add(bytes: Uint8Array, length: number): void {
    if (length < 1 || length > bitsIn(bytes) - (this.#hasBroadcast ? 2 : 1)) return;
    const known = this.#byLength.get(length) ?? new Set();
    known.add(keyOf(masked(bytes, length)));
    this.#byLength.set(length, known);
    this.#lengths = [...this.#byLength.keys()].sort((a, b) => b - a);
  }

  /** Prefix length of the longest known network that contains the address, or null. */
  longest(bytes: Uint8Array): number | null {
    for (const length of this.#lengths)
      if (this.#byLength.get(length)!.has(keyOf(masked(bytes, length)))) return length;
    return null;
  }

  /** Whether the address is the first in its network or its broadcast address. */
  isEdge(bytes: Uint8Array, length: number): boolean {
    const isAll = (fill: 0 | 0xff): boolean =>
      bytes.every((byte, at) => ((byte ^ fill) & ~maskByte(length, at) & 0xff) === 0);
    return isAll(0) || (this.#hasBroadcast && isAll(0xff));
  }
}
