import { defineReport, type ScanContext } from '../core/report.ts';
import { LocalInterfaces } from '../lookup/addresses/local-interfaces.ts';
import { wantsFamily } from './families.ts';
import { socketColumns } from './sockets/columns.ts';
import type { Connection } from './sockets/connection.ts';
import { inetSockets } from './sockets/inet-scan.ts';
import { netlinkSockets, packetSockets } from './sockets/kernel-sockets.ts';
import { type SocketSwitches, socketOptions } from './sockets/options.ts';
import type { Socket } from './sockets/socket.ts';
import { socketSuccession } from './sockets/succession.ts';
import { type SocketTable, socketProtocols, socketTables } from './sockets/tables.ts';
import { unixSockets } from './sockets/unix.ts';

const chosen = ({ switches }: ScanContext<SocketSwitches>, { protocol, family }: SocketTable): boolean =>
  (switches.tables?.has(protocol) ?? (protocol === 'tcp' || protocol === 'udp')) &&
  wantsFamily(switches, family);

const otherSockets: Readonly<Record<string, (context: ScanContext) => Iterable<Socket>>> = {
  unix: unixSockets,
  packet: packetSockets,
  netlink: netlinkSockets,
};

function* inTurn(scans: readonly Iterable<Socket>[]): Generator<Socket> {
  for (const sockets of scans) yield* sockets;
}

/** Internet sockets, which may be very numerous, come directly from their own generator. */
const scan = (context: ScanContext<SocketSwitches>): Iterable<Socket> => {
  const tables = socketTables.filter((table) => chosen(context, table));
  const inet = tables.filter(({ family }) => family === 'ipv4' || family === 'ipv6');
  const interfaces = context.wanted.has('interface') ? new LocalInterfaces(context.kernel) : null;
  const sockets = inetSockets(context, inet, interfaces);
  const others = tables.flatMap(({ protocol }) => {
    const other = otherSockets[protocol];
    return other === undefined ? [] : [other(context)];
  });
  return others.length === 0 ? sockets : inTurn([sockets, ...others]);
};

export type { Connection };

export const conns = defineReport<Connection, Socket, SocketSwitches>()({
  name: 'conns',
  summary: 'Show sockets, their addresses and states',
  files: [
    'tcp',
    'tcp6',
    'udp',
    'udp6',
    'udplite',
    'udplite6',
    'raw',
    'raw6',
    'icmp',
    'icmp6',
    'unix',
    'packet',
    'netlink',
    'sockstat',
    'sockstat6',
    'fib_trie',
    'route',
    'if_inet6',
    'dev',
    'igmp',
    'igmp6',
    'dev_mcast',
    '/proc/PID/fd',
    '/proc/PID/task/TID/fd',
  ],
  row: 'a socket',
  examples: [
    ['procnet conns -tlnp', 'which process listens on which TCP port'],
    [
      "procnet conns 'state established and dport = :443' --count-by remoteAddress",
      'where HTTPS connections go',
    ],
    ['procnet conns -t --count-by state --json', 'connections by state, for jq'],
  ],
  notes: [
    'The tables change while they are read page by page, so a listing is not an exact snapshot. Rows the kernel repeats are shown once.',
    "The kernel lists neither TCP sockets that are bound but not listening or connected, nor a socket's interface or backlog limit, nor a unix socket's peer.",
    'Any user can give a unix socket a name that looks like further rows of the table; rows that could be forged this way are marked suspect.',
    'IPv4 traffic on an IPv6 socket is listed under ipv6 with addresses such as ::ffff:10.0.0.1.',
  ],
  seeAlso: ['lsof 8', 'netstat 8', 'ss 8'],
  isWatched: true,
  switches: () => ({ families: null, tables: null }),
  everything: () => ({ families: null, tables: new Set(socketProtocols) }),
  options: socketOptions,
  words: {
    synopsis: '[EXPRESSION]',
    areExpression: true,
    completes: () => ({ from: 'words', words: ['state', 'exclude', 'src', 'dst', 'sport', 'dport', 'dev'] }),
    take({ filter }, words) {
      filter.where = [words.join(' '), ...(filter.where ?? [])];
    },
  },
  identity: ['protocol', 'family', 'localAddress', 'localPort', 'remoteAddress', 'remotePort', 'inode'],
  compared: ['state'],
  succession: socketSuccession,
  columns: socketColumns,
  scan,
});
