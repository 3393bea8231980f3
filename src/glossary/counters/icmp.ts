import { type CounterNotes, counter } from './note.ts';

/** `Icmp:` in /proc/net/snmp, IPv4 only. */
export const icmpNotes: CounterNotes = {
  IcmpInMsgs: counter('ICMP messages received, including invalid ones.'),
  IcmpInErrors: counter(
    'ICMP messages that were invalid (bad checksum or length) or about an unknown connection.',
    'See IcmpInCsumErrors first; the rest is mostly late or forged error messages.',
  ),
  IcmpInCsumErrors: counter(
    'ICMP messages dropped because their checksum was wrong.',
    'Packets are corrupted in transit; see rxErrors in `procnet ifstat`.',
  ),
  IcmpInDestUnreachs: counter(
    'ICMP "destination unreachable" messages received, from port unreachable to fragmentation needed.',
    'A local program is contacting a host, port or network that refuses or is gone; look for SYN_SENT in `procnet conns`.',
  ),
  IcmpInTimeExcds: counter(
    'ICMP "time exceeded" messages received, because a packet from this host ran out of hops or was never reassembled.',
    'Traceroute causes these on purpose; otherwise look for a routing loop.',
  ),
  IcmpInParmProbs: counter(
    'ICMP "parameter problem" messages received, because another host could not parse a header from this host.',
    'Find the local program that sends unusual IP options.',
  ),
  IcmpInSrcQuenchs: counter('ICMP "source quench" messages received (obsolete, ignored by Linux).'),
  IcmpInRedirects: counter(
    'ICMP redirects received, in which a router names a better first hop.',
    'Check `procnet routes` and whether net.ipv4.conf.all.accept_redirects should be on.',
  ),
  IcmpInEchos: counter('ICMP echo requests (pings) received.'),
  IcmpInEchoReps: counter('ICMP echo replies received.'),
  IcmpInTimestamps: counter('ICMP timestamp requests received.'),
  IcmpInTimestampReps: counter('ICMP timestamp replies received.'),
  IcmpInAddrMasks: counter('ICMP address mask requests received (obsolete, never answered by Linux).'),
  IcmpInAddrMaskReps: counter('ICMP address mask replies received (obsolete).'),
  IcmpOutMsgs: counter('ICMP messages this host sent or tried to send.'),
  IcmpOutErrors: counter(
    'ICMP messages that could not be sent because of a local problem, such as a lack of buffers.',
    'See IpOutDiscards and IpOutNoRoutes.',
  ),
  IcmpOutRateLimitGlobal: counter(
    'ICMP and ICMPv6 messages not sent because of the host-wide rate limit.',
    'Find what triggers so many errors, or raise net.ipv4.icmp_msgs_per_sec and net.ipv4.icmp_msgs_burst.',
  ),
  IcmpOutRateLimitHost: counter(
    'ICMP messages not sent because of the rate limit per destination.',
    'Find what triggers so many errors, or see net.ipv4.icmp_ratelimit and net.ipv4.icmp_ratemask.',
  ),
  IcmpOutDestUnreachs: counter(
    'ICMP "destination unreachable" messages sent, for example for UDP packets to a closed port.',
    'Compare with UdpNoPorts; a client may still be using a service that has stopped.',
  ),
  IcmpOutTimeExcds: counter(
    'ICMP "time exceeded" messages sent, because a forwarded packet had no hops left or fragments were missing.',
    'Harmless if caused by a traceroute through this host; otherwise look for a routing loop in `procnet routes`.',
  ),
  IcmpOutParmProbs: counter('ICMP "parameter problem" messages sent, because a received header was invalid.'),
  IcmpOutSrcQuenchs: counter('ICMP "source quench" messages sent (obsolete, always 0).'),
  IcmpOutRedirects: counter(
    'ICMP redirects sent, in which this router names a better first hop.',
    'The sender uses a suboptimal route; correct it there, or see net.ipv4.conf.all.send_redirects.',
  ),
  IcmpOutEchos: counter('ICMP echo requests (pings) sent.'),
  IcmpOutEchoReps: counter('ICMP echo replies sent.'),
  IcmpOutTimestamps: counter('ICMP timestamp requests sent.'),
  IcmpOutTimestampReps: counter('ICMP timestamp replies sent.'),
  IcmpOutAddrMasks: counter('ICMP address mask requests sent (obsolete).'),
  IcmpOutAddrMaskReps: counter('ICMP address mask replies sent (obsolete).'),
};
