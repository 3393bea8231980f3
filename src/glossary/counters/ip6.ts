import { type CounterNotes, counter } from './note.ts';

/** `Ip6*` in /proc/net/snmp6. */
export const ip6Notes: CounterNotes = {
  Ip6InReceives: counter('IPv6 packets received from the interfaces, including bad ones.'),
  Ip6InHdrErrors: counter(
    'IPv6 packets dropped because of a bad header or extension header or, when routing, an expired hop limit.',
    'Use `procnet ifstat` and Icmp6OutTimeExcds to distinguish corruption from a routing loop.',
  ),
  Ip6InTooBigErrors: counter(
    'IPv6 packets this router could not forward because they exceed the MTU of the next link.',
    'Check that ICMPv6 "packet too big" is not filtered between here and the senders.',
  ),
  Ip6InNoRoutes: counter(
    'Incoming IPv6 packets dropped because there was no route to their destination.',
    'Run `procnet routes get ADDRESS` for the destination.',
  ),
  Ip6InAddrErrors: counter(
    'IPv6 packets dropped because their source or destination address is not allowed there.',
    'Check `procnet addrs` for the destination address.',
  ),
  Ip6InUnknownProtos: counter(
    'IPv6 packets for this host whose protocol has neither a kernel handler nor a raw socket.',
    'Find the sender with a packet capture; something uses a protocol whose kernel module is not loaded here.',
  ),
  Ip6InTruncatedPkts: counter(
    'IPv6 packets dropped because they were shorter than their header says.',
    'Suspect the driver, the network card or a tunnel, and see rxErrors in `procnet ifstat`.',
  ),
  Ip6InDiscards: counter(
    'Valid incoming IPv6 packets dropped because of a lack of kernel resources or by local policy.',
    'Check for memory pressure on the host, rxDropped in `procnet ifstat` and net.ipv6.conf.all.disable_ipv6.',
  ),
  Ip6InDelivers: counter('IPv6 packets delivered to a local protocol such as TCP, UDP or ICMPv6.'),
  Ip6OutForwDatagrams: counter('IPv6 packets for other hosts that this host forwarded to the next hop.'),
  Ip6OutRequests: counter(
    'IPv6 packets originating from this host; kernels without OutTransmits also count forwarded ones.',
  ),
  Ip6OutDiscards: counter(
    'Valid outgoing IPv6 packets dropped before transmission, mostly because of a lack of buffers.',
    'See txDropped in `procnet ifstat` and the interface queue.',
  ),
  Ip6OutNoRoutes: counter(
    'Outgoing IPv6 packets dropped because there was no route to their destination.',
    'Run `procnet routes get ADDRESS` for a failing destination.',
  ),
  Ip6ReasmTimeout: counter(
    'Incomplete IPv6 packets dropped because the missing fragments did not arrive in time.',
    'Fragments are lost or filtered in transit; see net.ipv6.ip6frag_time.',
  ),
  Ip6ReasmReqds: counter('IPv6 fragments received that needed reassembly.'),
  Ip6ReasmOKs: counter('IPv6 packets successfully reassembled.'),
  Ip6ReasmFails: counter(
    'IPv6 reassembly failures for any reason: timeout, overlap, bad length or no memory.',
    'See FRAG in `procnet sockstat` and the limit net.ipv6.ip6frag_high_thresh.',
  ),
  Ip6FragOKs: counter('IPv6 packets from this host successfully fragmented.'),
  Ip6FragFails: counter(
    'IPv6 packets that needed fragmentation but could not be fragmented.',
    'Check the path MTU and whether ICMPv6 "packet too big" arrives.',
  ),
  Ip6FragCreates: counter('IPv6 fragments created.'),
  Ip6InMcastPkts: counter('IPv6 multicast packets received.'),
  Ip6OutMcastPkts: counter('IPv6 multicast packets sent.'),
  Ip6InOctets: counter('Bytes of IPv6 packets received, including IPv6 headers but not link headers.'),
  Ip6OutOctets: counter('Bytes of IPv6 packets sent, including IPv6 headers but not link headers.'),
  Ip6InMcastOctets: counter('Bytes of IPv6 multicast packets received, including IPv6 headers.'),
  Ip6OutMcastOctets: counter('Bytes of IPv6 multicast packets sent, including IPv6 headers.'),
  Ip6InBcastOctets: counter('Always 0, because IPv6 has no broadcast; exists only to mirror IPv4.'),
  Ip6OutBcastOctets: counter('Always 0, because IPv6 has no broadcast; exists only to mirror IPv4.'),
  Ip6InNoECTPkts: counter('IPv6 packets received (as on the wire) from senders without ECN.'),
  Ip6InECT1Pkts: counter(
    'IPv6 packets received (as on the wire) marked ECT(1), which low-latency (L4S) senders use.',
  ),
  Ip6InECT0Pkts: counter(
    'IPv6 packets received (as on the wire) marked ECT(0), which classic ECN senders use.',
  ),
  Ip6InCEPkts: counter(
    'IPv6 packets that a router marked as having experienced congestion instead of dropping them.',
    'A queue on the path is filling up; look for the bottleneck link.',
  ),
  Ip6OutTransmits: counter(
    'IPv6 packets passed to an interface for transmission, including forwarded ones and fragments.',
  ),
};
