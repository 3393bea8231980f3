import { type CounterNotes, counter, gauge } from './note.ts';

/** The part of `MPTcpExt:` of /proc/net/netstat that says whether Multipath TCP is in use and works. */
export const mptcpExtNotes: CounterNotes = {
  MPTcpExtMPCapableSYNRX: counter('SYNs received that ask for Multipath TCP.'),
  MPTcpExtMPCapableSYNTX: counter('SYNs sent that ask for Multipath TCP.'),
  MPTcpExtMPCapableSYNACKRX: counter('SYN-ACKs received in which the server agreed to Multipath TCP.'),
  MPTcpExtMPCapableACKRX: counter(
    'Handshakes whose last acknowledgement confirmed Multipath TCP to this server.',
  ),
  MPTcpExtMPCapableFallbackACK: counter(
    'Incoming connections that fell back to plain TCP because the last acknowledgement lacked the option.',
    'A middlebox on the path may strip the option.',
  ),
  MPTcpExtMPCapableFallbackSYNACK: counter(
    'Outgoing connections that fell back to plain TCP because the SYN-ACK lacked the option.',
  ),
  MPTcpExtMPTCPRetrans: counter(
    'Pieces of data that Multipath TCP sent again, perhaps over another subflow, beyond what TCP itself repeats.',
    'One of the paths is slow or dead.',
  ),
  MPTcpExtMPJoinSynRx: counter('SYNs received that ask to add a subflow to a Multipath TCP connection.'),
  MPTcpExtMPJoinSynTx: counter('SYNs sent that ask to add a subflow to a Multipath TCP connection.'),
  MPTcpExtMPJoinAckRx: counter('Subflows that a peer added to a Multipath TCP connection of this host.'),
  MPTcpExtMPCurrEstab: gauge('Multipath TCP connections that are established now.'),
};
