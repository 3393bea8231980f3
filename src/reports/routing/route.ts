import { hexByte } from '../../core/hex.ts';
import type { Row } from '../../shapes/row.ts';

/**
 * A route: a line of `/proc/net/route` (net/ipv4/fib_trie.c, fib_route_seq_show), which is the main table, or of
 * `/proc/net/ipv6_route` (net/ipv6/ip6_fib.c, ipv6_route_native_seq_show), which is every table.
 */
export type Route = {
  family: string;
  destination: string;
  gateway: string | null;
  interface: string | null;
  metric: number | null;
  flags: string;
  type: string;
  /** Bytes; IPv4: the advertised MSS plus 40, and not the route's mtu. */
  mtu: number | null;
  /** Bytes. */
  window: number | null;
  /** Milliseconds. */
  irtt: number | null;
  refCount: number | null;
  useCount: number | null;
  source: string | null;
};

/** include/uapi/linux/route.h and ipv6_route.h; the letters are those of route(8). */
const RTF_GATEWAY = 0x2;
export const RTF_REJECT = 0x200;
export const RTF_ANYCAST = 0x00100000;
export const RTF_LOCAL = 0x80000000;
const letters: readonly (readonly [flag: number, letter: string])[] = [
  [0x1, 'U'],
  [RTF_GATEWAY, 'G'],
  [0x4, 'H'],
  [0x8, 'R'],
  [0x10, 'D'],
  [0x20, 'M'],
  [0x00040000, 'A'],
  [0x01000000, 'C'],
  [RTF_REJECT, '!'],
];

export const has = (flags: number, flag: number): boolean => (flags & flag) !== 0;

export const lettersOf = (flags: number): string =>
  letters
    .filter(([flag]) => has(flags, flag))
    .map(([, letter]) => letter)
    .join('');

/** A route as it was read, with what the look-up needs. */
export type Entry = Route & {
  readonly isNull: boolean;
  readonly octets: Uint8Array;
  readonly prefixLength: number;
};

export const octetsAt = (row: Row, token: number, count: number, swapped = false): Uint8Array => {
  const octets = Uint8Array.from({ length: count }, (_, at) =>
    hexByte(row.bytes, row.startOf(token) + at * 2),
  );
  return swapped ? octets.reverse() : octets;
};

export const isZero = (octets: Uint8Array): boolean => octets.every((octet) => octet === 0);

export const orNull = (name: string): string | null => (name === '*' || name === '' ? null : name);
