import { type CounterNotes, counter } from './note.ts';

/** `IpExt:` of /proc/net/netstat, IPv4 only. */
export const ipExtNotes: CounterNotes = {
  IpExtInNoRoutes: counter(
    'Incoming IPv4 packets dropped because no route says where they should go.',
    'Ask `procnet routes get ADDRESS` for the destination, and check net.ipv4.ip_forward on a router.',
  ),
  IpExtInTruncatedPkts: counter(
    'IPv4 packets dropped because less data arrived than their header promises.',
    'Suspect the driver, the network card or a tunnel, and look at rxErrors in `procnet ifstat`.',
  ),
  IpExtInMcastPkts: counter('IPv4 multicast packets received.'),
  IpExtOutMcastPkts: counter('IPv4 multicast packets sent.'),
  IpExtInBcastPkts: counter('IPv4 broadcast packets received.'),
  IpExtOutBcastPkts: counter('IPv4 broadcast packets sent.'),
  IpExtInOctets: counter('Bytes of IPv4 packets received, IP headers included and link headers left out.'),
  IpExtOutOctets: counter('Bytes of IPv4 packets sent, IP headers included and link headers left out.'),
  IpExtInMcastOctets: counter('Bytes of IPv4 multicast packets received, IP headers included.'),
  IpExtOutMcastOctets: counter('Bytes of IPv4 multicast packets sent, IP headers included.'),
  IpExtInBcastOctets: counter('Bytes of IPv4 broadcast packets received, IP headers included.'),
  IpExtOutBcastOctets: counter('Bytes of IPv4 broadcast packets sent, IP headers included.'),
  IpExtInCsumErrors: counter(
    'IPv4 packets dropped because the checksum of the IP header was wrong.',
    'Suspect a cable, a network card or its offload settings, and look at `procnet ifstat`.',
  ),
  IpExtInNoECTPkts: counter('IPv4 packets on the wire whose sender does not take part in ECN.'),
  IpExtInECT1Pkts: counter(
    'IPv4 packets on the wire marked ECT(1): ECN-capable, as low-latency (L4S) senders mark.',
  ),
  IpExtInECT0Pkts: counter('IPv4 packets on the wire marked ECT(0): ECN-capable in the classic way.'),
  IpExtInCEPkts: counter(
    'IPv4 packets that a router on the way marked as having met congestion instead of dropping them.',
    'A queue on the path is filling up: look for the bottleneck link.',
  ),
  IpExtReasmOverlaps: counter(
    'IPv4 packets dropped in reassembly because their fragments overlapped.',
    'Honest senders do not overlap fragments: suspect an attack or a broken middlebox.',
  ),
};
