import type { Columns, Holder } from '../../core/column.ts';
import type { Socket } from './socket.ts';
import { socketFamilies, socketProtocols } from './tables.ts';

/**
 * A socket of one network namespace. From `/proc/net/{tcp,tcp6}` (net/ipv4/tcp_ipv4.c, tcp4_seq_show; tcp_ipv6.c,
 * tcp6_seq_show), `{udp,udp6,udplite,udplite6}` (udp.c, udp4_seq_show), `{raw,raw6}` (raw.c, raw_seq_show),
 * `{icmp,icmp6}` (ping.c, ping_v4_seq_show), `unix` (net/unix/af_unix.c, unix_seq_show), `packet`
 * (net/packet/af_packet.c, packet_seq_show) and `netlink` (net/netlink/af_netlink.c, netlink_native_seq_show).
 */
export type Connection = {
  protocol: string;
  family: string;
  state: string | null;
  /** Bytes; on a TCP listener, connections waiting to be accepted. */
  recvQueue: number | null;
  /** Bytes. */
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
  timer: string | null;
  /** Milliseconds. */
  timerMs: number | null;
  retransmits: number | null;
  probes: number | null;
  /** Milliseconds. */
  rtoMs: number | null;
  /** Milliseconds. */
  atoMs: number | null;
  /** Segments. */
  cwnd: number | null;
  /** Segments. */
  ssthresh: number | null;
  /** Datagrams. */
  drops: number | null;
  protocolNumber: number | null;
  type: string | null;
  path: string | null;
  listening: boolean | null;
  suspect: boolean | null;
  processes: readonly Holder[] | null;
};

const stateTones: Readonly<Record<string, 'good' | 'warn' | 'bad' | 'dim'>> = {
  ESTABLISHED: 'good',
  SYN_SENT: 'warn',
  SYN_RECV: 'warn',
  CLOSE_WAIT: 'bad',
  TIME_WAIT: 'dim',
};

export const socketStates = [
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
  'UNCONN',
  'CONNECTING',
  'DISCONNECTING',
] as const;

