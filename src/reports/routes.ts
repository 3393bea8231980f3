import { formatIpv4, formatIpv6 } from '../core/address.ts';
import { decimal, hex, hexDigits, word } from '../core/field.ts';
import { hexByte } from '../core/hex.ts';
import { defineReport, type Kernel, type ScanContext } from '../core/report.ts';
import type { Row } from '../shapes/row.ts';
import { rows } from '../shapes/rows.ts';

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
const RTF_REJECT = 0x200;
const RTF_ANYCAST = 0x00100000;
const RTF_LOCAL = 0x80000000;
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

const has = (flags: number, flag: number): boolean => (flags & flag) !== 0;

const lettersOf = (flags: number): string =>
  letters
    .filter(([flag]) => has(flags, flag))
    .map(([, letter]) => letter)
    .join('');

type Entry = Route & { readonly isNull: boolean; readonly octets: Uint8Array };

const octetsAt = (row: Row, token: number, count: number, swapped = false): Uint8Array => {
  const octets = Uint8Array.from({ length: count }, (_, at) =>
    hexByte(row.bytes, row.startOf(token) + at * 2),
  );
  return swapped ? octets.reverse() : octets;
};

const isZero = (octets: Uint8Array): boolean => octets.every((octet) => octet === 0);

const orNull = (name: string): string | null => (name === '*' || name === '' ? null : name);

/** Leading ones of a mask; null if a one follows a zero. */
const prefixLengthOf = (mask: Uint8Array): number | null => {
  const word = ((mask[0]! << 24) | (mask[1]! << 16) | (mask[2]! << 8) | mask[3]!) >>> 0;
  const length = Math.clz32(~word);
  return word === (length === 0 ? 0 : (-1 << (32 - length)) >>> 0) ? length : null;
};

/** Unreachable and prohibit routes carry the reject flag; blackhole and throw routes only lack an interface. */
const ipv4Type = (flags: number, device: string | null): string =>
  has(flags, RTF_REJECT) || device === null ? 'reject' : 'unicast';

const ipv4Layout = {
  header: ['Iface', 'Destination', 'Gateway'],
  fields: [
    word('Iface'),
    hexDigits('Destination', 8),
    hexDigits('Gateway', 8),
    hex('Flags'),
    decimal('RefCnt'),
    decimal('Use'),
    word('Metric'),
    hexDigits('Mask', 8),
  ],
};

function* ipv4Routes(kernel: Kernel): Generator<Entry> {
  const lines = kernel.open('route', { mayBeEmpty: true });
  const swapped = kernel.endian === 'little';
  for (const row of rows(lines, ipv4Layout)) {
    const prefixLength = prefixLengthOf(octetsAt(row, 7, 4, swapped));
    if (prefixLength === null) {
      lines?.reject('Mask', `expected ones and then zeros, got "${row.text(7)}"`);
      continue;
    }
    yield ipv4Entry(row, prefixLength, swapped);
  }
}

const ipv4Entry = (row: Row, prefixLength: number, swapped: boolean): Entry => {
  const flags = row.hex(3) ?? 0;
  const octets = octetsAt(row, 1, 4, swapped);
  const gateway = octetsAt(row, 2, 4, swapped);
  const device = orNull(row.text(0));
  const metric = row.signed(6);
  return {
    family: 'ipv4',
    octets,
    isNull: false,
    destination: `${formatIpv4(octets)}/${prefixLength}`,
    gateway: isZero(gateway) ? null : formatIpv4(gateway),
    interface: device,
    metric: metric !== null && metric < 0 ? metric + 2 ** 32 : metric,
    flags: lettersOf(flags),
    type: ipv4Type(flags, device),
    mtu: row.decimal(8),
    window: row.decimal(9),
    irtt: row.decimal(10),
    refCount: row.decimal(4),
    useCount: row.decimal(5),
    source: null,
  };
};

const ipv6Layout = {
  fields: [
    hexDigits('destination', 32),
    hex('prefix length'),
    hexDigits('source', 32),
    hex('source prefix length'),
    hexDigits('next hop', 32),
    hex('metric'),
    hex('references'),
    hex('use'),
    hex('flags'),
  ],
};

/** The entry that ends a table without default route: metric 2^32-1, rejecting, and no route at all. */
const isNullEntry = (row: Row, flags: number): boolean =>
  has(flags, RTF_REJECT) && row.hex(5) === 0xffffffff && row.hex(1) === 0;

const ipv6Type = (flags: number, octets: Uint8Array): string => {
  if (has(flags, RTF_REJECT)) return 'reject';
  if (has(flags, RTF_ANYCAST)) return 'anycast';
  if (has(flags, RTF_LOCAL)) return 'local';
  return octets[0] === 0xff ? 'multicast' : 'unicast';
};

