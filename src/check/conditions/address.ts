import { isMapped } from '../../core/address.ts';
import { inNetwork, type Network, parseNetwork } from '../../query/expression/network.ts';

/**
 * How a bound address matches the requested one. `presumed`: bound to `::`, which also accepts IPv4 unless the program has set
 * IPV6_V6ONLY, which no file in /proc shows.
 */
export type Fit = 'exact' | 'wildcard' | 'presumed' | 'other';

const isZero = (octets: Uint8Array): boolean => octets.every((octet) => octet === 0);

/** A kernel address, as four octets if it is IPv4, even on an IPv6 socket. */
export const plainOctets = (text: string): Uint8Array | null => {
  const octets = parseNetwork(text)?.octets ?? null;
  return octets !== null && isMapped(octets) ? octets.slice(12) : octets;
};

/** How a socket bound to `bound` matches `wanted`. */
export const fitOf = (wanted: Network, bound: string): Fit => {
  const octets = plainOctets(bound);
  if (octets === null) return 'other';
  if (octets.length !== wanted.octets.length)
    return wanted.octets.length === 4 && isZero(octets) ? 'presumed' : 'other';
  if (inNetwork(octets, wanted)) return 'exact';
  return isZero(octets) ? 'wildcard' : 'other';
};

/** Whether sockets bound to these two addresses conflict. */
export const collides = (wanted: Network, bound: string): boolean => {
  if (fitOf(wanted, bound) !== 'other') return true;
  const octets = plainOctets(bound);
  return octets !== null && isZero(wanted.octets) && octets.length <= wanted.octets.length;
};
