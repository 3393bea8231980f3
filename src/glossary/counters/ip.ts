import { type CounterNotes, counter, setting } from './note.ts';

/** `Ip:` in /proc/net/snmp, IPv4 only. */
export const ipNotes: CounterNotes = {
  IpForwarding: setting(
    'Whether this host routes IPv4 packets between interfaces (1 means yes, 2 means no).',
  ),
  IpDefaultTTL: setting('Initial TTL of outgoing IPv4 packets, unless set by their socket or route.'),
  IpInReceives: counter(
    'IPv4 packets received from the interfaces, including bad ones, with segments merged by GRO counted as one.',
  ),
  IpInHdrErrors: counter(
    'IPv4 packets dropped because of a bad header, header checksum or options or, when routing, an expired TTL.',
    'Compare with IpExtInCsumErrors and `procnet ifstat` to distinguish corruption on the wire from a routing loop.',
  ),
  IpInAddrErrors: counter(
    'IPv4 packets dropped because their destination is invalid, or is another host while forwarding is off.',
    'Check `procnet addrs` for the destination address, and the sysctl net.ipv4.ip_forward.',
  ),
  IpForwDatagrams: counter('IPv4 packets for other hosts that this host forwarded to the next hop.'),
  IpInUnknownProtos: counter(
    'IPv4 packets for this host whose protocol number has neither a kernel handler nor a raw socket.',
    'Find the sender with a packet capture; something uses a protocol whose kernel module is not loaded here.',
  ),
  IpInDiscards: counter(
    'Valid incoming IPv4 packets dropped because of a lack of kernel resources such as memory.',
    'Check for memory pressure on the host, and see rxDropped in `procnet ifstat`.',
  ),
  IpInDelivers: counter('IPv4 packets delivered to a local protocol such as TCP, UDP or ICMP.'),
  IpOutRequests: counter(
    'IPv4 packets originating from this host; kernels without OutTransmits also count forwarded ones.',
  ),
  IpOutDiscards: counter(
    'Valid outgoing IPv4 packets dropped before transmission, mostly because of a lack of buffers.',
    'See txDropped in `procnet ifstat` and the interface queue.',
  ),
  IpOutNoRoutes: counter(
    'Outgoing IPv4 packets dropped because there was no route to their destination.',
    'Run `procnet routes get ADDRESS` for a failing destination.',
  ),
  IpReasmTimeout: counter(
    'Incomplete IPv4 packets dropped because the missing fragments did not arrive in time.',
    'Fragments are lost in transit; look for an MTU mismatch, and see net.ipv4.ipfrag_time.',
  ),
  IpReasmReqds: counter('IPv4 fragments received that needed reassembly.'),
  IpReasmOKs: counter('IPv4 packets successfully reassembled.'),
  IpReasmFails: counter(
    'IPv4 reassembly failures for any reason: timeout, overlap, bad length or no memory.',
    'See FRAG in `procnet sockstat` and the limit net.ipv4.ipfrag_high_thresh.',
  ),
  IpFragOKs: counter('Outgoing or forwarded IPv4 packets successfully fragmented.'),
  IpFragFails: counter(
    'IPv4 packets that needed fragmentation but could not be fragmented, usually because they forbid it.',
    'Check that ICMP "fragmentation needed" reaches the senders; otherwise path MTU discovery fails silently.',
  ),
  IpFragCreates: counter('IPv4 fragments created.'),
  IpOutTransmits: counter(
    'IPv4 packets passed to an interface for transmission, including forwarded ones and fragments.',
  ),
};
