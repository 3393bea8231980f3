import { type CounterNotes, counter } from './note.ts';

/** `IpExt:` in /proc/net/netstat, IPv4 only. */
export const ipExtNotes: CounterNotes = {
  IpExtInNoRoutes: counter(
    'Incoming IPv4 packets dropped because there was no route to their destination.',
    'Run `procnet routes get ADDRESS` for the destination and, on a router, check net.ipv4.ip_forward.',
  ),
  IpExtInTruncatedPkts: counter(
    'IPv4 packets dropped because they were shorter than their header says.',
    'Suspect the driver, the network card or a tunnel, and see rxErrors in `procnet ifstat`.',
  ),
  IpExtInMcastPkts: counter('IPv4 multicast packets received.'),
  IpExtOutMcastPkts: counter('IPv4 multicast packets sent.'),
  IpExtInBcastPkts: counter('IPv4 broadcast packets received.'),
  IpExtOutBcastPkts: counter('IPv4 broadcast packets sent.'),
  IpExtInOctets: counter('Bytes of IPv4 packets received, including IP headers but not link headers.'),
  IpExtOutOctets: counter('Bytes of IPv4 packets sent, including IP headers but not link headers.'),
  IpExtInMcastOctets: counter('Bytes of IPv4 multicast packets received, including IP headers.'),
  IpExtOutMcastOctets: counter('Bytes of IPv4 multicast packets sent, including IP headers.'),
  IpExtInBcastOctets: counter('Bytes of IPv4 broadcast packets received, including IP headers.'),
  IpExtOutBcastOctets: counter('Bytes of IPv4 broadcast packets sent, including IP headers.'),
  IpExtInCsumErrors: counter(
    'IPv4 packets dropped because of a wrong IP header checksum.',
    'Suspect a cable, a network card or its offload settings, and see `procnet ifstat`.',
  ),
  IpExtInNoECTPkts: counter('IPv4 packets received (as on the wire) from senders without ECN.'),
  IpExtInECT1Pkts: counter(
    'IPv4 packets received (as on the wire) marked ECT(1), which low-latency (L4S) senders use.',
  ),
  IpExtInECT0Pkts: counter(
    'IPv4 packets received (as on the wire) marked ECT(0), which classic ECN senders use.',
  ),
  IpExtInCEPkts: counter(
    'IPv4 packets that a router marked as having experienced congestion instead of dropping them.',
    'A queue on the path is filling up; look for the bottleneck link.',
  ),
  IpExtReasmOverlaps: counter(
    'IPv4 packets dropped in reassembly because their fragments overlapped.',
    'Well-behaved senders do not overlap fragments; suspect an attack or a broken middlebox.',
  ),
};
