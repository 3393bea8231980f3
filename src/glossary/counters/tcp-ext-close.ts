import { type CounterNotes, counter } from './note.ts';

/** `TcpExt:` on the end of connections: aborts, TIME_WAIT, probes. */
export const tcpExtCloseNotes: CounterNotes = {
  TcpExtTCPAbortOnData: counter(
    'Connections reset because a program closed them with a linger time of 0, or data came after it had closed.',
    'Look for SO_LINGER in the program, or for one that closes before its peer has finished.',
  ),
  TcpExtTCPAbortOnClose: counter(
    'Connections reset because a program closed them with data still unread.',
    'The program does not read to the end: a protocol error, or a client that is cut off on purpose.',
  ),
  TcpExtTCPAbortOnMemory: counter(
    'Closed connections reset because of too many orphans or too little TCP memory.',
    'Compare orphan and mem with their limits in `procnet sockstat --columns all`, and see net.ipv4.tcp_max_orphans.',
  ),
  TcpExtTCPAbortOnTimeout: counter(
    'Connections given up after too many unanswered retransmissions, window probes or keepalives.',
    'Peers vanish or the path is cut: see `procnet conns -o --where "retransmits > 0"` and net.ipv4.tcp_retries2.',
  ),
  TcpExtTCPAbortOnLinger: counter(
    'Closed connections dropped in FIN_WAIT2 because the program asked not to wait there (TCP_LINGER2).',
  ),
  TcpExtTCPAbortFailed: counter(
    'Resets that could not be built or sent.',
    'Look at IpOutNoRoutes and at the memory of the host.',
  ),
  TcpExtTW: counter('Closed connections that went on to wait out the usual time in TIME_WAIT or FIN_WAIT2.'),
  TcpExtTWRecycled: counter(
    'Sockets in TIME_WAIT whose addresses and ports a new outgoing connection took over (tcp_tw_reuse).',
  ),
  TcpExtTWKilled: counter(
    'Closed connections whose wait in TIME_WAIT or FIN_WAIT2 was cut to four seconds or less.',
  ),
  TcpExtTCPTimeWaitOverflow: counter(
    'Connections that closed without TIME_WAIT because there were too many already, or no memory.',
    'Compare tw with twMax in `procnet sockstat --columns all`, and see net.ipv4.tcp_max_tw_buckets.',
  ),
  TcpExtTCPKeepAlive: counter('Keepalive probes sent on idle connections.'),
  TcpExtTCPWinProbe: counter(
    'Probes sent to peers whose receive window is zero.',
    'A peer does not read: find it with `procnet conns -o --where "timer = probe"`.',
  ),
};
