import { formatIpv4, formatIpv6 } from '../../core/address.ts';
import type { ByteWriter } from '../../core/bytes.ts';
import { largestPort, type Side, type TupleRow } from '../../tables/conntrack.ts';

/** include/uapi/linux/in.h: the kernel writes "unknown" for protocols without a tracker of their own, with the number. */
const protocolNames: Readonly<Record<number, string>> = {
  1: 'icmp',
  6: 'tcp',
  17: 'udp',
  33: 'dccp',
  47: 'gre',
  58: 'icmpv6',
  132: 'sctp',
  136: 'udplite',
};

/** Of TCP, SCTP and DCCP (until 6.12): net/netfilter/nf_conntrack_proto_tcp.c, _sctp.c and _dccp.c. */
export const states = [
  'NONE',
  'SYN_SENT',
  'SYN_RECV',
  'ESTABLISHED',
  'FIN_WAIT',
  'CLOSE_WAIT',
  'LAST_ACK',
  'TIME_WAIT',
  'CLOSE',
  'LISTEN',
  'SYN_SENT2',
  'CLOSED',
  'COOKIE_WAIT',
  'COOKIE_ECHOED',
  'SHUTDOWN_SENT',
  'SHUTDOWN_RECD',
  'SHUTDOWN_ACK_SENT',
  'HEARTBEAT_SENT',
  'HEARTBEAT_ACKED',
  'REQUEST',
  'RESPOND',
  'PARTOPEN',
  'OPEN',
  'CLOSEREQ',
  'CLOSING',
  'TIMEWAIT',
  'IGNORE',
  'INVALID',
] as const;

/** include/linux/socket.h, AF_INET and AF_INET6. The name beside the number is not needed; old kernels have neither. */
const families: Readonly<Record<number, string>> = { 2: 'ipv4', 10: 'ipv6' };

export const familyOf = (row: TupleRow): string =>
  row.protocol === 0 ? 'ipv4' : (families[row.decimal(1) ?? -1] ?? row.text(0));

export const protocolOf = (row: TupleRow): string => {
  const number = row.decimal(row.protocol + 1);
  const known = protocolNames[number ?? -1];
  if (known !== undefined) return known;
  const name = row.text(row.protocol);
  return name === 'unknown' ? String(number) : name;
};

/** An entry that is offloaded has no timeout: then what follows the number of the protocol is no number. */
export const timeoutOf = (row: TupleRow): number | null =>
  row.protocol + 2 < row.words ? row.decimal(row.protocol + 2) : null;

export const stateOf = (row: TupleRow): string | null => {
  for (let token = row.protocol + 2; token < row.words; token++)
    if (isLetter(row.bytes[row.startOf(token)]!)) return row.text(token);
  return null;
};

const isLetter = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;

/** Of one direction in the kernel's entry: the zone of the tracker may hold for one of them only. */
export const zoneOf = (row: TupleRow): number | null =>
  row.lastNumber('zone') ?? row.number('zone-orig', 0) ?? row.number('zone-reply', 1);

export const portOf = (row: TupleRow, key: 'sport' | 'dport', side: Side): number | null => {
  const port = row.number(key, side);
  return port !== null && port <= largestPort ? port : null;
};

const ipv4 = new Uint8Array(4);
const ipv6 = new Uint8Array(16);

/** Reused by the next call. */
export const octetsOf = (row: TupleRow, key: 'src' | 'dst', side: Side): Uint8Array => {
  if (row.address(key, side, ipv6) === 16) return ipv6;
  for (let at = 0; at < 4; at++) ipv4[at] = ipv6[at]!;
  return ipv4;
};

export const addressOf = (row: TupleRow, key: 'src' | 'dst', side: Side): string => {
  const octets = octetsOf(row, key, side);
  return octets.length === 4 ? formatIpv4(octets) : formatIpv6(octets);
};

export const putAddress = (row: TupleRow, key: 'src' | 'dst', side: Side, out: ByteWriter): true => {
  const octets = octetsOf(row, key, side);
  if (octets.length === 16) {
    out.text(formatIpv6(octets));
    return true;
  }
  for (let at = 0; at < 4; at++) {
    if (at > 0) out.byte(0x2e);
    out.decimal(octets[at]!);
  }
  return true;
};
