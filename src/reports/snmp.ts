import { defineReport, type ScanContext } from '../core/report.ts';
import { counterNote } from '../glossary/counters/index.ts';
import { nameValueLines } from '../shapes/pairs.ts';
import { sections } from '../shapes/sections.ts';

/**
 * A counter of the network stack: a value of `/proc/net/snmp` (net/ipv4/proc.c, snmp_seq_show), `netstat`
 * (netstat_seq_show) or `snmp6` (net/ipv6/proc.c, snmp6_seq_show).
 */
export type Counter = {
  protocol: string;
  name: string;
  value: bigint | null;
  key: string;
  kind: string | null;
  description: string | null;
};

type Entry = { readonly protocol: string; readonly name: string; readonly value: bigint | null };

const keyOf = ({ protocol, name }: Entry): string => protocol + name;

/** RFC 4022: -1 when the number of connections is not fixed. The only value of these files that is signed. */
const mayBeNegative: ReadonlySet<string> = new Set(['MaxConn']);

const ipv6Groups = ['UdpLite6', 'Icmp6', 'Udp6', 'Ip6'] as const;

const splitIpv6 = (key: string): { protocol: string; name: string } => {
  const protocol = ipv6Groups.find((group) => key.startsWith(group)) ?? '';
  return { protocol, name: key.slice(protocol.length) };
};

function* scan({ kernel }: ScanContext): Generator<Entry> {
  for (const file of ['snmp', 'netstat']) {
    for (const { section, name, value } of sections(kernel.open(file), mayBeNegative))
      yield { protocol: section, name, value };
  }
  for (const { name, value } of nameValueLines(kernel.open('snmp6', { mayBeAbsent: true })))
    yield { ...splitIpv6(name), value };
}

export const snmp = defineReport<Counter, Entry>({
  name: 'snmp',
  aliases: ['nstat'],
  summary: 'Show the counters of IP, ICMP, TCP, UDP and their extensions',
  files: ['snmp', 'netstat', 'snmp6'],
  row: 'a counter',
  examples: [
    ["procnet snmp '*Retrans*'", 'everything about retransmission'],
    ['procnet snmp TcpExtListenDrops TcpExtListenOverflows', 'connections that listeners refused'],
    ["procnet snmp '*drop*' --columns +description", 'counters of dropped packets, explained'],
    ['procnet snmp --interval 5', 'what was counted in each five seconds'],
    ['procnet snmp --json > before; procnet snmp --since before', 'what was counted since'],
  ],
  notes: [
    'Patterns are globs over name and key, in any case. One that names nothing is an error with exit code 1.',
    'Text output hides counters that are zero, unless -z or a pattern without * asks for them; JSON, NDJSON and CSV hold all.',
    'Tcp counts IPv4 and IPv6 together; Ip, Icmp and Udp are IPv4 only. A counter that this kernel does not have is not listed.',
    'With --interval or --since there are the columns delta, perSecond and reason (why one of them is unknown), and text hides counters that stood still. Gauges and settings have no difference.',
  ],
  identity: ['protocol', 'name'],
  columns: {
    protocol: {
      kind: 'text',
      help: 'The group of the counter: Ip, Tcp, TcpExt, Ip6 and so on.',
      read: ({ protocol }) => protocol,
    },
    name: { kind: 'text', help: 'The name of the counter within its group.', read: ({ name }) => name },
    value: {
      kind: 'counter',
      help: 'Its value since boot, or since the namespace was made.',
      read: ({ value }) => value,
    },
    key: {
      kind: 'text',
      optional: true,
      help: 'Group and name in one word, as nstat spells it.',
      read: keyOf,
    },
    kind: {
      kind: 'text',
      optional: true,
      help: 'Whether it only grows (counter), goes up and down (gauge) or is configured (setting); unknown for counters not described here.',
      values: ['counter', 'gauge', 'setting'],
      read: (entry) => counterNote(keyOf(entry))?.kind ?? null,
    },
    description: {
      kind: 'text',
      optional: true,
      help: 'What it counts.',
      read: (entry) => counterNote(keyOf(entry))?.meaning ?? null,
    },
  },
  scan,
});
