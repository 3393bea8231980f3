import { formatIpv4, formatIpv6 } from '../core/address.ts';
import { defineReport, type ScanContext } from '../core/report.ts';
import {
  ipv4LocalAddresses,
  ipv6LocalAddresses,
  type LocalAddress,
} from '../lookup/addresses/local-addresses.ts';
import { type FamilySwitches, familyOptions, wantsFamily } from './families.ts';
import { type InterfaceSwitches, interfaceWords, prepareInterfaces } from './interface-words.ts';

/**
 * One of this network namespace's addresses: IPv6 from `/proc/net/if_inet6` (net/ipv6/addrconf.c, if6_seq_show), IPv4 from the
 * local entries in `/proc/net/fib_trie` (net/ipv4/fib_trie.c, fib_trie_seq_show) and their connected routes.
 */
export type Address = {
  interface: string | null;
  family: 'ipv4' | 'ipv6';
  address: string;
  prefixLength: number | null;
  scope: string | null;
  flags: string | null;
  interfaceIndex: number | null;
};

/** include/net/ipv6.h, IPV6_ADDR_*. */
const scopes: Readonly<Record<number, string>> = {
  0: 'global',
  16: 'host',
  32: 'link',
  64: 'site',
  128: 'v4-compat',
};

/** include/uapi/linux/if_addr.h, IFA_F_*; the file has only the low eight bits. */
const flagNames: readonly (readonly [bit: number, name: string])[] = [
  [0x01, 'temporary'],
  [0x02, 'nodad'],
  [0x04, 'optimistic'],
  [0x08, 'dadfailed'],
  [0x10, 'home'],
  [0x20, 'deprecated'],
  [0x40, 'tentative'],
  [0x80, 'permanent'],
];

const hex = (value: number): string => `0x${value.toString(16)}`;

const scopeOf = ({ scope }: LocalAddress): string | null =>
  scope === null ? null : (scopes[scope] ?? hex(scope));

/** Bits not printed by any known kernel are shown as a number. */
const flagsOf = ({ flags }: LocalAddress): string | null => {
  if (flags === null) return null;
  const words = flagNames.filter(([bit]) => flags & bit).map(([, name]) => name);
  const rest = flags - (flags & 0xff);
  return (rest > 0 ? [...words, hex(rest)] : words).join(',') || null;
};

const trie = { mayBeEmpty: true, absentMeans: 'IPv4 addresses are unknown without it' } as const;

function* scan({ kernel, switches }: ScanContext<FamilySwitches>): Generator<LocalAddress> {
  if (wantsFamily(switches, 'ipv4')) yield* ipv4LocalAddresses(kernel, trie);
  if (wantsFamily(switches, 'ipv6'))
    yield* ipv6LocalAddresses(kernel, { mayBeAbsent: true, mayBeEmpty: true });
}

export const addrs = defineReport<Address, LocalAddress, FamilySwitches & InterfaceSwitches>()({
  name: 'addrs',
  summary: "Show this host's addresses",
  files: ['if_inet6', 'fib_trie', 'route', 'dev'],
  row: 'a local address',
  examples: [
    ['procnet addrs', 'every address and its interface'],
    ['procnet addrs -6 --where "scope = global" --columns address -H', 'public IPv6 addresses, for a script'],
    ['procnet addrs --interface eth0 --json', "one interface's addresses"],
  ],
  notes: [
    'No kernel file names the interface of an IPv4 address. For the network namespace procnet runs in, Node.js reports interfaces and prefixes (os.networkInterfaces()). Elsewhere, and for interfaces that are down or have no carrier, they are taken from the connected network that comes with the address.',
    'The interface is unknown if more than one could have the address: several addresses in one network, some of which may be /32 addresses on other interfaces; nested networks; or one network on two interfaces, in which case the prefix is still known.',
    'The kernel prints scope, index and the low eight bits of the flags, only for IPv6 addresses.',
  ],
  seeAlso: ['ip-address 8'],
  switches: () => ({ families: null, interfaces: [] }),
  options: familyOptions,
  words: interfaceWords,
  prepare: prepareInterfaces,
  identity: ['interface', 'family', 'address'],
  columns: {
    interface: {
      kind: 'interface',
      heading: 'iface',
      help: 'The interface that has the address; unknown if several could.',
      hides: (held) => held.interface === null,
      read: (held) => held.interface,
    },
    family: {
      kind: 'text',
      givesWay: { rank: 2 },
      help: 'ipv4 or ipv6.',
      values: ['ipv4', 'ipv6'],
      read: ({ octets }) => (octets.length === 4 ? 'ipv4' : 'ipv6'),
    },
    address: {
      kind: 'address',
      help: 'The address.',
      read: ({ octets }) => (octets.length === 4 ? formatIpv4(octets) : formatIpv6(octets)),
      octets: ({ octets }) => octets,
    },
    prefixLength: {
      kind: 'integer',
      heading: 'prefix',
      help: 'The network prefix length.',
      hides: ({ prefixLength }) => prefixLength === null,
      read: ({ prefixLength }) => prefixLength,
    },
    scope: {
      kind: 'text',
      isWhole: true,
      help: 'IPv6: the scope of the address (global, site, link, host, v4-compat); unknown for IPv4.',
      hides: ({ scope }) => scope === null,
      read: scopeOf,
    },
    flags: {
      kind: 'text',
      optional: true,
      help: 'IPv6: temporary, nodad, optimistic, dadfailed, home, deprecated, tentative, permanent.',
      hides: ({ flags }) => flags === null,
      read: flagsOf,
    },
    interfaceIndex: {
      kind: 'integer',
      optional: true,
      help: 'IPv6: the interface index.',
      hides: ({ interfaceIndex }) => interfaceIndex === null,
      read: (held) => held.interfaceIndex,
    },
  },
  scan,
});
