import { type CounterNotes, counter, setting } from './note.ts';

/** `Ip:` of /proc/net/snmp, IPv4 only. */
export const ipNotes: CounterNotes = {
  IpForwarding: setting('Whether this host routes IPv4 packets between interfaces: 1 means yes, 2 means no.'),
  IpDefaultTTL: setting(
    'Time to live that outgoing IPv4 packets start with unless their socket or route says otherwise.',
  ),
  IpInReceives: counter(
    'IPv4 packets handed up by the interfaces, bad ones included, with segments merged by GRO counted as one.',
  ),
  IpInHdrErrors: counter(
    'IPv4 packets dropped for a broken header, a wrong header checksum, bad options or, when routing, a spent TTL.',
    'Compare with IpExtInCsumErrors and `procnet ifstat` to tell damage on the wire from a routing loop.',
  ),
  IpInAddrErrors: counter(
    'IPv4 packets dropped because their destination is invalid, or is not this host while forwarding is off.',
    'Check `procnet addrs` for the address that traffic is sent to, and the sysctl net.ipv4.ip_forward.',
  ),
  IpForwDatagrams: counter('IPv4 packets that were not for this host and that it passed on to the next hop.'),
  IpInUnknownProtos: counter(
    'IPv4 packets for this host whose protocol number has neither a kernel handler nor a raw socket.',
    'Find the sender with a packet capture: something speaks a protocol whose kernel module is not loaded here.',
  ),
  IpInDiscards: counter(
    'Sound incoming IPv4 packets that were dropped for want of kernel resources such as memory.',
    'Look at memory pressure on the host and at rxDropped in `procnet ifstat`.',
  ),
  IpInDelivers: counter('IPv4 packets that reached a protocol of this host, such as TCP, UDP or ICMP.'),
  IpOutRequests: counter(
    'IPv4 packets that this host itself asked to send; kernels without OutTransmits count forwarded ones here too.',
  ),
  IpOutDiscards: counter(
    'Sound outgoing IPv4 packets that were dropped before they left, mostly for lack of buffers.',
    'Look at txDropped in `procnet ifstat` and at the queue of the interface.',
  ),
  IpOutNoRoutes: counter(
    'Outgoing IPv4 packets dropped because no route leads to their destination.',
    'Ask `procnet routes get ADDRESS` for a destination that fails.',
  ),
  IpReasmTimeout: counter(
    'Incomplete IPv4 packets given up because the missing fragments did not come in time.',
    'Fragments get lost on the way: look for an MTU mismatch, and see net.ipv4.ipfrag_time.',
  ),
  IpReasmReqds: counter('IPv4 fragments received that had to be put together.'),
  IpReasmOKs: counter('IPv4 packets put together from their fragments with success.'),
  IpReasmFails: counter(
    'Failures of IPv4 reassembly for any reason: timeout, overlap, bad length or no memory.',
    'See FRAG in `procnet sockstat` and the limit net.ipv4.ipfrag_high_thresh.',
  ),
  IpFragOKs: counter('Outgoing or forwarded IPv4 packets that were split into fragments with success.'),
  IpFragFails: counter(
    'IPv4 packets that had to be split but could not be, as a rule because they forbid fragmentation.',
    'Check that ICMP "fragmentation needed" reaches the senders, or path MTU discovery fails silently.',
  ),
  IpFragCreates: counter('IPv4 fragments made by splitting packets.'),
  IpOutTransmits: counter(
    'IPv4 packets passed to an interface for sending, local and forwarded ones and fragments alike.',
  ),
};
