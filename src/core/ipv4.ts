/** IPv4 addresses and networks as unsigned 32-bit numbers, for arithmetic. See `core/address.ts` for octets and text. */
export const toIpv4 = (octets: Uint8Array): number =>
  ((octets[0]! << 24) | (octets[1]! << 16) | (octets[2]! << 8) | octets[3]!) >>> 0;

export const ipv4Octets = (address: number): Uint8Array =>
  Uint8Array.of(address >>> 24, address >>> 16, address >>> 8, address);

export const ipv4Mask = (prefixLength: number): number =>
  prefixLength === 0 ? 0 : (-1 << (32 - prefixLength)) >>> 0;

/** Null for a non-contiguous mask. */
export const prefixLengthOf = (mask: number): number | null => {
  const prefixLength = Math.clz32(~mask);
  return mask === ipv4Mask(prefixLength) ? prefixLength : null;
};

export type Ipv4Network = { readonly network: number; readonly prefixLength: number };

export const holds = ({ network, prefixLength }: Ipv4Network, address: number): boolean =>
  ((address ^ network) & ipv4Mask(prefixLength)) === 0;

export const broadcastOf = ({ network, prefixLength }: Ipv4Network): number =>
  (network | ~ipv4Mask(prefixLength)) >>> 0;

/** An interface's IPv4 address. */
export type InterfaceAddress = {
  /** In network order. */
  readonly octets: Uint8Array;
  readonly prefixLength: number;
  /** The interface name, or the address label. */
  readonly label: string;
};
