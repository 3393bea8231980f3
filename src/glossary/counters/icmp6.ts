import { type CounterNotes, counter } from './note.ts';

type Direction = 'In' | 'Out';

const VERB = { In: 'received', Out: 'sent' } as const;

// net/ipv6/proc.c prints these names for both directions.
const MESSAGES = {
  DestUnreachs: '"destination unreachable" messages',
  PktTooBigs: '"packet too big" messages (used by path MTU discovery)',
  TimeExcds: '"time exceeded" messages',
  ParmProblems: '"parameter problem" messages',
  Echos: 'echo requests (pings)',
  EchoReplies: 'echo replies',
  GroupMembQueries: 'multicast listener queries',
  GroupMembResponses: 'version 1 multicast listener reports',
  GroupMembReductions: 'multicast listener "done" messages',
  RouterSolicits: 'router solicitations',
  RouterAdvertisements: 'router advertisements',
  NeighborSolicits: 'neighbour solicitations (the IPv6 counterpart of ARP requests)',
  NeighborAdvertisements: 'neighbour advertisements (the IPv6 counterpart of ARP replies)',
  Redirects: 'redirects',
  MLDv2Reports: 'version 2 multicast listener reports',
} as const;

const named = (direction: Direction): CounterNotes =>
  Object.fromEntries(
    Object.entries(MESSAGES).map(([name, messages]) => [
      `Icmp6${direction}${name}`,
      counter(`ICMPv6 ${messages} ${VERB[direction]}.`),
    ]),
  );

/** `Icmp6*` in /proc/net/snmp6. */
export const icmp6Notes: CounterNotes = {
  Icmp6InMsgs: counter('ICMPv6 messages received, including invalid ones.'),
  Icmp6InErrors: counter(
    'ICMPv6 messages that were invalid (bad checksum or length) or about an unknown connection.',
    'See Icmp6InCsumErrors first; the rest is mostly late or forged error messages.',
  ),
  Icmp6OutMsgs: counter('ICMPv6 messages this host sent or tried to send.'),
  Icmp6OutErrors: counter(
    'ICMPv6 messages that could not be sent because of a local problem.',
    'See Ip6OutDiscards and Ip6OutNoRoutes.',
  ),
  Icmp6InCsumErrors: counter(
    'ICMPv6 messages dropped because their checksum was wrong.',
    'Packets are corrupted in transit; see rxErrors in `procnet ifstat`.',
  ),
  Icmp6OutRateLimitHost: counter(
    'ICMPv6 messages not sent because of the rate limit per destination.',
    'Find what triggers so many errors, or see net.ipv6.icmp.ratelimit.',
  ),
  ...named('In'),
  ...named('Out'),
};
