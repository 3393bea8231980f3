import { type CounterNotes, counter } from './note.ts';

/** `TcpExt:` counters for selective acknowledgement, duplicates and reordering. */
export const tcpExtSackNotes: CounterNotes = {
  TcpExtTCPSACKReneging: counter(
    'Times a peer revoked a selective acknowledgement, so the data had to be retransmitted.',
    'The peer is short of memory or broken.',
  ),
  TcpExtTCPSACKDiscard: counter(
    'SACK blocks ignored because their range was invalid.',
    'A peer or a middlebox that rewrites sequence numbers is broken.',
  ),
  TcpExtTCPSACKReorder: counter('Times reordering was detected by SACK.'),
  TcpExtTCPRenoReorder: counter(
    'Times reordering was detected by duplicate acknowledgements on a connection without SACK.',
  ),
  TcpExtTCPTSReorder: counter('Times reordering was detected by timestamps or by a gap closing by itself.'),
  TcpExtTCPDSACKOldSent: counter(
    'Duplicate SACKs sent for data already acknowledged.',
    'The peer retransmits unnecessarily; acknowledgements from this host may be lost.',
  ),
  TcpExtTCPDSACKOfoSent: counter('Duplicate SACKs sent for data already queued out of order.'),
  TcpExtTCPDSACKRecv: counter(
    'Duplicate SACKs received for data already acknowledged, which this host had sent twice.',
    'Retransmissions were unnecessary; the path reorders, delays, or loses acknowledgements.',
  ),
  TcpExtTCPDSACKOfoRecv: counter(
    'Duplicate SACKs received for data already queued out of order at the peer.',
  ),
  TcpExtTCPDSACKRecvSegs: counter('Segments covered by received duplicate SACKs.'),
  TcpExtTCPDSACKIgnoredOld: counter(
    'Duplicate SACKs ignored because they cover data from before the current recovery.',
  ),
  TcpExtTCPDSACKIgnoredNoUndo: counter(
    'Duplicate SACKs with an invalid range ignored outside of a recovery.',
  ),
  TcpExtTCPDSACKIgnoredDubious: counter(
    'Duplicate SACKs ignored because they report more duplicates than this host can have sent.',
    'Something on the path duplicates packets, or the peer sends wrong reports.',
  ),
  TcpExtTCPSackShifted: counter('Parts of sent data moved between buffers to simplify SACK bookkeeping.'),
  TcpExtTCPSackMerged: counter('Buffers of sent data merged with a neighbour once SACK covered all of it.'),
  TcpExtTCPSackShiftFallback: counter('Times sent data covered by SACK could not be merged.'),
};
