import { type CounterNotes, counter } from './note.ts';

/** `TcpExt:` counters for the normal handling of segments and acknowledgements. */
export const tcpExtPathNotes: CounterNotes = {
  TcpExtTCPHPHits: counter('Data segments processed on the fast path, with a header as predicted.'),
  TcpExtTCPHPAcks: counter('Acknowledgements of new data processed on the fast path.'),
  TcpExtTCPPureAcks: counter('Acknowledgements without data processed on the slow path.'),
  TcpExtDelayedACKs: counter('Acknowledgements sent because the delayed acknowledgement timer expired.'),
  TcpExtDelayedACKLocked: counter(
    'Delayed acknowledgements postponed because a program had the socket locked.',
    'A program makes long system calls on its sockets.',
  ),
  TcpExtDelayedACKLost: counter(
    'Segments received again after being acknowledged, for example because an acknowledgement was lost or late.',
    'The path back to the peer loses packets, or the peer retransmits too early.',
  ),
  TcpExtTCPAckCompressed: counter('Acknowledgements with SACK saved by merging several into one.'),
  TcpExtTCPAutoCorking: counter(
    'Small writes delayed because earlier packets from the socket were still queued on this host (tcp_autocorking).',
  ),
  TcpExtBusyPollRxPackets: counter(
    'Packets fetched from the network card by programs themselves (busy polling).',
  ),
};
