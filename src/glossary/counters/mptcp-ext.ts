import { type CounterNotes, counter, gauge } from './note.ts';

/** The counters in `MPTcpExt:` (/proc/net/netstat) that show whether Multipath TCP is in use and works. */
export const mptcpExtNotes: CounterNotes = {
  MPTcpExtMPCapableSYNRX: counter('SYNs received that request Multipath TCP.'),
  MPTcpExtMPCapableSYNTX: counter('SYNs sent that request Multipath TCP.'),
  MPTcpExtMPCapableSYNACKRX: counter('SYN-ACKs received in which the server agreed to Multipath TCP.'),
  MPTcpExtMPCapableACKRX: counter(
    'Handshakes whose final acknowledgement confirmed Multipath TCP to this server.',
  ),
  MPTcpExtMPCapableFallbackACK: counter(
    'Incoming connections that fell back to plain TCP because the final acknowledgement lacked the option.',
    'A middlebox on the path may strip the option.',
  ),
  MPTcpExtMPCapableFallbackSYNACK: counter(
    'Outgoing connections that fell back to plain TCP because the SYN-ACK lacked the option.',
  ),
  MPTcpExtMPTCPRetrans: counter(
    'Data chunks retransmitted by Multipath TCP, possibly on another subflow, in addition to TCP retransmissions.',
    'One of the paths is slow or dead.',
  ),
  MPTcpExtMPJoinSynRx: counter(
    'SYNs received that request an additional subflow of a Multipath TCP connection.',
  ),
  MPTcpExtMPJoinSynTx: counter('SYNs sent that request an additional subflow of a Multipath TCP connection.'),
  MPTcpExtMPJoinAckRx: counter('Subflows added by peers to Multipath TCP connections of this host.'),
  MPTcpExtMPCurrEstab: gauge('Multipath TCP connections currently established.'),
};
