import { type CounterNotes, counter } from './note.ts';

/** `TcpExt:` columns only present before about Linux 4.15. */
export const tcpExtLegacyNotes: CounterNotes = {
  TcpExtPAWSPassive: counter(
    'SYNs rejected because of an old timestamp by tcp_tw_recycle (removed in 4.12).',
    'Clients behind one NAT address cannot connect; turn off net.ipv4.tcp_tw_recycle.',
  ),
  TcpExtTCPPrequeued: counter(
    'Segments added to the prequeue for processing by a waiting program (old kernels).',
  ),
  TcpExtTCPDirectCopyFromBacklog: counter(
    'Bytes copied directly from the backlog to the program (old kernels).',
  ),
  TcpExtTCPDirectCopyFromPrequeue: counter(
    'Bytes copied directly from the prequeue to the program (old kernels).',
  ),
  TcpExtTCPPrequeueDropped: counter(
    'Segments dropped from the prequeue because of a lack of memory (old kernels).',
  ),
  TcpExtTCPHPHitsToUser: counter('Fast path segments copied directly to the program (old kernels).'),
  TcpExtTCPFACKReorder: counter(
    'Times reordering was detected by forward acknowledgement (FACK, old kernels).',
  ),
  TcpExtTCPForwardRetrans: counter(
    'Segments retransmitted early, beyond those known to be lost (old kernels).',
  ),
  TcpExtTCPSchedulerFailed: counter(
    'Times the delayed acknowledgement timer found the prequeue not empty (old kernels).',
  ),
  TcpExtTCPAbortOnSyn: counter('Connections reset because of a SYN inside the window (old kernels).'),
  TcpExtTCPLoss: counter(
    'Times selective acknowledgements reported lost data during a recovery (old kernels).',
  ),
};
