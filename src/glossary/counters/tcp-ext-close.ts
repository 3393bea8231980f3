import { type CounterNotes, counter } from './note.ts';

/** `TcpExt:` counters for the end of connections: aborts, TIME_WAIT, probes. */
export const tcpExtCloseNotes: CounterNotes = {
  TcpExtTCPAbortOnData: counter(
    'Connections reset because a program closed them with a linger time of 0, or data arrived after the close.',
    'Look for SO_LINGER in the program, or for a program that closes before its peer has finished.',
  ),
  TcpExtTCPAbortOnClose: counter(
    'Connections reset because a program closed them with unread data.',
    'The program does not read to the end, because of a protocol error or to cut off a client.',
  ),
  TcpExtTCPAbortOnMemory: counter(
    'Closed connections reset because of too many orphans or too little TCP memory.',
    'Compare orphan and mem with their limits in `procnet sockstat --columns all`, and see net.ipv4.tcp_max_orphans.',
  ),
  TcpExtTCPAbortOnTimeout: counter(
    'Connections given up after too many unanswered retransmissions, window probes or keepalives.',
    'Peers vanish or the path is broken; see `procnet conns -o --where "retransmits > 0"` and net.ipv4.tcp_retries2.',
  ),
  TcpExtTCPAbortOnLinger: counter(
    'Closed connections dropped in FIN_WAIT2 because the program disabled waiting there (TCP_LINGER2).',
  ),
  TcpExtTCPAbortFailed: counter(
    'Resets that could not be built or sent.',
    'See IpOutNoRoutes, and check the host for memory pressure.',
  ),
  TcpExtTW: counter('Closed connections that waited the full time in TIME_WAIT or FIN_WAIT2.'),
  TcpExtTWRecycled: counter(
    'Sockets in TIME_WAIT replaced by a new outgoing connection with the same addresses and ports (tcp_tw_reuse).',
  ),
  TcpExtTWKilled: counter(
    'Closed connections whose TIME_WAIT or FIN_WAIT2 was shortened to four seconds or less.',
  ),
  TcpExtTCPTimeWaitOverflow: counter(
    'Connections closed without TIME_WAIT because there were too many already, or no memory.',
    'Compare tw with twMax in `procnet sockstat --columns all`, and see net.ipv4.tcp_max_tw_buckets.',
  ),
  TcpExtTCPKeepAlive: counter('Keepalive probes sent on idle connections.'),
  TcpExtTCPWinProbe: counter(
    'Probes sent to peers with a zero receive window.',
    'A peer does not read; find it with `procnet conns -o --where "timer = probe"`.',
  ),
};
