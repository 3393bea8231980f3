import { type CounterNotes, counter } from './note.ts';

/** `TcpExt:` on incoming handshakes: SYN cookies, full queues, TCP Fast Open. */
export const tcpExtListenNotes: CounterNotes = {
  TcpExtSyncookiesSent: counter(
    'SYN cookies sent: the state of a handshake goes into the sequence number instead of a full queue.',
    'A flood, or too short a backlog: see `procnet conns --state syn-recv --count-by remoteAddress`.',
  ),
  TcpExtSyncookiesRecv: counter('Handshakes finished by a client that sent back a valid SYN cookie.'),
  TcpExtSyncookiesFailed: counter(
    'Acknowledgements to a listener that should have held a SYN cookie and did not hold a valid one.',
    'Port scans, forged packets or very late clients: see TcpExtSyncookiesSent for the cause of the cookies.',
  ),
  TcpExtEmbryonicRsts: counter(
    'Half-open incoming handshakes broken off by a reset, from the client or from this host.',
    'Port scanners do this: if clients complain, see net.ipv4.tcp_abort_on_overflow.',
  ),
  TcpExtListenOverflows: counter(
    'Connection attempts turned away because the accept queue of the listener was full.',
    'Find the slow program with `procnet conns -p --state listen --sort -recvQueue`, and see net.core.somaxconn.',
  ),
  TcpExtListenDrops: counter(
    'Connection attempts that listeners dropped for whatever reason, the overflows of the accept queue included.',
    'If TcpExtListenOverflows grows alike a queue is full: if not, see TcpExtTCPReqQFullDrop and memory.',
  ),
  TcpExtTCPReqQFullDoCookies: counter(
    'SYNs answered with a cookie because the queue of half-open handshakes was full, or because cookies are forced.',
    'See `procnet conns --state syn-recv`, the backlog of the listener and net.core.somaxconn.',
  ),
  TcpExtTCPReqQFullDrop: counter(
    'SYNs dropped because the queue of half-open handshakes was full and SYN cookies are off.',
    'Turn on net.ipv4.tcp_syncookies, or raise the backlog of the listener and net.core.somaxconn.',
  ),
  TcpExtTCPDeferAcceptDrop: counter(
    'Final handshake acknowledgements ignored because the listener wants to wait for data (TCP_DEFER_ACCEPT).',
  ),
  TcpExtTSEcrRejected: counter(
    'Segments for a half-open handshake dropped because the timestamp they echo is not one that the SYN-ACK carried.',
    'Forged acknowledgements or a middlebox that rewrites timestamps.',
  ),
  TcpExtTCPMigrateReqSuccess: counter(
    'Pending connections that moved to another SO_REUSEPORT listener when their own was closed.',
  ),
  TcpExtTCPMigrateReqFailure: counter(
    'Pending connections lost because moving them to another SO_REUSEPORT listener failed.',
    'See whether the other listeners have full accept queues: `procnet conns --state listen --sort -recvQueue`.',
  ),
  TcpExtTCPFastOpenActive: counter(
    'Outgoing connections whose data in the SYN was accepted (TCP Fast Open).',
  ),
  TcpExtTCPFastOpenActiveFail: counter(
    'Outgoing Fast Open attempts whose data in the SYN was not accepted or that timed out.',
    'The server may have it off, or a firewall drops SYNs with data: see TcpExtTCPFastOpenBlackhole.',
  ),
  TcpExtTCPFastOpenPassive: counter('Incoming Fast Open connections whose data in the SYN was accepted.'),
  TcpExtTCPFastOpenPassiveFail: counter(
    'Incoming Fast Open attempts turned down for an invalid cookie or because no socket could be made.',
    'A new key makes old cookies invalid: servers behind one address must share net.ipv4.tcp_fastopen_key.',
  ),
  TcpExtTCPFastOpenListenOverflow: counter(
    'Incoming Fast Open attempts turned down because too many were pending at that listener.',
    'Compare with the queue length that the program gives in the TCP_FASTOPEN socket option.',
  ),
  TcpExtTCPFastOpenCookieReqd: counter('SYNs received that ask this server for a Fast Open cookie.'),
  TcpExtTCPFastOpenBlackhole: counter(
    'Times that Fast Open was switched off for outgoing connections because a firewall seemed to swallow it.',
    'See net.ipv4.tcp_fastopen_blackhole_timeout_sec.',
  ),
  TcpExtTCPFastOpenPassiveAltKey: counter(
    'Incoming Fast Open connections whose cookie was made with the second, older key.',
  ),
};