export const socketColumns: Columns<Connection, Socket> = {
  protocol: {
    kind: 'text',
    help: 'The transport protocol, or the family of sockets that have none.',
    values: socketProtocols,
    read: (socket) => socket.protocol,
  },
  family: {
    kind: 'text',
    help: 'The address family of the socket: an IPv6 socket may carry IPv4.',
    values: socketFamilies,
    read: (socket) => socket.family,
  },
  state: {
    kind: 'state',
    help: 'The state by its kernel name; UNCONN for sockets that are not connected.',
    values: socketStates,
    read: (socket) => socket.state,
    tone: (state) => stateTones[state],
  },
  recvQueue: {
    kind: 'integer',
    unit: 'bytes',
    help: 'Bytes received and not yet read (UDP: memory charged for them); on a TCP listener, connections not yet accepted.',
    read: (socket) => socket.recvQueue,
    tone: (value) => (value > 0 ? 'warn' : undefined),
  },
  sendQueue: {
    kind: 'integer',
    unit: 'bytes',
    help: 'Bytes sent and not yet acknowledged, an unacknowledged SYN or FIN counted as one; not the backlog of a listener.',
    read: (socket) => socket.sendQueue,
    tone: (value) => (value > 0 ? 'warn' : undefined),
  },
  localAddress: {
    kind: 'address',
    help: 'The local address; 0.0.0.0 or :: when bound to every address.',
    port: 'localPort',
    read: (socket) => socket.localAddress,
    put: (socket, out) => socket.putLocalAddress(out),
    octets: (socket) => socket.localOctets,
  },
  localPort: {
    kind: 'port',
    help: 'The local port; of an icmp socket, the echo identifier.',
    read: (socket) => socket.localPort,
  },
  remoteAddress: {
    kind: 'address',
    help: 'The address of the other end; 0.0.0.0 or :: when there is none.',
    port: 'remotePort',
    read: (socket) => socket.remoteAddress,
    put: (socket, out) => socket.putRemoteAddress(out),
    octets: (socket) => socket.remoteOctets,
  },
  remotePort: {
    kind: 'port',
    help: 'The port of the other end.',
    read: (socket) => socket.remotePort,
  },
  interface: {
    kind: 'interface',
    help: 'Inferred, since the kernel does not list it: the interface that holds the local address.',
    read: (socket) => socket.interface,
  },
  uid: {
    kind: 'integer',
    optional: true,
    help: 'The user id that owns the socket, as seen from our user namespace; unknown on TIME_WAIT.',
    read: (socket) => socket.uid,
  },
  user: {
    kind: 'text',
    optional: true,
    help: 'The name of that user in /etc/passwd.',
    read: (socket) => socket.user,
  },
  inode: {
    kind: 'integer',
    optional: true,
    help: 'The inode of the socket; 0 when no file descriptor belongs to it.',
    read: (socket) => socket.inode,
  },
  timer: {
    kind: 'text',
    optional: true,
    help: 'The TCP timer that runs: off, retransmit, keepalive, timewait or probe.',
    values: ['off', 'retransmit', 'keepalive', 'timewait', 'probe'],
    read: (socket) => socket.timer,
  },
  timerMs: {
    kind: 'duration',
    unit: 'milliseconds',
    optional: true,
    help: 'Time until that timer fires.',
    read: (socket) => socket.timerMs,
  },
  retransmits: {
    kind: 'integer',
    optional: true,
    help: 'Retransmission timeouts in a row without an answer.',
    read: (socket) => socket.retransmits,
    tone: (value) => (value > 0 ? 'bad' : undefined),
  },
  probes: {
    kind: 'integer',
    optional: true,
    help: 'Zero-window or keepalive probes sent without an answer.',
    read: (socket) => socket.probes,
  },
  rtoMs: {
    kind: 'duration',
    unit: 'milliseconds',
    optional: true,
    help: 'The retransmission timeout.',
    read: (socket) => socket.rtoMs,
  },
  atoMs: {
    kind: 'duration',
    unit: 'milliseconds',
    optional: true,
    help: 'The delayed acknowledgement timeout.',
    read: (socket) => socket.atoMs,
  },
  cwnd: {
    kind: 'integer',
    unit: 'segments',
    optional: true,
    help: 'The congestion window.',
    read: (socket) => socket.cwnd,
  },
  ssthresh: {
    kind: 'integer',
    unit: 'segments',
    optional: true,
    help: 'The slow start threshold; unknown during the first slow start, when there is none.',
    read: (socket) => socket.ssthresh,
  },
  drops: {
    kind: 'integer',
    unit: 'datagrams',
    optional: true,
    help: 'Datagrams dropped by this UDP, raw or icmp socket, mostly because its receive buffer was full.',
    read: (socket) => socket.drops,
    tone: (value) => (value > 0 ? 'bad' : undefined),
  },
  protocolNumber: {
    kind: 'integer',
    optional: true,
    help: 'The IP protocol of a raw socket (1 ICMP, 58 ICMPv6, 255 any), the Ethernet type of a packet socket, the netlink family.',
    read: (socket) => socket.protocolNumber,
  },
  type: {
    kind: 'text',
    optional: true,
    help: 'The type of a unix or packet socket: stream, dgram, seqpacket or raw.',
    values: ['stream', 'dgram', 'seqpacket', 'raw', 'packet'],
    read: (socket) => socket.type,
  },
  path: {
    kind: 'text',
    optional: true,
    help: 'The name of a unix socket, line feeds and all; the kernel shows an abstract name with @ for each NUL.',
    read: (socket) => socket.path,
  },
  listening: {
    kind: 'flag',
    optional: true,
    help: 'Whether a unix socket listens.',
    read: (socket) => socket.listening,
  },
  suspect: {
    kind: 'flag',
    optional: true,
    help: 'Whether a line feed in the name of the unix socket before could have forged this row: draw no conclusion from it.',
    read: (socket) => socket.suspect,
  },
  processes: {
    kind: 'list',
    optional: true,
    help: 'Every process that holds the socket open, with the file descriptor.',
    read: (socket) => socket.processes,
  },
};
