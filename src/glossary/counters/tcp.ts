import { type CounterNotes, counter, gauge, setting } from './note.ts';

/** `Tcp:` of /proc/net/snmp, IPv4 and IPv6 together. */
export const tcpNotes: CounterNotes = {
  TcpRtoAlgorithm: setting(
    'Number that SNMP gives to the way of computing the retransmission timeout: Linux always prints 1, "other".',
  ),
  TcpRtoMin: {
    ...setting(
      'Lower bound of the retransmission timeout in milliseconds: nominal, a route may set another.',
    ),
    unit: 'milliseconds',
  },
  TcpRtoMax: {
    ...setting('Upper bound of the retransmission timeout in milliseconds.'),
    unit: 'milliseconds',
  },
  TcpMaxConn: setting('Fixed limit on the number of connections: Linux has none and prints -1.'),
  TcpActiveOpens: counter('Connections that programs on this host began by sending a SYN.'),
  TcpPassiveOpens: counter('Connections that listeners on this host made out of a finished handshake.'),
  TcpAttemptFails: counter(
    'Handshakes, in either direction, that ended without a connection: refused, reset or timed out.',
    'See who is stuck with `procnet conns --state syn-sent,syn-recv`, and `procnet snmp "*SynRetrans*"`.',
  ),
  TcpEstabResets: counter(
    'Connections that fell from ESTABLISHED or CLOSE_WAIT straight to CLOSE: reset by either end, or timed out.',
    'See `procnet snmp "TcpExtTCPAbort*"` for those that this host broke off itself.',
  ),
  TcpCurrEstab: gauge(
    'Connections that are ESTABLISHED or CLOSE_WAIT now; older kernels leave out CLOSE_WAIT.',
  ),
  TcpInSegs: counter('Segments received, the faulty ones included, with those merged by GRO counted as one.'),
  TcpOutSegs: counter(
    'Segments sent, pure acknowledgements and resets included, retransmissions left out, counted as on the wire.',
  ),
  TcpRetransSegs: counter(
    'Segments sent again, SYN and SYN-ACK included.',
    'Set it against TcpExtTCPOrigDataSent, and see `procnet conns -o --where "retransmits > 0"`.',
  ),
  TcpInErrs: counter(
    'Segments dropped for a bad header or checksum, and SYNs that turned up inside an established connection.',
    'See TcpInCsumErrors and TcpExtTCPSYNChallenge for the two parts.',
  ),
  TcpOutRsts: counter(
    'Resets that this host sent or tried to send, to refuse a connection or to break one off.',
    'Look for clients of a closed port, and at `procnet snmp "TcpExtTCPAbort*"`.',
  ),
  TcpInCsumErrors: counter(
    'Segments dropped because their checksum was wrong.',
    'Packets are damaged on the way: look at rxErrors in `procnet ifstat` and at checksum offload.',
  ),
};
