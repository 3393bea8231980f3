import { formatIpv4, formatIpv6 } from '../../core/address.ts';
import type { ByteWriter } from '../../core/bytes.ts';
import type { Direction, TrackedRow } from '../../tables/conntrack/row.ts';

/** include/uapi/linux/in.h. For protocols without a tracker, the kernel prints "unknown" and the number. */
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

/** The states of TCP, SCTP and DCCP (until 6.12): net/netfilter/nf_conntrack_proto_tcp.c, _sctp.c and _dccp.c. */
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

/** include/linux/socket.h, AF_INET6. Old kernels track only IPv4 and do not print the family. */
export const familyOf = (row: TrackedRow): 'ipv4' | 'ipv6' =>
  row.protocol === 2 && row.decimal(1) === 10 ? 'ipv6' : 'ipv4';

export const protocolOf = (row: TrackedRow): string => {
  const number = row.decimal(row.protocol + 1);
  const known = protocolNames[number ?? -1];
  if (known !== undefined) return known;
  const name = row.text(row.protocol);
  return name === 'unknown' ? String(number) : name;
};

/** An offloaded connection has no timeout, so the protocol number is not followed by another number. */
export const timeoutOf = (row: TrackedRow): number | null =>
  row.protocol + 2 < row.words ? row.decimal(row.protocol + 2) : null;

export const stateOf = (row: TrackedRow): string | null => {
  for (let token = row.protocol + 2; token < row.words; token++)
    if (row.endOf(token) > row.startOf(token) && isLetter(row.bytes[row.startOf(token)]!))
      return row.text(token);
  return null;
};

const isLetter = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;

/** A zone may apply to one direction only. */
export const zoneOf = (row: TrackedRow): number | null =>
  row.number('zone', 1) ?? row.number('zone-orig', 0) ?? row.number('zone-reply', 1);

/**
 * What was translated: the source if replies go to a different address than the first packet came from, the destination if
 * they come from a different address than it went to. An ICMP identifier is translated like a source port.
 */
export const natOf = (row: TrackedRow): 'snat' | 'dnat' | 'both' | null => {
  const source = row.differs('src', 'dst') || row.differs('sport', 'dport') || row.differs('id', 'id');
  const destination = row.differs('dst', 'src') || row.differs('dport', 'sport');
  if (source && destination) return 'both';
  return source ? 'snat' : destination ? 'dnat' : null;
};

const ipv4 = new Uint8Array(4);
const ipv6 = new Uint8Array(16);

/** Reused by the next call. */
export const octetsOf = (row: TrackedRow, key: 'src' | 'dst', side: Direction): Uint8Array => {
  if (row.address(key, side, ipv6) === 16) return ipv6;
  for (let at = 0; at < 4; at++) ipv4[at] = ipv6[at]!;
  return ipv4;
};

export const addressOf = (row: TrackedRow, key: 'src' | 'dst', side: Direction): string => {
  const octets = octetsOf(row, key, side);
  return octets.length === 4 ? formatIpv4(octets) : formatIpv6(octets);
};

export const putAddress = (row: TrackedRow, key: 'src' | 'dst', side: Direction, out: ByteWriter): true => {
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
