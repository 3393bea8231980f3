import type { Holder } from '../../core/column.ts';
import type { SocketFamily, SocketProtocol } from './tables.ts';

/** include/net/tcp_states.h and, for unix sockets, include/uapi/linux/net.h; an unknown code is kept as a number. */
export type SocketState =
  | 'ESTABLISHED'
  | 'SYN_SENT'
  | 'SYN_RECV'
  | 'FIN_WAIT1'
  | 'FIN_WAIT2'
  | 'TIME_WAIT'
  | 'CLOSE'
  | 'CLOSE_WAIT'
  | 'LAST_ACK'
  | 'LISTEN'
  | 'CLOSING'
  | 'UNCONN'
  | 'CONNECTING'
  | 'DISCONNECTING'
  | `UNKNOWN(0x${string})`;

/** net/ipv4/tcp_ipv4.c, get_tcp4_sock: `timer_active`. */
export type TcpTimer = 'off' | 'retransmit' | 'keepalive' | 'timewait' | 'probe' | `UNKNOWN(0x${string})`;

/**
 * A socket in a network namespace, from `/proc/net/{tcp,tcp6}` (net/ipv4/tcp_ipv4.c, tcp4_seq_show; tcp_ipv6.c,
 * tcp6_seq_show), `{udp,udp6,udplite,udplite6}` (udp.c, udp4_seq_show), `{raw,raw6}` (raw.c, raw_seq_show),
 * `{icmp,icmp6}` (ping.c, ping_v4_seq_show), `unix` (net/unix/af_unix.c, unix_seq_show), `packet`
 * (net/packet/af_packet.c, packet_seq_show) and `netlink` (net/netlink/af_netlink.c, netlink_native_seq_show).
 */
export type Connection = {
  protocol: SocketProtocol;
  family: SocketFamily;
  state: SocketState | null;
  /** In bytes; for a TCP listener, connections waiting to be accepted. */
  recvQueue: number | null;
  /** In bytes. */
  sendQueue: number | null;
  localAddress: string | null;
  localPort: number | null;
  remoteAddress: string | null;
  remotePort: number | null;
  /** Inferred from the local address. */
  interface: string | null;
  uid: number | null;
  user: string | null;
  inode: number | null;
  timer: TcpTimer | null;
  /** In milliseconds. */
  timerMs: number | null;
  retransmits: number | null;
  probes: number | null;
  /** In milliseconds. */
  rtoMs: number | null;
  /** In milliseconds. */
  atoMs: number | null;
  /** Segments. */
  cwnd: number | null;
  /** Segments. */
  ssthresh: number | null;
  /** Datagrams. */
  drops: number | null;
  protocolNumber: number | null;
  /** Netlink: 0 for the kernel's own socket. */
  portId: number | null;
  type: string | null;
  path: string | null;
  listening: boolean | null;
  suspect: boolean | null;
  processes: readonly Holder[] | null;
  pid: readonly number[] | null;
  process: readonly string[] | null;
};
