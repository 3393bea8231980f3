import { type CounterNotes, counter } from './note.ts';

/** `Ip6*` of /proc/net/snmp6. */
export const ip6Notes: CounterNotes = {
  Ip6InReceives: counter('IPv6 packets handed up by the interfaces, bad ones included.'),
  Ip6InHdrErrors: counter(
    'IPv6 packets dropped for a broken header or extension header or, when routing, a spent hop limit.',
    'Tell damage from a routing loop with `procnet ifstat` and Icmp6OutTimeExcds.',
  ),
  Ip6InTooBigErrors: counter(
    'IPv6 packets that this router could not forward because they exceed the MTU of the next link.',
    'Check that ICMPv6 "packet too big" is not filtered between here and the senders.',
  ),
  Ip6InNoRoutes: counter(
    'Incoming IPv6 packets dropped because no route says where they should go.',
    'Ask `procnet routes get ADDRESS` for the destination.',
  ),
  Ip6InAddrErrors: counter(
    'IPv6 packets dropped because their source or destination address is not allowed there.',
    'Check `procnet addrs` for the address that traffic is sent to.',
  ),
  Ip6InUnknownProtos: counter(
    'IPv6 packets for this host whose protocol has neither a kernel handler nor a raw socket.',
    'Find the sender with a packet capture: something speaks a protocol whose kernel module is not loaded here.',
  ),
  Ip6InTruncatedPkts: counter(
    'IPv6 packets dropped because less data arrived than their header promises.',
    'Suspect the driver, the network card or a tunnel, and look at rxErrors in `procnet ifstat`.',
  ),
  Ip6InDiscards: counter(
    'Sound incoming IPv6 packets that were dropped for want of kernel resources or by local policy.',
    'Look at memory pressure on the host, at rxDropped in `procnet ifstat` and at net.ipv6.conf.all.disable_ipv6.',
  ),
  Ip6InDelivers: counter('IPv6 packets that reached a protocol of this host, such as TCP, UDP or ICMPv6.'),
  Ip6OutForwDatagrams: counter(
    'IPv6 packets that were not for this host and that it passed on to the next hop.',
  ),
  Ip6OutRequests: counter(
    'IPv6 packets that this host itself asked to send; kernels without OutTransmits count forwarded ones here too.',
  ),
  Ip6OutDiscards: counter(
    'Sound outgoing IPv6 packets that were dropped before they left, mostly for lack of buffers.',
    'Look at txDropped in `procnet ifstat` and at the queue of the interface.',
  ),
  Ip6OutNoRoutes: counter(
    'Outgoing IPv6 packets dropped because no route leads to their destination.',
    'Ask `procnet routes get ADDRESS` for a destination that fails.',
  ),
  Ip6ReasmTimeout: counter(
    'Incomplete IPv6 packets given up because the missing fragments did not come in time.',
    'Fragments get lost or filtered on the way: see net.ipv6.ip6frag_time.',
  ),
  Ip6ReasmReqds: counter('IPv6 fragments received that had to be put together.'),
  Ip6ReasmOKs: counter('IPv6 packets put together from their fragments with success.'),
  Ip6ReasmFails: counter(
    'Failures of IPv6 reassembly for any reason: timeout, overlap, bad length or no memory.',
    'See FRAG in `procnet sockstat` and the limit net.ipv6.ip6frag_high_thresh.',
  ),
  Ip6FragOKs: counter('IPv6 packets of this host that were split into fragments with success.'),
  Ip6FragFails: counter(
    'IPv6 packets that had to be split but could not be.',
    'Check the MTU of the path and that ICMPv6 "packet too big" arrives.',
  ),
  Ip6FragCreates: counter('IPv6 fragments made by splitting packets.'),
  Ip6InMcastPkts: counter('IPv6 multicast packets received.'),
  Ip6OutMcastPkts: counter('IPv6 multicast packets sent.'),
  Ip6InOctets: counter('Bytes of IPv6 packets received, IPv6 headers included and link headers left out.'),
  Ip6OutOctets: counter('Bytes of IPv6 packets sent, IPv6 headers included and link headers left out.'),
  Ip6InMcastOctets: counter('Bytes of IPv6 multicast packets received, IPv6 headers included.'),
  Ip6OutMcastOctets: counter('Bytes of IPv6 multicast packets sent, IPv6 headers included.'),
  Ip6InBcastOctets: counter('Always 0: IPv6 has no broadcast, the column only mirrors the one of IPv4.'),
  Ip6OutBcastOctets: counter('Always 0: IPv6 has no broadcast, the column only mirrors the one of IPv4.'),
  Ip6InNoECTPkts: counter('IPv6 packets on the wire whose sender does not take part in ECN.'),
  Ip6InECT1Pkts: counter(
    'IPv6 packets on the wire marked ECT(1): ECN-capable, as low-latency (L4S) senders mark.',
  ),
  Ip6InECT0Pkts: counter('IPv6 packets on the wire marked ECT(0): ECN-capable in the classic way.'),
  Ip6InCEPkts: counter(
    'IPv6 packets that a router on the way marked as having met congestion instead of dropping them.',
    'A queue on the path is filling up: look for the bottleneck link.',
  ),
  Ip6OutTransmits: counter(
    'IPv6 packets passed to an interface for sending, local and forwarded ones and fragments alike.',
  ),
};
