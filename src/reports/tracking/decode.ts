import { formatIpv6, parseIpv6Groups } from '../../core/address.ts';
import type { Side, TupleRow } from '../../shapes/tuples.ts';

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

/** Of TCP and SCTP: net/netfilter/nf_conntrack_proto_tcp.c and _sctp.c. */
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
] as const;

const l4 = (row: TupleRow): number => (row.hasFamily ? 2 : 0);

export const protocolOf = (row: TupleRow): string => {
  const number = row.decimal(l4(row) + 1);
  return (
    protocolNames[number ?? -1] ?? (row.text(l4(row)) === 'unknown' ? String(number) : row.text(l4(row)))
  );
};

/** An entry that is offloaded has no timeout: then the word after the protocol's number is no number. */
export const timeoutOf = (row: TupleRow): number | null =>
  l4(row) + 2 < row.words ? row.decimal(l4(row) + 2) : null;

export const stateOf = (row: TupleRow): string | null => {
  for (let token = l4(row) + 2; token < row.words; token++)
    if (row.decimal(token) === null) return row.text(token);
  return null;
};

export const addressOf = (row: TupleRow, key: 'src' | 'dst', side: Side): string | null => {
  const text = row.value(key, side);
  const octets = text?.includes(':') ? parseIpv6Groups(text) : null;
  return octets === null ? text : formatIpv6(octets);
};
