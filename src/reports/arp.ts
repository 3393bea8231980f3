import { defineReport } from '../core/report.ts';
import { type ArpRow, arpRows } from '../tables/arp.ts';
import { allOption, numericOption } from './families.ts';

/** `incomplete` includes failed; `published` is a proxy entry. */
export type ArpState = 'complete' | 'incomplete' | 'permanent' | 'published';

/** An IPv4 neighbour: a line of `/proc/net/arp` (net/ipv4/arp.c, arp_format_neigh_entry). */
export type ArpEntry = {
  address: string;
  hardwareType: string | null;
  state: ArpState;
  flags: string;
  hardwareAddress: string | null;
  mask: string | null;
  interface: string | null;
};

/** include/uapi/linux/if_arp.h, ARPHRD_*; named as in iproute2. */
const hardwareTypes: Readonly<Record<number, string>> = {
  1: 'ether',
  3: 'ax25',
  24: 'ieee1394',
  32: 'infiniband',
  256: 'slip',
  280: 'can',
  512: 'ppp',
  519: 'rawip',
  768: 'ipip',
  769: 'tunnel6',
  772: 'loopback',
  776: 'sit',
  778: 'gre',
  801: 'ieee802.11',
  802: 'ieee802.11/prism',
  803: 'ieee802.11/radiotap',
  823: 'gre6',
  824: 'netlink',
  65534: 'none',
  65535: 'void',
};

/** include/uapi/linux/if_arp.h. */
const ATF_COM = 0x02;
const ATF_PERM = 0x04;
const ATF_PUBL = 0x08;

/** As in arp_state_to_flags: a resolved permanent entry has both bits; the proxy bit takes precedence. */
const stateOf = (flags: number): ArpState => {
  if (flags & ATF_PUBL) return 'published';
  if (!(flags & ATF_COM)) return 'incomplete';
  return flags & ATF_PERM ? 'permanent' : 'complete';
};

/** A failed entry keeps its last address, which is no longer valid. */
const hardwareAddressOf = (row: ArpRow): string | null => (row.flags & ATF_COM ? row.hardwareAddress : null);

export const arp = defineReport<ArpEntry, ArpRow>()({
  name: 'arp',
  summary: 'Show the IPv4 neighbour table',
  files: ['arp'],
  row: 'an IPv4 neighbour',
  examples: [
    ['procnet arp', 'the neighbour table'],
    ['procnet arp --state incomplete', 'neighbours that do not answer'],
    ['procnet arp --interface eth0 --csv --columns address,hardwareAddress', 'a list for a spreadsheet'],
  ],
  notes: [
    'Flags 0x0 mean incomplete or failed, 0x2 complete, 0x6 permanent, 0xc published (proxy ARP). Some tutorials call 0x6 incomplete; it is a static entry, and complete.',
    'This file does not distinguish reachable from stale entries, and no file lists IPv6 neighbours.',
    'The file keeps the last hardware address of a failed entry, but the address is valid only with the complete bit; otherwise it is shown as unknown.',
  ],
  seeAlso: ['arp 8', 'ip-neighbour 8'],
  identity: ['address', 'interface'],
  switches: () => null,
  options: { all: allOption, numeric: numericOption },
  columns: {
    address: { kind: 'address', help: "The neighbour's IPv4 address.", read: (row) => row.address },
    hardwareType: {
      kind: 'text',
      heading: 'hwType',
      isWhole: true,
      help: 'The link type; a number if unknown.',
      read: (row) => hardwareTypes[row.hardwareType ?? -1] ?? row.hardwareTypeText,
    },
    state: {
      kind: 'state',
      help: 'Whether the address is resolved: complete, incomplete (or failed), permanent, published.',
      values: ['complete', 'incomplete', 'permanent', 'published'] satisfies readonly ArpState[],
      read: (row) => stateOf(row.flags),
      tone: (state) => (state === 'incomplete' ? 'bad' : state === 'complete' ? 'good' : undefined),
    },
    flags: {
      kind: 'text',
      optional: true,
      help: 'The flags as the kernel prints them.',
      read: (row) => row.flagsText,
    },
    hardwareAddress: {
      kind: 'mac',
      heading: 'hwAddress',
      help: 'The hardware address; unknown unless the entry is complete.',
      read: hardwareAddressOf,
    },
    mask: {
      kind: 'text',
      givesWay: { rank: 1, ifEmpty: true },
      help: 'Always unknown on current kernels, which print *.',
      read: (row) => row.mask,
    },
    interface: {
      kind: 'interface',
      heading: 'iface',
      help: 'The interface the neighbour is reachable on.',
      read: (row) => row.device,
    },
  },
  scan: ({ kernel }) => arpRows(kernel.open('arp')),
});
