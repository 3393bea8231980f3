import { ipv4Text, prefixedHex, word } from '../core/field.ts';
import { defineReport } from '../core/report.ts';
import { decodeName } from '../core/text.ts';
import type { Row } from '../shapes/row.ts';
import { rows } from '../shapes/rows.ts';
import { allOption, numericOption } from './families.ts';

/** An IPv4 neighbour: a line of `/proc/net/arp` (net/ipv4/arp.c, arp_format_neigh_entry). */
export type ArpEntry = {
  address: string;
  hardwareType: string | null;
  state: string;
  flags: string;
  hardwareAddress: string | null;
  mask: string | null;
  interface: string | null;
};

/** include/uapi/linux/if_arp.h, ARPHRD_*; the words are iproute2's. */
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

const states = ['complete', 'incomplete', 'permanent', 'published'] as const;

/** arp_state_to_flags: a permanent entry that is resolved shows both bits; the bit of a proxy entry outranks them. */
const stateOf = (flags: number): (typeof states)[number] => {
  if (flags & ATF_PUBL) return 'published';
  if (!(flags & ATF_COM)) return 'incomplete';
  return flags & ATF_PERM ? 'permanent' : 'complete';
};

const flagsOf = (row: Row): number => row.hex(2, 2) ?? 0;

/** Between the flags and the mask; an AX.25 call sign may hold blanks, a device without address has none at all. */
const hardwareAddressOf = (row: Row): string | null => {
  if (!(flagsOf(row) & ATF_COM) || row.count < 6) return null;
  return decodeName(row.bytes, row.startOf(3), row.endOf(row.count - 3));
};

const lastButStar = (row: Row, fromRight: number): string | null => {
  const text = row.text(row.count - fromRight);
  return text === '*' ? null : text;
};

export const arp = defineReport<ArpEntry, Row>()({
  name: 'arp',
  summary: 'Show the IPv4 neighbours that the kernel knows',
  files: ['arp'],
  row: 'an IPv4 neighbour',
  examples: [
    ['procnet arp', 'the neighbour table'],
    ['procnet arp --state incomplete', 'neighbours that do not answer'],
    ['procnet arp --interface eth0 --csv --columns address,hardwareAddress', 'a list for a spreadsheet'],
  ],
  notes: [
    'Flags 0x0 mean incomplete or failed, 0x2 complete, 0x6 permanent, 0xc published (proxy ARP). Some tutorials call 0x6 incomplete: it is a static entry that is complete.',
    'The kernel does not tell reachable from stale here, and lists IPv6 neighbours in no file.',
    'A failed entry keeps its last hardware address in the file; it is shown as unknown, since it is valid only with the complete bit.',
  ],
  seeAlso: ['arp 8', 'ip-neighbour 8'],
  identity: ['address', 'interface'],
  switches: () => null,
  options: { all: allOption, numeric: numericOption },
  columns: {
    address: { kind: 'address', help: 'The IPv4 address of the neighbour.', read: (row) => row.text(0) },
    hardwareType: {
      kind: 'text',
      help: 'The type of the link; an unknown one as its number.',
      read: (row) => hardwareTypes[row.hex(1, 2) ?? -1] ?? row.text(1),
    },
    state: {
      kind: 'state',
      help: 'Whether the address is resolved: complete, incomplete (or failed), permanent, published.',
      values: states,
      read: (row) => stateOf(flagsOf(row)),
      tone: (state) => (state === 'incomplete' ? 'bad' : state === 'complete' ? 'good' : undefined),
    },
    flags: {
      kind: 'text',
      optional: true,
      help: 'The flags as the kernel prints them.',
      read: (row) => row.text(2),
    },
    hardwareAddress: {
      kind: 'mac',
      help: 'The hardware address; unknown unless the entry is complete.',
      read: hardwareAddressOf,
    },
    mask: {
      kind: 'text',
      help: 'Always unknown on present kernels, which print *.',
      read: (row) => lastButStar(row, 2),
    },
    interface: {
      kind: 'interface',
      help: 'The interface behind which the neighbour is.',
      read: (row) => lastButStar(row, 1),
    },
  },
  scan: ({ kernel }) =>
    rows(kernel.open('arp'), {
      header: ['IP', 'address', 'Flags'],
      fields: [
        ipv4Text('IP address'),
        prefixedHex('HW type'),
        prefixedHex('Flags'),
        word('Mask'),
        word('Device'),
      ],
    }),
});
