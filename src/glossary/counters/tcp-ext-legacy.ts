import { type CounterNotes, counter } from './note.ts';

/** `TcpExt:` columns that only kernels before 4.15 or so print. */
export const tcpExtLegacyNotes: CounterNotes = {
  TcpExtPAWSPassive: counter(
    'SYNs refused because of an old timestamp, as tcp_tw_recycle of old kernels did (gone since 4.12).',
    'Clients behind one NAT address cannot connect: turn off net.ipv4.tcp_tw_recycle.',
  ),
  TcpExtTCPPrequeued: counter('Segments put on the prequeue for a waiting program to handle (old kernels).'),
  TcpExtTCPDirectCopyFromBacklog: counter(
    'Bytes copied from the backlog straight to the program (old kernels).',
  ),
  TcpExtTCPDirectCopyFromPrequeue: counter(
    'Bytes copied from the prequeue straight to the program (old kernels).',
  ),
  TcpExtTCPPrequeueDropped: counter('Segments dropped from the prequeue for lack of memory (old kernels).'),
  TcpExtTCPHPHitsToUser: counter('Fast path segments copied straight to the program (old kernels).'),
  TcpExtTCPFACKReorder: counter('Times that forward acknowledgement (FACK) showed reordering (old kernels).'),
  TcpExtTCPForwardRetrans: counter(
    'Segments sent again early, beyond the part known to be lost (old kernels).',
  ),
  TcpExtTCPSchedulerFailed: counter(
    'Times that the timer for delayed acknowledgements found the prequeue not empty (old kernels).',
  ),
  TcpExtTCPAbortOnSyn: counter('Connections reset because of a SYN inside the window (old kernels).'),
  TcpExtTCPLoss: counter(
    'Times that selective acknowledgements called data lost in the middle of a recovery (old kernels).',
  ),
};
