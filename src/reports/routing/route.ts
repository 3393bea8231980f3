import { formatIpv4, formatIpv6 } from '../../core/address.ts';

/** `reject` where the kernel does not tell which of the four types below it is. */
const rejectingTypes = ['reject', 'blackhole', 'unreachable', 'prohibit', 'throw'] as const;

export const routeTypes = [
  'unicast',
  'local',
  'broadcast',
  'anycast',
  'multicast',
  ...rejectingTypes,
] as const;

/** What happens to packets that take a route. */
export type RouteType = (typeof routeTypes)[number];

/**
 * A route: a line of `/proc/net/route` (net/ipv4/fib_trie.c, fib_route_seq_show), which is the main table, or of
 * `/proc/net/ipv6_route` (net/ipv6/ip6_fib.c, ipv6_route_native_seq_show), which is every table. The types of IPv4 routes are
 * those of `/proc/net/fib_trie` (net/ipv4/fib_trie.c, fib_trie_seq_show).
 */
export type Route = {
  family: 'ipv4' | 'ipv6';
  destination: string;
  gateway: string | null;
  interface: string | null;
  metric: number | null;
  flags: string;
  type: RouteType;
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

/** Whether packets that take the route go nowhere. A throw route ends the lookup in its table, which is mostly the last one. */
export const isRejecting = ({ type }: { readonly type: RouteType }): boolean =>
  rejectingTypes.some((one) => one === type);

/** include/uapi/linux/route.h and ipv6_route.h; the letters are those of route(8). */
export const RTF_UP = 0x1;
export const RTF_GATEWAY = 0x2;
export const RTF_REJECT = 0x200;
export const RTF_ANYCAST = 0x00100000;
export const RTF_LOCAL = 0x80000000;
const letters: readonly (readonly [flag: number, letter: string])[] = [
  [RTF_UP, 'U'],
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

export type Prefix = { readonly octets: Uint8Array; readonly prefixLength: number };

export const formatOctets = (octets: Uint8Array): string =>
  octets.length === 4 ? formatIpv4(octets) : formatIpv6(octets);

export const formatPrefix = ({ octets, prefixLength }: Prefix): string =>
  `${formatOctets(octets)}/${prefixLength}`;

/** A route as it was read. Addresses are in network order. */
export type Entry = Prefix & {
  readonly family: 'ipv4' | 'ipv6';
  readonly type: RouteType;
  readonly gateway: Uint8Array | null;
  readonly interface: string | null;
  readonly metric: number | null;
  /** RTF_*. */
  readonly flags: number;
  readonly mtu: number | null;
  readonly window: number | null;
  readonly irtt: number | null;
  readonly refCount: number | null;
  readonly useCount: number | null;
  /** Only packets from this network take the route. */
  readonly source: Prefix | null;
  /** Only packets of this type of service take the route; 0 for any. */
  readonly tos: number;
  /** An entry that ends an IPv6 table without a default route, and is none itself. */
  readonly isNull: boolean;
  /** IPv6: counts the tables of the file from 0. Their numbers are not in it. */
  readonly table: number;
  /** Of the file it was read from. */
  readonly line: number;
};

/** A next hop that `/proc/net/route` cannot print, since it is an IPv6 address. */
export const hasHiddenGateway = ({ gateway, flags }: Entry): boolean =>
  gateway === null && has(flags, RTF_GATEWAY);

/** What a blackhole next hop looks like in either file, and a route to nowhere in the old way. */
export const isSink = ({ type, interface: name, gateway, flags }: Entry): boolean =>
  type === 'unicast' && name === 'lo' && gateway === null && !has(flags, RTF_GATEWAY);

export const isDefault = ({ prefixLength, isNull }: Entry): boolean => prefixLength === 0 && !isNull;

const hidden: ReadonlySet<RouteType> = new Set(['local', 'anycast', 'multicast']);

/** What only `--all` shows: in IPv6 they come with each address. */
export const isInternal = ({ family, type, isNull }: Entry): boolean =>
  family === 'ipv6' && (isNull || hidden.has(type));

export const covers = ({ octets, prefixLength }: Prefix, address: Uint8Array): boolean => {
  const whole = prefixLength >> 3;
  for (let at = 0; at < whole; at++) if (octets[at] !== address[at]) return false;
  const rest = prefixLength & 7;
  return rest === 0 || (octets[whole]! ^ address[whole]!) >> (8 - rest) === 0;
};
