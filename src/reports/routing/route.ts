import { formatIpv4, formatIpv6 } from '../../core/address.ts';

/** `reject` if the kernel does not reveal which of the following four types it is. */
const rejectingTypes = ['reject', 'blackhole', 'unreachable', 'prohibit', 'throw'] as const;

export const routeTypes = [
  'unicast',
  'local',
  'broadcast',
  'anycast',
  'multicast',
  ...rejectingTypes,
] as const;

/** What happens to packets that take the route. */
export type RouteType = (typeof routeTypes)[number];

/**
 * A route: a line in `/proc/net/route` (net/ipv4/fib_trie.c, fib_route_seq_show), which has the main table, or in
 * `/proc/net/ipv6_route` (net/ipv6/ip6_fib.c, ipv6_route_native_seq_show), which has all tables. IPv4 route types come from
 * `/proc/net/fib_trie` (net/ipv4/fib_trie.c, fib_trie_seq_show).
 */
export type Route = {
  family: 'ipv4' | 'ipv6';
  destination: string;
  gateway: string | null;
  interface: string | null;
  metric: number | null;
  flags: string;
  type: RouteType;
  /** In bytes. IPv4: the advertised MSS plus 40, not the route's MTU. */
  mtu: number | null;
  /** In bytes. */
  window: number | null;
  /** In milliseconds. */
  irtt: number | null;
  refCount: number | null;
  useCount: number | null;
  source: string | null;
};

/** Whether packets on this route are dropped. A throw route ends the lookup in its table, which is usually the last one. */
export const isRejecting = ({ type }: { readonly type: RouteType }): boolean =>
  rejectingTypes.some((one) => one === type);

/** include/uapi/linux/route.h and ipv6_route.h; letters as in route(8). */
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

/** A parsed route. Addresses are in network order. */
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
  /** The route applies only to packets from this network. */
  readonly source: Prefix | null;
  /** The route applies only to packets with this type of service; 0 for any. */
  readonly tos: number;
  /** The entry that ends an IPv6 table without a default route; not a real route. */
  readonly isNull: boolean;
  /** IPv6: the position of the table in the file, from 0. The file does not contain table ids. */
  readonly table: number;
  /** Line number in the file. */
  readonly line: number;
};

/** An IPv6 next hop, which `/proc/net/route` cannot print. */
export const hasHiddenGateway = ({ gateway, flags }: Entry): boolean =>
  gateway === null && has(flags, RTF_GATEWAY);

/** What a blackhole next hop and an old-style null route look like in either file. */
export const isSink = ({ type, interface: name, gateway, flags }: Entry): boolean =>
  type === 'unicast' && name === 'lo' && gateway === null && !has(flags, RTF_GATEWAY);

export const isDefault = ({ prefixLength, isNull }: Entry): boolean => prefixLength === 0 && !isNull;

const hidden: ReadonlySet<RouteType> = new Set(['local', 'anycast', 'multicast']);

/** Shown only with `--all`. In IPv6, they come with each address. */
export const isInternal = ({ family, type, isNull }: Entry): boolean =>
  family === 'ipv6' && (isNull || hidden.has(type));

export const covers = ({ octets, prefixLength }: Prefix, address: Uint8Array): boolean => {
  const whole = prefixLength >> 3;
  for (let at = 0; at < whole; at++) if (octets[at] !== address[at]) return false;
  const rest = prefixLength & 7;
  return rest === 0 || (octets[whole]! ^ address[whole]!) >> (8 - rest) === 0;
};
