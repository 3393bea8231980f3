import { type CounterNotes, counter } from './note.ts';

/** `TcpExt:` on how segments and acknowledgements are handled when all is well. */
export const tcpExtPathNotes: CounterNotes = {
  TcpExtTCPHPHits: counter(
    'Data segments taken in on the fast path, where the header was just as predicted.',
  ),
  TcpExtTCPHPAcks: counter('Acknowledgements of new data taken in on the fast path.'),
  TcpExtTCPPureAcks: counter('Acknowledgements without data taken in on the slow path.'),
  TcpExtDelayedACKs: counter('Acknowledgements sent because the timer for delaying them ran out.'),
  TcpExtDelayedACKLocked: counter(
    'Delayed acknowledgements put off further because a program held the socket locked.',
    'A program makes long system calls on its sockets.',
  ),
  TcpExtDelayedACKLost: counter(
    'Segments received again that had been acknowledged before, as when an acknowledgement is lost or late.',
    'The path back to the peer loses packets, or the peer gives up too soon.',
  ),
  TcpExtTCPAckCompressed: counter(
    'Acknowledgements with SACK saved by holding them back to merge several into one.',
  ),
  TcpExtTCPAutoCorking: counter(
    'Small writes held back because earlier packets of the socket still waited in this host (tcp_autocorking).',
  ),
  TcpExtBusyPollRxPackets: counter(
    'Packets that programs fetched from the network card themselves (busy polling).',
  ),
};
