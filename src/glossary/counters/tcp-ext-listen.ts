import { type CounterNotes, counter } from './note.ts';

/** `TcpExt:` counters for incoming handshakes: SYN cookies, full queues, TCP Fast Open. */
export const tcpExtListenNotes: CounterNotes = {
  TcpExtSyncookiesSent: counter(
    'SYN cookies sent, which encode a handshake in the sequence number because the queue is full.',
    'Caused by a flood or a backlog that is too short; see `procnet conns --state syn-recv --count-by remoteAddress`.',
  ),
  TcpExtSyncookiesRecv: counter('Handshakes completed with a valid SYN cookie from the client.'),
  TcpExtSyncookiesFailed: counter(
    'Acknowledgements to a listener that should have contained a valid SYN cookie but did not.',
    'Caused by port scans, forged packets or very late clients; see TcpExtSyncookiesSent for the reason for cookies.',
  ),
  TcpExtEmbryonicRsts: counter(
    'Half-open incoming handshakes aborted by a reset, from the client or from this host.',
    'Port scanners do this; if clients complain, see net.ipv4.tcp_abort_on_overflow.',
  ),
  TcpExtListenOverflows: counter(
    "Connection attempts dropped because the listener's accept queue was full.",
    'Find the slow program with `procnet conns -p --state listen --sort -recvQueue`, and see net.core.somaxconn.',
  ),
  TcpExtListenDrops: counter(
    'Connection attempts dropped by listeners for any reason, including accept queue overflows.',
    'If TcpExtListenOverflows grows equally, an accept queue is full; if not, see TcpExtTCPReqQFullDrop and memory.',
  ),
  TcpExtTCPReqQFullDoCookies: counter(
    'SYNs answered with a cookie because the queue of half-open handshakes was full, or because cookies are forced.',
    "See `procnet conns --state syn-recv`, the listener's backlog and net.core.somaxconn.",
  ),
  TcpExtTCPReqQFullDrop: counter(
    'SYNs dropped because the queue of half-open handshakes was full and SYN cookies are off.',
    "Turn on net.ipv4.tcp_syncookies, or raise the listener's backlog and net.core.somaxconn.",
  ),
  TcpExtTCPDeferAcceptDrop: counter(
    'Final handshake acknowledgements ignored because the listener waits for data (TCP_DEFER_ACCEPT).',
  ),
  TcpExtTSEcrRejected: counter(
    'Segments for a half-open handshake dropped because they echo a timestamp that is not from the SYN-ACK.',
    'Caused by forged acknowledgements or a middlebox that rewrites timestamps.',
  ),
  TcpExtTCPMigrateReqSuccess: counter(
    'Pending connections moved to another SO_REUSEPORT listener when theirs was closed.',
  ),
  TcpExtTCPMigrateReqFailure: counter(
    'Pending connections lost because moving them to another SO_REUSEPORT listener failed.',
    'Check the other listeners for full accept queues with `procnet conns --state listen --sort -recvQueue`.',
  ),
  TcpExtTCPFastOpenActive: counter('Outgoing connections whose SYN data was accepted (TCP Fast Open).'),
  TcpExtTCPFastOpenActiveFail: counter(
    'Outgoing Fast Open attempts whose SYN data was not accepted or that timed out.',
    'The server may have it disabled, or a firewall drops SYNs with data; see TcpExtTCPFastOpenBlackhole.',
  ),
  TcpExtTCPFastOpenPassive: counter('Incoming Fast Open connections whose SYN data was accepted.'),
  TcpExtTCPFastOpenPassiveFail: counter(
    'Incoming Fast Open attempts rejected because of an invalid cookie or because no socket could be created.',
    'A new key invalidates old cookies, so servers behind one address must share net.ipv4.tcp_fastopen_key.',
  ),
  TcpExtTCPFastOpenListenOverflow: counter(
    'Incoming Fast Open attempts rejected because too many were pending on the listener.',
    'Compare with the queue length set by the program in the TCP_FASTOPEN socket option.',
  ),
  TcpExtTCPFastOpenCookieReqd: counter('SYNs received that request a Fast Open cookie.'),
  TcpExtTCPFastOpenBlackhole: counter(
    'Times Fast Open was disabled for outgoing connections because a firewall seemed to drop it.',
    'See net.ipv4.tcp_fastopen_blackhole_timeout_sec.',
  ),
  TcpExtTCPFastOpenPassiveAltKey: counter(
    'Incoming Fast Open connections whose cookie was created with the backup key.',
  ),
};
