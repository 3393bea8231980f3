import { UsageError } from '../core/errors.ts';
import type { Options } from '../core/option.ts';
import { defineReport, type Preparation, type ReportDraft, type ScanContext } from '../core/report.ts';
import type { Request } from '../core/request.ts';
import { nearest } from '../core/suggest.ts';
import { visible } from '../core/text.ts';
import { devSnmp6Values } from '../tables/dev-snmp6.ts';
import { type SnmpValue, snmp6Values, snmpValues } from '../tables/snmp.ts';
import {
  type CounterSwitches,
  counterOptions,
  listsAllCounters,
  noteColumns,
  patternWords,
  prepareCounters,
} from './counters.ts';

/**
 * A counter of the network stack: a value of `/proc/net/snmp` (net/ipv4/proc.c, snmp_seq_show), `netstat`
 * (netstat_seq_show) or `snmp6` (net/ipv6/proc.c, snmp6_seq_show), or of one interface in `dev_snmp6`
 * (snmp6_dev_seq_show).
 */
export type Counter = {
  protocol: string;
  name: string;
  value: bigint | null;
  key: string;
  kind: string | null;
  description: string | null;
};

/** Null: all counters of the namespace. */
type SnmpSwitches = CounterSwitches & { interface: string | null };

/** Interface names hold no slash, and no directory has this name (net/core/dev.c, dev_valid_name). */
const isInterfaceName = (name: string): boolean =>
  name !== '' && name !== '.' && name !== '..' && !name.includes('/');

export const snmpOptions = {
  ...counterOptions,
  interface: {
    value: 'NAME',
    help: 'The IPv6 counters of this interface only.',
    group: 'Rows',
    completes: () => ({ from: 'interfaces' }),
    library: 'text',
    set({ switches }, [word], name) {
      if (!isInterfaceName(word!))
        throw new UsageError(`${name}: not the name of an interface: "${visible(word!)}"`, name);
      switches.interface = word!;
    },
  },
} as const satisfies Options<ReportDraft<SnmpSwitches>>;

const keyOf = ({ protocol, name }: SnmpValue): string => protocol + name;

const directory = 'dev_snmp6';

/** Groups of netstat end with Ext, those of snmp6 with 6. */
const fileOf = (protocol: unknown): string =>
  /Ext$/.test(String(protocol)) ? 'netstat' : /6$/.test(String(protocol)) ? 'snmp6' : 'snmp';

function* scan({ kernel, switches }: ScanContext<SnmpSwitches>): Generator<SnmpValue> {
  const { interface: name } = switches;
  if (name !== null) {
    const hasInterfaces = kernel.list(directory).length > 0;
    const policy = hasInterfaces ? ({ mayBeAbsent: true } as const) : { absentMeans: 'IPv6 is disabled' };
    yield* devSnmp6Values(kernel.open(`${directory}/${name}`, policy));
    return;
  }
  yield* snmpValues(kernel.open('snmp'));
  yield* snmpValues(kernel.open('netstat'));
  yield* snmp6Values(kernel.open('snmp6', { mayBeAbsent: true }));
}

const prepare = (request: Request, switches: SnmpSwitches): Preparation => {
  const counters = prepareCounters(request, switches);
  const { interface: name } = switches;
  if (name === null) return counters;
  return {
    ...counters,
    remarks(rows, isNarrowed, kernel) {
      const names = kernel.list(directory);
      if (names.includes(name)) return counters.remarks?.(rows, isNarrowed, kernel) ?? [];
      const near = nearest(name, names);
      const hint = near === null ? '' : `; did you mean ${visible(near)}?`;
      return [{ kind: 'error', text: `no such interface: ${visible(name)}${hint}` }];
    },
  };
};

export const snmp = defineReport<Counter, SnmpValue, SnmpSwitches>()({
  name: 'snmp',
  summary: 'Show the counters of IP, ICMP, TCP, UDP and their extensions',
  files: ['snmp', 'netstat', 'snmp6', 'dev_snmp6/*'],
  row: 'a counter',
  examples: [
    ["procnet snmp '*Retrans*'", 'everything about retransmission'],
    ['procnet snmp TcpExtListenDrops TcpExtListenOverflows', 'connections that listeners refused'],
    ["procnet snmp '*drop*' --columns +description", 'counters of dropped packets, explained'],
    ['procnet snmp --interface lo', 'the IPv6 counters of one interface'],
    ['procnet snmp --interval 5', 'the change in each five seconds'],
    ['procnet snmp --json > before; procnet snmp --since before', 'the change since an earlier reading'],
  ],
  notes: [
    'Patterns are globs over name and key, in any case. A pattern that matches no counter is an error with exit code 1.',
    'Text output hides counters that are zero, unless -z or a pattern without * asks for them; JSON, NDJSON and CSV hold all.',
    'Tcp counts IPv4 and IPv6 together; Ip, Icmp and Udp are IPv4 only. A counter that this kernel does not have is not listed.',
    'With --interval or --since there are columns delta, perSecond and reason (why one of them is unknown), and text hides counters that stood still. Gauges and settings have no difference.',
  ],
  seeAlso: ['nstat 8'],
  identity: ['protocol', 'name'],
  names: ['key', 'name'],
  isWatched: true,
  measured: {
    prefix: '',
    labels: [],
    named: { by: 'key', description: 'description', file: 'protocol' },
    origin: ({ key, protocol }) => `${key} in /proc/net/${fileOf(protocol)}`,
  },
  switches: () => ({ patterns: [], zeros: false, interface: null }),
  options: snmpOptions,
  words: patternWords((key) => !key.includes(':')),
  listsAll: listsAllCounters,
  prepare,
  columns: {
    protocol: {
      kind: 'text',
      heading: 'proto',
      help: 'The group of the counter: Ip, Tcp, TcpExt, Ip6 and so on.',
      read: ({ protocol }) => protocol,
    },
    name: { kind: 'text', help: 'The name of the counter within its group.', read: ({ name }) => name },
    value: {
      kind: 'counter',
      measures: { told: 'kind' },
      help: 'Its value since boot, or since the namespace was created.',
      read: ({ value }) => value,
    },
    key: {
      kind: 'text',
      optional: true,
      help: 'Group and name in one word, as nstat spells it.',
      read: keyOf,
    },
    ...noteColumns(keyOf),
  },
  scan,
});
