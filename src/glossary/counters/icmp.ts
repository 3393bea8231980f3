import { type CounterNotes, counter } from './note.ts';

/** `Icmp:` of /proc/net/snmp, IPv4 only. */
export const icmpNotes: CounterNotes = {
  IcmpInMsgs: counter('ICMP messages received, the faulty ones included.'),
  IcmpInErrors: counter(
    'ICMP messages that were faulty or of no use: bad checksum or length, or about a connection unknown here.',
    'See IcmpInCsumErrors first: what remains is mostly late or forged error messages.',
  ),
  IcmpInCsumErrors: counter(
    'ICMP messages dropped because their checksum was wrong.',
    'Packets are damaged on the way: look at rxErrors in `procnet ifstat`.',
  ),
  IcmpInDestUnreachs: counter(
    'ICMP "destination unreachable" messages received, from port unreachable to fragmentation needed.',
    'A program here talks to a host, port or network that refuses or is gone: look for SYN_SENT in `procnet conns`.',
  ),
  IcmpInTimeExcds: counter(
    'ICMP "time exceeded" messages received: a packet of ours ran out of hops or was never reassembled.',
    'Traceroute makes these on purpose: otherwise look for a routing loop.',
  ),
  IcmpInParmProbs: counter(
    'ICMP "parameter problem" messages received: another host could not read a header that we sent.',
    'Find out which program here sends unusual IP options.',
  ),
  IcmpInSrcQuenchs: counter('ICMP "source quench" messages received: obsolete, and ignored by Linux.'),
  IcmpInRedirects: counter(
    'ICMP redirects received: a router named a better first hop.',
    'Check `procnet routes` and whether net.ipv4.conf.all.accept_redirects ought to be on.',
  ),
  IcmpInEchos: counter('ICMP echo requests (pings) received.'),
  IcmpInEchoReps: counter('ICMP echo replies received.'),
  IcmpInTimestamps: counter('ICMP timestamp requests received.'),
  IcmpInTimestampReps: counter('ICMP timestamp replies received.'),
  IcmpInAddrMasks: counter('ICMP address mask requests received: obsolete, and never answered by Linux.'),
  IcmpInAddrMaskReps: counter('ICMP address mask replies received: obsolete.'),
  IcmpOutMsgs: counter('ICMP messages that this host sent or tried to send.'),
  IcmpOutErrors: counter(
    'ICMP messages that could not be sent because of a fault on this host, such as lack of buffers.',
    'Look at IpOutDiscards and IpOutNoRoutes.',
  ),
  IcmpOutRateLimitGlobal: counter(
    'ICMP messages, ICMPv6 included, not sent because the limit for the whole host was used up.',
    'Find who provokes so many errors, or raise net.ipv4.icmp_msgs_per_sec and net.ipv4.icmp_msgs_burst.',
  ),
  IcmpOutRateLimitHost: counter(
    'ICMP messages not sent because the limit for that one receiver was used up.',
    'Find who provokes so many errors, or see net.ipv4.icmp_ratelimit and net.ipv4.icmp_ratemask.',
  ),
  IcmpOutDestUnreachs: counter(
    'ICMP "destination unreachable" messages sent, for instance for UDP packets to a closed port.',
    'Compare with UdpNoPorts: a client may still use a service that stopped.',
  ),
  IcmpOutTimeExcds: counter(
    'ICMP "time exceeded" messages sent: a forwarded packet had no hops left or fragments went missing.',
    'Traceroute through this host is harmless: otherwise look for a routing loop in `procnet routes`.',
  ),
  IcmpOutParmProbs: counter(
    'ICMP "parameter problem" messages sent: a header that arrived here made no sense.',
  ),
  IcmpOutSrcQuenchs: counter('ICMP "source quench" messages sent: obsolete, so this stays 0.'),
  IcmpOutRedirects: counter(
    'ICMP redirects sent: this router told a host of a better first hop.',
    'The sender uses a poor route: correct it there, or see net.ipv4.conf.all.send_redirects.',
  ),
  IcmpOutEchos: counter('ICMP echo requests (pings) sent.'),
  IcmpOutEchoReps: counter('ICMP echo replies sent.'),
  IcmpOutTimestamps: counter('ICMP timestamp requests sent.'),
  IcmpOutTimestampReps: counter('ICMP timestamp replies sent.'),
  IcmpOutAddrMasks: counter('ICMP address mask requests sent: obsolete.'),
  IcmpOutAddrMaskReps: counter('ICMP address mask replies sent: obsolete.'),
};
