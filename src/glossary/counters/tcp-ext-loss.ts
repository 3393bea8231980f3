import { type CounterNotes, counter } from './note.ts';

/** `TcpExt:` counters for lost data: timeouts, retransmissions, tail loss probes, new paths. */
export const tcpExtLossNotes: CounterNotes = {
  TcpExtTCPOrigDataSent: counter(
    'Segments with new data sent, including SYN data; the basis for a retransmission rate.',
  ),
  TcpExtTCPDelivered: counter('Segments acknowledged by peers, cumulatively or selectively.'),
  TcpExtTCPDeliveredCE: counter(
    'Delivered segments whose acknowledgement reported congestion (ECN).',
    'A queue on the path is filling up; look for the bottleneck link.',
  ),
  TcpExtTCPTimeouts: counter(
    'Times the retransmission timer expired because no acknowledgement arrived.',
    'The path loses packets or the peer is gone; see `procnet conns -o --where "retransmits > 0"`.',
  ),
  TcpExtTCPSpuriousRTOs: counter(
    'Spurious retransmission timeouts; the original data had arrived after all (F-RTO).',
    'The path delay varies widely, as on radio links or with a sleeping peer.',
  ),
  TcpExtTCPSynRetrans: counter(
    'SYN and SYN-ACK segments retransmitted.',
    'Peers are unreachable or drop handshakes; see `procnet conns -o --state syn-sent,syn-recv`.',
  ),
  TcpExtTCPFastRetrans: counter(
    'Segments retransmitted before a timeout because acknowledgements indicated the loss.',
    'The path loses or reorders packets; compare with TcpExtTCPOrigDataSent.',
  ),
  TcpExtTCPSlowStartRetrans: counter(
    'Segments retransmitted in slow start after a retransmission timeout.',
    'Timeouts reduce throughput; see TcpExtTCPTimeouts.',
  ),
  TcpExtTCPLostRetransmit: counter(
    'Retransmitted segments that were lost again.',
    'Loss is heavy, or a rate limiter drops bursts.',
  ),
  TcpExtTCPRetransFail: counter(
    'Retransmissions that failed on this host.',
    'See IpOutNoRoutes, IpOutDiscards and txDropped in `procnet ifstat`.',
  ),
  TcpExtTCPSpuriousRtxHostQueues: counter(
    'Retransmissions skipped because the original was still in a local queue.',
    'The interface queue is too long or stuck; see sendQueue in `procnet conns`.',
  ),
  TcpExtTCPLossProbes: counter('Tail loss probes sent to elicit an acknowledgement before the timeout.'),
  TcpExtTCPLossProbeRecovery: counter('Losses at the end of a flight repaired by a tail loss probe.'),
  TcpExtTCPRenoFailures: counter(
    'First timeouts of connections without SACK that had seen duplicate acknowledgements but not started recovery.',
    'Losses are too frequent for fast retransmit; see TcpExtTCPTimeouts.',
  ),
  TcpExtTCPSackFailures: counter(
    'First timeouts of connections with SACK that had seen a gap but not started recovery.',
    'Losses are too frequent for fast retransmit; see TcpExtTCPTimeouts.',
  ),
  TcpExtTCPLossFailures: counter(
    'Timeouts during the recovery from an earlier timeout.',
    'The path is almost dead; see `procnet conns -o --where "retransmits > 0"`.',
  ),
  TcpExtTCPRenoRecoveryFail: counter(
    'Fast recoveries without SACK interrupted by a timeout.',
    'Retransmissions are lost too; see TcpExtTCPTimeouts.',
  ),
  TcpExtTCPSackRecoveryFail: counter(
    'Fast recoveries with SACK interrupted by a timeout.',
    'Retransmissions are lost too; see TcpExtTCPLostRetransmit and TcpExtTCPTimeouts.',
  ),
  TcpExtTCPRenoRecovery: counter(
    'Times a connection without SACK entered fast recovery.',
    'The path loses packets, and something on it may strip the SACK option.',
  ),
  TcpExtTCPSackRecovery: counter(
    'Times a connection with SACK entered fast recovery.',
    'The path loses or reorders packets; compare with TcpExtTCPOrigDataSent.',
  ),
  TcpExtTCPFullUndo: counter('Recoveries fully undone because nothing had been lost.'),
  TcpExtTCPPartialUndo: counter(
    'Recoveries partially undone because some of the data considered lost was only late.',
  ),
  TcpExtTCPDSACKUndo: counter(
    'Recoveries undone because duplicate SACKs showed that every retransmission was unnecessary.',
  ),
  TcpExtTCPLossUndo: counter('Slowdowns after a timeout undone because the original data had arrived.'),
  TcpExtTCPHystartTrainDetect: counter(
    'Slow starts ended early because acknowledgements arrived in long trains (HyStart).',
  ),
  TcpExtTCPHystartTrainCwnd: counter(
    'Sum of the congestion windows at those times; divide by TcpExtTCPHystartTrainDetect for the mean.',
  ),
  TcpExtTCPHystartDelayDetect: counter(
    'Slow starts ended early because the round-trip time increased (HyStart).',
  ),
  TcpExtTCPHystartDelayCwnd: counter(
    'Sum of the congestion windows at those times; divide by TcpExtTCPHystartDelayDetect for the mean.',
  ),
  TcpExtTCPMTUPFail: counter(
    'Path MTU probes that were lost, so the larger packet size was not adopted (tcp_mtu_probing).',
  ),
  TcpExtTCPMTUPSuccess: counter(
    'Path MTU probes that succeeded, so the larger packet size was adopted (tcp_mtu_probing).',
  ),
  TcpExtTCPWqueueTooBig: counter(
    'Queued segments not split because the send queue far exceeded the send buffer.',
    'A peer may be abusing SACK with a tiny MSS, or SO_SNDBUF is set very small.',
  ),
  TcpExtTcpTimeoutRehash: counter(
    'Times a connection chose a new flow hash after a timeout, to try another path.',
    'Without multiple paths this just mirrors TcpExtTCPTimeouts; see net.core.txrehash.',
  ),
  TcpExtTcpDuplicateDataRehash: counter(
    'Times a connection chose a new flow hash for its acknowledgements after receiving repeated duplicates.',
    'Acknowledgements from this host seem to be lost.',
  ),
  TcpExtTCPPLBRehash: counter(
    'Times a connection chose a new flow hash because of congestion (protective load balancing).',
  ),
};
