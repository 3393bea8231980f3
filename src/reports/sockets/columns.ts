import type { Columns, Holder } from '../../core/column.ts';
import { protocolNumberText, socketStates, stateTones } from './codes.ts';
import type { Connection } from './connection.ts';
import type { Socket } from './socket.ts';
import { socketFamilies, socketProtocols } from './tables.ts';
import { tcpColumns } from './tcp-columns.ts';

const distinct = <T>(holders: readonly Holder[] | null, of: (holder: Holder) => T): readonly T[] | null =>
  holders === null ? null : [...new Set(holders.map(of))];

export const socketColumns: Columns<Connection, Socket> = {
  protocol: {
    kind: 'text',
    help: 'The transport protocol, or the family of sockets that have none.',
    values: socketProtocols,
    read: (socket) => socket.protocol as Connection['protocol'],
    vector: ({ vectors }) => vectors?.protocol ?? null,
  },
  family: {
    kind: 'text',
    help: 'The address family of the socket: an IPv6 socket may carry IPv4.',
    values: socketFamilies,
    read: (socket) => socket.family as Connection['family'],
    vector: ({ vectors }) => vectors?.family ?? null,
  },
  state: {
    kind: 'state',
    help: 'The state by its kernel name; UNCONN for sockets that are not connected.',
    values: socketStates,
    read: (socket) => socket.state as Connection['state'],
    vector: ({ vectors }) => vectors?.state ?? null,
    tone: (state) => stateTones[state],
  },
  recvQueue: {
    kind: 'integer',
    unit: 'bytes',
    help: 'Bytes received and not yet read (UDP: memory charged for them); on a TCP listener, connections not yet accepted.',
    read: (socket) => socket.recvQueue,
    vector: ({ vectors }) => vectors?.recvQueue ?? null,
    tone: (value) => (value > 0 ? 'warn' : undefined),
  },
  sendQueue: {
    kind: 'integer',
    unit: 'bytes',
    help: 'Bytes sent and not yet acknowledged, an unacknowledged SYN or FIN counted as one; not the backlog of a listener.',
    read: (socket) => socket.sendQueue,
    vector: ({ vectors }) => vectors?.sendQueue ?? null,
    tone: (value) => (value > 0 ? 'warn' : undefined),
  },
  localAddress: {
    kind: 'address',
    help: 'The local address; 0.0.0.0 or :: when bound to every address.',
    port: 'localPort',
    read: (socket) => socket.localAddress,
    vector: ({ vectors }) => vectors?.localAddress ?? null,
    put: (socket, out) => socket.putLocalAddress(out),
    octets: (socket) => socket.localOctets,
  },
  localPort: {
    kind: 'port',
    help: 'The local port; of an icmp socket, the echo identifier.',
    read: (socket) => socket.localPort,
    vector: ({ vectors }) => vectors?.localPort ?? null,
  },
  remoteAddress: {
    kind: 'address',
    help: 'The address of the other end; 0.0.0.0 or :: when there is none.',
    port: 'remotePort',
    read: (socket) => socket.remoteAddress,
    vector: ({ vectors }) => vectors?.remoteAddress ?? null,
    put: (socket, out) => socket.putRemoteAddress(out),
    octets: (socket) => socket.remoteOctets,
  },
  remotePort: {
    kind: 'port',
    help: 'The port of the other end.',
    read: (socket) => socket.remotePort,
    vector: ({ vectors }) => vectors?.remotePort ?? null,
  },
  interface: {
    kind: 'interface',
    needs: 'addresses',
    help: 'Inferred, because the kernel does not list it: the interface that holds the local address; unknown where several could.',
    read: (socket) => socket.interface,
    vector: ({ vectors }) => vectors?.interface ?? null,
    hides: (socket) => socket.interface === null && socket.isOnInterface,
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
  ...tcpColumns,
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
    text: protocolNumberText,
  },
  portId: {
    kind: 'integer',
    optional: true,
    help: 'The address of a netlink socket, mostly the process id of its owner; 0 for a socket of the kernel.',
    read: (socket) => socket.portId,
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
    needs: 'owners',
    hides: (socket) => socket.hidesOwners,
    help: 'Every process that holds the socket open, with the file descriptor.',
    read: (socket) => socket.processes,
  },
  pid: {
    kind: 'numbers',
    optional: true,
    needs: 'owners',
    hides: (socket) => socket.hidesOwners,
    help: 'The process IDs of those, each once.',
    read: (socket) => distinct(socket.processes, ({ pid }) => pid),
  },
  process: {
    kind: 'names',
    optional: true,
    needs: 'owners',
    hides: (socket) => socket.hidesOwners,
    help: 'The names of those, each once: --count-by process counts a socket under each.',
    read: (socket) => distinct(socket.processes, ({ name }) => name),
  },
};
