import { type CounterNotes, counter, gauge, setting } from './note.ts';

/** `Tcp:` in /proc/net/snmp, IPv4 and IPv6 combined. */
export const tcpNotes: CounterNotes = {
  TcpRtoAlgorithm: setting(
    'SNMP code of the retransmission timeout algorithm (Linux always prints 1, "other").',
  ),
  TcpRtoMin: {
    ...setting(
      'Lower bound of the retransmission timeout in milliseconds (nominal; routes may override it).',
    ),
    unit: 'milliseconds',
  },
  TcpRtoMax: {
    ...setting('Upper bound of the retransmission timeout in milliseconds.'),
    unit: 'milliseconds',
  },
  TcpMaxConn: setting('Fixed limit on the number of connections (Linux has none and prints -1).'),
  TcpActiveOpens: counter('Connections initiated by local programs by sending a SYN.'),
  TcpPassiveOpens: counter('Connections accepted by local listeners after a completed handshake.'),
  TcpAttemptFails: counter(
    'Handshakes in either direction that failed because they were refused, reset or timed out.',
    'See stuck handshakes with `procnet conns --state syn-sent,syn-recv`, and `procnet snmp "*SynRetrans*"`.',
  ),
  TcpEstabResets: counter(
    'Connections that went directly from ESTABLISHED or CLOSE_WAIT to CLOSE because they were reset or timed out.',
    'See `procnet snmp "TcpExtTCPAbort*"` for those aborted by this host.',
  ),
  TcpCurrEstab: gauge(
    'Connections currently in ESTABLISHED or CLOSE_WAIT; older kernels exclude CLOSE_WAIT.',
  ),
  TcpInSegs: counter('Segments received, including invalid ones, with those merged by GRO counted as one.'),
  TcpOutSegs: counter(
    'Segments sent (as on the wire), including pure acknowledgements and resets but not retransmissions.',
  ),
  TcpRetransSegs: counter(
    'Segments retransmitted, including SYN and SYN-ACK.',
    'Compare with TcpExtTCPOrigDataSent, and see `procnet conns -o --where "retransmits > 0"`.',
  ),
  TcpInErrs: counter(
    'Segments dropped because of a bad header or checksum, and SYNs received on an established connection.',
    'See TcpInCsumErrors and TcpExtTCPSYNChallenge to distinguish the two.',
  ),
  TcpOutRsts: counter(
    'Resets this host sent or tried to send, to refuse or abort a connection.',
    'Look for clients of a closed port, and see `procnet snmp "TcpExtTCPAbort*"`.',
  ),
  TcpInCsumErrors: counter(
    'Segments dropped because their checksum was wrong.',
    'Packets are corrupted in transit; see rxErrors in `procnet ifstat` and checksum offload.',
  ),
};
