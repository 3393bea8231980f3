import type { BoundColumn } from '../core/column.ts';
import { isPattern } from '../core/glob.ts';
import type { Options } from '../core/option.ts';
import {
  defineReport,
  type Preparation,
  type Report,
  type ReportDraft,
  type ScanContext,
} from '../core/report.ts';
import type { Request } from '../core/request.ts';
import { counterKeys, counterNote } from '../glossary/counters/index.ts';
import { nameValueLines } from '../shapes/pairs.ts';
import { sections } from '../shapes/sections.ts';
import { allOption } from './families.ts';
import { NamePatterns } from './name-patterns.ts';

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

/** Which counters to show. */
type CounterSwitches = { patterns: readonly string[]; zeros: boolean };

const options = {
  all: allOption,
  zeros: {
    short: 'z',
    help: 'In text, also show counters that are zero.',
    group: 'Rows',
    set: ({ switches }) => {
      switches.zeros = true;
    },
  },
} as const satisfies Options<ReportDraft<CounterSwitches>>;

const readerOf = ({ columns }: Report, name: string): BoundColumn['read'] =>
  columns.find((column) => column.name === name)!.read;

/** Counters that are compared are hidden where they stand still, not where they are zero. */
const hidesZeros = ({ output, repeat }: Request, { zeros }: CounterSwitches): boolean =>
  output.isText && !output.quiet && !zeros && repeat.interval === null && repeat.since === null;

/** Keeps the counters that were asked for, and in text those that are not zero. */
const prepare = (request: Request, switches: CounterSwitches): Preparation => {
  const patterns = new NamePatterns(switches.patterns);
  const exact = switches.patterns.filter((pattern) => !isPattern(pattern)).map((name) => name.toLowerCase());
  const hides = hidesZeros(request, switches);
  const [name, key, value] = ['name', 'key', 'value'].map((column) => readerOf(request.report, column));
  let hidden = 0;
  return {
    test(view) {
      const names = [String(name!(view)), String(key!(view))];
      if (!patterns.fits(names)) return false;
      if (!hides || value!(view) !== 0n || names.some((word) => exact.includes(word.toLowerCase())))
        return true;
      hidden++;
      return false;
    },
    remarks: () => [
      ...(hidden === 0
        ? []
        : [
            {
              kind: 'hint',
              text: `${hidden} zero counter${hidden === 1 ? '' : 's'} hidden (use -z)`,
            } as const,
          ]),
      ...patterns.errors('counter'),
    ],
  };
};

export const snmp = defineReport<Counter, Entry, CounterSwitches>()({
  name: 'snmp',
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
  seeAlso: ['nstat 8'],
  identity: ['protocol', 'name'],
  isWatched: true,
  switches: () => ({ patterns: [], zeros: false }),
  options,
  words: {
    synopsis: '[PATTERN ...]',
    completes: () => ({ from: 'words', words: counterKeys() }),
    take({ switches }, words) {
      switches.patterns = words;
    },
  },
  listsAll: ({ zeros, patterns }) => zeros || patterns.some((pattern) => !isPattern(pattern)),
  prepare,
  columns: {
    protocol: {
      kind: 'text',
      help: 'The group of the counter: Ip, Tcp, TcpExt, Ip6 and so on.',
      read: ({ protocol }) => protocol,
    },
    name: { kind: 'text', help: 'The name of the counter within its group.', read: ({ name }) => name },
    value: {
      kind: 'counter',
      measures: { told: 'kind' },
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
