import { netFiles } from './net-files.ts';

const head = (bytes: Uint8Array, size: number): string =>
  Buffer.from(bytes.subarray(0, size)).toString('latin1');

/** How each file starts, unless empty. The first match wins. */
const beginnings: readonly (readonly [file: string, form: RegExp])[] = [
  ['unix', /^Num +RefCount +Protocol +Flags +Type +St\b/],
  ['packet', /^sk +RefCnt +Type +Proto\b/],
  ['netlink', /^sk +Eth +Pid\b/],
  ['dev', /^Inter-\| +Receive/],
  ['arp', /^IP address +HW type +Flags/],
  ['route', /^Iface\tDestination\tGateway/],
  ['igmp', /^Idx\tDevice +: Count Querier/],
  ['protocols', /^protocol +size +sockets +memory/],
  ['sockstat', /^sockets: used \d/],
  ['sockstat6', /^TCP6: inuse \d/],
  ['snmp', /^Ip: Forwarding /],
  ['netstat', /^TcpExt: /],
  ['snmp6', /^Ip6InReceives\s/],
  ['fib_trie', /^(?:Main|Local|Id \d+|<local>|<main>):\n/],
  ['stat/nf_conntrack', /^entries +(?:searched|clashres) +found/],
  ['stat/arp_cache', /^entries +allocs +destroys/],
  ['stat/rt_cache', /^entries +in_hit\b/],
  ['nf_conntrack', /^ipv[46] +\d+ \S+ +\d+ .*\bsrc=/],
  ['ip_conntrack', /^(?:tcp|udp|icmp|unknown|gre) +\d+ .*\bsrc=/],
  ['ipv6_route', /^[\da-f]{32} [\da-f]{2} [\da-f]{32} [\da-f]{2} [\da-f]{32} /],
  ['if_inet6', /^[\da-f]{32} [\da-f]{2,8} [\da-f]{2} [\da-f]{2} [\da-f]{2} +\S/],
  ['igmp6', /^\d+ +\S+ +[\da-f]{32} +\d+ [\dA-F]{8} \d/],
  ['dev_mcast', /^\d+ +\S+ +\d+ +\d+ +[\da-f]{2,}\n/],
  ['softnet_stat', /^(?:[\da-f]{8} ){8,}[\da-f]{8} *\n/],
];

const inetHeader =
  /^ *sl +local_address +(rem_address|remote_address) +st tx_queue[^\n]*?((?: ref pointer)? drops)? *\n/;

/** Files with the same header, distinguished by their rows or name. */
const families = [
  { tcp: 'tcp', datagram: 'udp', all: ['tcp', 'udp', 'udplite', 'raw', 'icmp'] },
  { tcp: 'tcp6', datagram: 'udp6', all: ['tcp6', 'udp6', 'udplite6', 'raw6', 'icmp6'] },
] as const;

/** State 07 (CLOSE), an unconnected datagram socket. TCP lists no such sockets. */
const isDatagram = /^ *\d+: [\dA-F]+:[\dA-F]{4} [\dA-F]+:[\dA-F]{4} 07 /m;
/** Row numbers are four characters wide in `raw` (net/ipv4/raw.c), five in `udp` and `icmp`. */
const isRaw = /^[ \d]{4}: [\dA-F]{8}:00/m;

const inetFile = (text: string, hint: string): string | null => {
  const header = inetHeader.exec(text);
  if (header === null) return null;
  const family = families[header[1] === 'rem_address' ? 0 : 1];
  const mayBeTcp = header[2] === undefined;
  if ((family.all as readonly string[]).includes(hint) && (mayBeTcp || hint !== family.tcp)) return hint;
  const rows = text.slice(header[0].length);
  if (mayBeTcp && !isDatagram.test(rows)) return family.tcp;
  return header[2] === ' ref pointer drops' && isRaw.test(rows) ? 'raw' : family.datagram;
};

/**
 * Recognizes a kernel file by how it starts; null if unknown. UDP, UDP-Lite, ICMP and raw IPv6 look the same, so `hint`, the
 * file's base name, selects among the matches; without one, UDP is assumed.
 */
export const recognizeTable = (bytes: Uint8Array, hint = ''): string | null => {
  const text = head(bytes, 1 << 16).replace(/^\n+/, '');
  const found = inetFile(text, hint) ?? beginnings.find(([, form]) => form.test(text))?.[0] ?? null;
  if (found === 'stat/arp_cache' && hint === 'ndisc_cache') return 'stat/ndisc_cache';
  return found ?? (bytes.length === 0 && netFiles.includes(hint) ? hint : null);
};
