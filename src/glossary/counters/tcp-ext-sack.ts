import { type CounterNotes, counter } from './note.ts';

/** `TcpExt:` on selective acknowledgement, duplicates and reordering. */
export const tcpExtSackNotes: CounterNotes = {
  TcpExtTCPSACKReneging: counter(
    'Times that a peer took back a selective acknowledgement, so that the data had to be sent again.',
    'The peer is short of memory or broken.',
  ),
  TcpExtTCPSACKDiscard: counter(
    'SACK blocks ignored because their range makes no sense.',
    'A peer or a middlebox that rewrites sequence numbers is broken.',
  ),
  TcpExtTCPSACKReorder: counter('Times that SACK showed packets to have overtaken one another on the path.'),
  TcpExtTCPRenoReorder: counter(
    'Times that duplicate acknowledgements showed reordering on a connection without SACK.',
  ),
  TcpExtTCPTSReorder: counter(
    'Times that a gap closed by itself or timestamps showed packets to have overtaken one another.',
  ),
  TcpExtTCPDSACKOldSent: counter(
    'Duplicate SACKs sent for data that had been acknowledged before.',
    'The peer repeats needlessly: acknowledgements from this host may get lost.',
  ),
  TcpExtTCPDSACKOfoSent: counter('Duplicate SACKs sent for data that already waited out of order.'),
  TcpExtTCPDSACKRecv: counter(
    'Duplicate SACKs received for data acknowledged before: this host had sent it twice.',
    'Retransmissions were needless: the path reorders, delays, or loses acknowledgements.',
  ),
  TcpExtTCPDSACKOfoRecv: counter(
    'Duplicate SACKs received for data that already waited out of order at the peer.',
  ),
  TcpExtTCPDSACKRecvSegs: counter('Segments that the duplicate SACKs received speak of.'),
  TcpExtTCPDSACKIgnoredOld: counter(
    'Duplicate SACKs ignored because they speak of data from before the current recovery.',
  ),
  TcpExtTCPDSACKIgnoredNoUndo: counter(
    'Duplicate SACKs with an invalid range ignored while no recovery was going on.',
  ),
  TcpExtTCPDSACKIgnoredDubious: counter(
    'Duplicate SACKs ignored because they report more duplicates than this host can have caused.',
    'Something on the path duplicates packets, or the peer reports wrongly.',
  ),
  TcpExtTCPSackShifted: counter(
    'Pieces of sent data moved between buffers to keep the bookkeeping of SACK small.',
  ),
  TcpExtTCPSackMerged: counter('Buffers of sent data merged into a neighbour once SACK covered them whole.'),
  TcpExtTCPSackShiftFallback: counter('Times that sent data covered by SACK could not be moved together.'),
};
