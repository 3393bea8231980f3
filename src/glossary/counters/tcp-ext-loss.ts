import { type CounterNotes, counter } from './note.ts';

/** `TcpExt:` on lost data: timeouts, retransmissions, tail loss probes, new paths. */
export const tcpExtLossNotes: CounterNotes = {
  TcpExtTCPOrigDataSent: counter(
    'Segments with new data sent, data in a SYN included: the base of a retransmission rate.',
  ),
  TcpExtTCPDelivered: counter(
    'Segments that the peers are known to have received, by plain or selective acknowledgement.',
  ),
  TcpExtTCPDeliveredCE: counter(
    'Delivered segments whose acknowledgement reported a congestion mark (ECN).',
    'A queue on the path is filling up: look for the bottleneck link.',
  ),
  TcpExtTCPTimeouts: counter(
    'Times that the retransmission timer ran out because no acknowledgement came.',
    'The path loses packets or the peer is gone: see `procnet conns -o --where "retransmits > 0"`.',
  ),
  TcpExtTCPSpuriousRTOs: counter(
    'Retransmission timeouts that proved needless: the original data had arrived after all (F-RTO).',
    'Delay on the path varies strongly, as on radio links or with a sleeping peer.',
  ),
  TcpExtTCPSynRetrans: counter(
    'SYN and SYN-ACK segments sent again.',
    'Peers are unreachable or drop handshakes: `procnet conns -o --state syn-sent,syn-recv`.',
  ),
  TcpExtTCPFastRetrans: counter(
    'Segments sent again ahead of a timeout, because acknowledgements pointed out the loss.',
    'The path loses or reorders packets: compare with TcpExtTCPOrigDataSent.',
  ),
  TcpExtTCPSlowStartRetrans: counter(
    'Segments sent again in the slow start that follows a retransmission timeout.',
    'Timeouts hurt: look at TcpExtTCPTimeouts.',
  ),
  TcpExtTCPLostRetransmit: counter(
    'Retransmitted segments that were found lost once more.',
    'The loss is heavy or a rate limiter drops bursts.',
  ),
  TcpExtTCPRetransFail: counter(
    'Segments that should have been sent again but that the host itself failed to send.',
    'Look at IpOutNoRoutes, IpOutDiscards and txDropped in `procnet ifstat`.',
  ),
  TcpExtTCPSpuriousRtxHostQueues: counter(
    'Retransmissions called off because the original was still waiting in a queue of this host.',
    'The queue of the interface is too long or stuck: look at sendQueue in `procnet conns`.',
  ),
  TcpExtTCPLossProbes: counter('Tail loss probes sent to get an acknowledgement before the timeout strikes.'),
  TcpExtTCPLossProbeRecovery: counter('Losses at the end of a flight that a tail loss probe repaired.'),
  TcpExtTCPRenoFailures: counter(
    'First timeouts of connections without SACK that had seen duplicate acknowledgements but had not begun recovery.',
    'Losses come too thick for fast retransmit: see TcpExtTCPTimeouts.',
  ),
  TcpExtTCPSackFailures: counter(
    'First timeouts of connections with SACK that had seen a gap but had not begun recovery.',
    'Losses come too thick for fast retransmit: see TcpExtTCPTimeouts.',
  ),
  TcpExtTCPLossFailures: counter(
    'Timeouts that struck while the recovery from an earlier timeout was still going on.',
    'The path is all but dead: see `procnet conns -o --where "retransmits > 0"`.',
  ),
  TcpExtTCPRenoRecoveryFail: counter(
    'Fast recoveries without SACK that a timeout cut short.',
    'Retransmissions get lost too: see TcpExtTCPTimeouts.',
  ),
  TcpExtTCPSackRecoveryFail: counter(
    'Fast recoveries with SACK that a timeout cut short.',
    'Retransmissions get lost too: see TcpExtTCPLostRetransmit and TcpExtTCPTimeouts.',
  ),
  TcpExtTCPRenoRecovery: counter(
    'Times that a connection without SACK began fast recovery from loss.',
    'The path loses packets, and something on it may strip the SACK option.',
  ),
  TcpExtTCPSackRecovery: counter(
    'Times that a connection with SACK began fast recovery from loss.',
    'The path loses or reorders packets: compare with TcpExtTCPOrigDataSent.',
  ),
  TcpExtTCPFullUndo: counter('Recoveries taken back whole, once it was clear that nothing had been lost.'),
  TcpExtTCPPartialUndo: counter(
    'Recoveries taken back in part: some of the data called lost had only been late.',
  ),
  TcpExtTCPDSACKUndo: counter(
    'Recoveries taken back because duplicate SACKs proved every retransmission needless.',
  ),
  TcpExtTCPLossUndo: counter('Slowdowns after a timeout taken back because the original data had arrived.'),
  TcpExtTCPHystartTrainDetect: counter(
    'Slow starts ended early because acknowledgements came in long trains (HyStart).',
  ),
  TcpExtTCPHystartTrainCwnd: counter(
    'Sum of the congestion windows at those ends: divide by TcpExtTCPHystartTrainDetect for the mean.',
  ),
  TcpExtTCPHystartDelayDetect: counter(
    'Slow starts ended early because the round trip grew longer (HyStart).',
  ),
  TcpExtTCPHystartDelayCwnd: counter(
    'Sum of the congestion windows at those ends: divide by TcpExtTCPHystartDelayDetect for the mean.',
  ),
  TcpExtTCPMTUPFail: counter(
    'Path MTU probes that were lost, so that the larger packet size was not taken (tcp_mtu_probing).',
  ),
  TcpExtTCPMTUPSuccess: counter(
    'Path MTU probes that got through, so that packets grew larger (tcp_mtu_probing).',
  ),
  TcpExtTCPWqueueTooBig: counter(
    'Queued segments left unsplit because the send queue had far outgrown the send buffer.',
    'A peer may be abusing SACK with a tiny MSS, or SO_SNDBUF is set very small.',
  ),
  TcpExtTcpTimeoutRehash: counter(
    'Times that a timeout made a connection draw a new flow hash, to try another path.',
    'Without several paths to choose from this only repeats TcpExtTCPTimeouts: see net.core.txrehash.',
  ),
  TcpExtTcpDuplicateDataRehash: counter(
    'Times that data received over and over made a connection draw a new flow hash for its acknowledgements.',
    'Acknowledgements from this host seem to get lost on their way.',
  ),
  TcpExtTCPPLBRehash: counter(
    'Times that congestion made a connection draw a new flow hash (protective load balancing).',
  ),
};
