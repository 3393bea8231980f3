import { type CounterNotes, counter } from './note.ts';

type Direction = 'In' | 'Out';

const VERB = { In: 'received', Out: 'sent' } as const;

// net/ipv6/proc.c prints these names for both directions from one table.
const MESSAGES = {
  DestUnreachs: '"destination unreachable" messages',
  PktTooBigs: '"packet too big" messages, which path MTU discovery needs,',
  TimeExcds: '"time exceeded" messages',
  ParmProblems: '"parameter problem" messages',
  Echos: 'echo requests (pings)',
  EchoReplies: 'echo replies',
  GroupMembQueries: 'multicast listener queries',
  GroupMembResponses: 'multicast listener reports of version 1',
  GroupMembReductions: 'multicast listener "done" messages',
  RouterSolicits: 'router solicitations',
  RouterAdvertisements: 'router advertisements',
  NeighborSolicits: 'neighbour solicitations, which do in IPv6 what ARP requests do in IPv4,',
  NeighborAdvertisements: 'neighbour advertisements, which do in IPv6 what ARP replies do in IPv4,',
  Redirects: 'redirects',
  MLDv2Reports: 'multicast listener reports of version 2',
} as const;

const named = (direction: Direction): CounterNotes =>
  Object.fromEntries(
    Object.entries(MESSAGES).map(([name, messages]) => [
      `Icmp6${direction}${name}`,
      counter(`ICMPv6 ${messages} ${VERB[direction]}.`),
    ]),
  );

/** `Icmp6*` of /proc/net/snmp6. */
export const icmp6Notes: CounterNotes = {
  Icmp6InMsgs: counter('ICMPv6 messages received, the faulty ones included.'),
  Icmp6InErrors: counter(
    'ICMPv6 messages that were faulty or of no use: bad checksum or length, or about a connection unknown here.',
    'See Icmp6InCsumErrors first: what remains is mostly late or forged error messages.',
  ),
  Icmp6OutMsgs: counter('ICMPv6 messages that this host sent or tried to send.'),
  Icmp6OutErrors: counter(
    'ICMPv6 messages that could not be sent because of a fault on this host.',
    'Look at Ip6OutDiscards and Ip6OutNoRoutes.',
  ),
  Icmp6InCsumErrors: counter(
    'ICMPv6 messages dropped because their checksum was wrong.',
    'Packets are damaged on the way: look at rxErrors in `procnet ifstat`.',
  ),
  Icmp6OutRateLimitHost: counter(
    'ICMPv6 messages not sent because the limit for that one receiver was used up.',
    'Find who provokes so many errors, or see net.ipv6.icmp.ratelimit.',
  ),
  ...named('In'),
  ...named('Out'),
};