function* ipv6Routes(kernel: Kernel): Generator<Entry> {
  for (const row of rows(kernel.open('ipv6_route', { mayBeAbsent: true, mayBeEmpty: true }), ipv6Layout)) {
    const flags = row.hex(8) ?? 0;
    const octets = octetsAt(row, 0, 16);
    const gateway = octetsAt(row, 4, 16);
    const source = octetsAt(row, 2, 16);
    yield {
      family: 'ipv6',
      octets,
      isNull: isNullEntry(row, flags),
      destination: `${formatIpv6(octets)}/${row.hex(1)}`,
      gateway: isZero(gateway) ? null : formatIpv6(gateway),
      interface: orNull(row.text(9)),
      metric: row.hex(5),
      flags: lettersOf(flags),
      type: ipv6Type(flags, octets),
      mtu: null,
      window: null,
      irtt: null,
      refCount: row.hex(6),
      useCount: row.hex(7),
      source: row.hex(3) === 0 && isZero(source) ? null : `${formatIpv6(source)}/${row.hex(3)}`,
    };
  }
}

const hidden: ReadonlySet<string> = new Set(['local', 'anycast', 'multicast']);

function* scan({ kernel, options }: ScanContext): Generator<Entry> {
  const families = options.families;
  if (families?.has('ipv4') ?? true) yield* ipv4Routes(kernel);
  if (!(families?.has('ipv6') ?? true)) return;
  for (const route of ipv6Routes(kernel)) {
    if (options.all || (!route.isNull && !hidden.has(route.type))) yield route;
  }
}

const isDefault = (destination: string): boolean => destination === '0.0.0.0/0' || destination === '::/0';

export const routes = defineReport<Route, Entry>({
  name: 'routes',
  aliases: ['route', 'r'],
  summary: 'Show the routing tables, and the route to an address',
  files: ['route', 'ipv6_route'],
  row: 'a route',
  examples: [
    ['procnet routes -4', 'the main IPv4 table'],
    ['procnet routes get 192.0.2.1', 'which route that address takes'],
    [
      "procnet routes --where 'destination = 0.0.0.0/0' --columns gateway,interface -H",
      'the default gateway, for a script',
    ],
  ],
  notes: [
    'IPv4 is the main table only, without policy rules, and of a multipath route only the first next hop; IPv6 is every table in one, without telling which.',
    'The kernel does not tell unreachable, prohibit, blackhole and throw apart here: all are of type reject.',
    'Local, anycast and multicast IPv6 routes and the null entries that end a table show with --all.',
  ],
  identity: ['family', 'destination', 'interface', 'metric', 'gateway'],
  columns: {
    family: { kind: 'text', help: 'ipv4 or ipv6.', values: ['ipv4', 'ipv6'], read: ({ family }) => family },
    destination: {
      kind: 'text',
      help: 'The network in CIDR form; text shows default for all addresses.',
      read: ({ destination }) => destination,
      text: (destination) => (isDefault(destination) ? 'default' : destination),
    },
    gateway: {
      kind: 'address',
      help: 'The next hop; none for networks that are connected.',
      read: ({ gateway }) => gateway,
    },
    interface: {
      kind: 'interface',
      help: 'The interface; none for routes that reject.',
      read: (route) => route.interface,
    },
    metric: { kind: 'integer', help: 'The priority: the lowest wins.', read: ({ metric }) => metric },
    flags: {
      kind: 'text',
      help: 'U up, G gateway, H host, D redirect, M modified, A address configuration, C cache, ! reject.',
      read: ({ flags }) => flags,
    },
    type: {
      kind: 'text',
      help: 'What happens to packets: unicast, local, anycast, multicast or reject.',
      values: ['unicast', 'local', 'anycast', 'multicast', 'reject'],
      read: ({ type }) => type,
      tone: (type) => (type === 'reject' ? 'warn' : undefined),
    },
    mtu: {
      kind: 'integer',
      unit: 'bytes',
      optional: true,
      help: 'IPv4: the advertised MSS plus 40 (the kernel prints that under MTU), 0 if not set.',
      read: ({ mtu }) => mtu,
    },
    window: {
      kind: 'integer',
      unit: 'bytes',
      optional: true,
      help: 'IPv4: the TCP window clamp, 0 if not set.',
      read: ({ window }) => window,
    },
    irtt: {
      kind: 'integer',
      unit: 'milliseconds',
      optional: true,
      help: 'IPv4: the initial round trip time, 0 if not set.',
      read: ({ irtt }) => irtt,
    },
    refCount: {
      kind: 'integer',
      optional: true,
      help: 'References to the route; always 0 for IPv4.',
      read: ({ refCount }) => refCount,
    },
    useCount: {
      kind: 'integer',
      optional: true,
      help: 'Look-ups of the route; 0 on present kernels.',
      read: ({ useCount }) => useCount,
    },
    source: {
      kind: 'text',
      optional: true,
      help: 'IPv6: the source network the route is limited to.',
      read: ({ source }) => source,
    },
  },
  scan,
});
