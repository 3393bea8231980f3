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
 * A network stack counter: a value in `/proc/net/snmp` (net/ipv4/proc.c, snmp_seq_show), `netstat` (netstat_seq_show) or
 * `snmp6` (net/ipv6/proc.c, snmp6_seq_show), or, for one interface, in `dev_snmp6` (snmp6_dev_seq_show).
 */
export type Counter = {
  protocol: string;
  name: string;
  value: bigint | null;
  key: string;
  kind: string | null;
  description: string | null;
};

/** A null interface selects all of the namespace's counters. */
type SnmpSwitches = CounterSwitches & { interface: string | null };

/** Interface names contain no slash and are not `.` or `..` (net/core/dev.c, dev_valid_name). */
const isInterfaceName = (name: string): boolean =>
  name !== '' && name !== '.' && name !== '..' && !name.includes('/');

export const snmpOptions = {
  ...counterOptions,
  interface: {
    value: 'NAME',
    help: "Show only this interface's IPv6 counters.",
    group: 'Rows',
    completes: () => ({ from: 'interfaces' }),
    library: 'text',
    set({ switches }, [word], name) {
      if (!isInterfaceName(word!))
        throw new UsageError(`${name}: not an interface name: "${visible(word!)}"`, name);
      switches.interface = word!;
    },
  },
} as const satisfies Options<ReportDraft<SnmpSwitches>>;

const keyOf = ({ protocol, name }: SnmpValue): string => protocol + name;

const directory = 'dev_snmp6';

/** Groups in netstat end with Ext, those in snmp6 with 6. */
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
  summary: 'Show IP, ICMP, TCP and UDP counters and their extensions',
  files: ['snmp', 'netstat', 'snmp6', 'dev_snmp6/*'],
  row: 'a counter',
  examples: [
    ["procnet snmp '*Retrans*'", 'retransmission counters'],
    ['procnet snmp TcpExtListenDrops TcpExtListenOverflows', 'connections dropped by listeners'],
    ["procnet snmp '*drop*' --columns +description", 'drop counters, explained'],
    ['procnet snmp --interface lo', "one interface's IPv6 counters"],
    ['procnet snmp --interval 5', 'the change every five seconds'],
    ['procnet snmp --json > before; procnet snmp --since before', 'the change since an earlier reading'],
  ],
  notes: [
    'Patterns are case-insensitive globs over name and key. A pattern that matches no counter is an error with exit code 1.',
    'Text output hides zero counters, except with -z or if selected by a pattern without *; JSON, NDJSON and CSV include them.',
    'Tcp counts IPv4 and IPv6 together; Ip, Icmp and Udp are IPv4 only. Counters this kernel does not have are not listed.',
    'With --interval or --since, there are columns delta, perSecond and reason (why one of them is unknown), and text output hides unchanged counters. Gauges and settings have no difference.',
  ],
  seeAlso: ['nstat 8'],
  identity: ['protocol', 'name'],
  names: ['key', 'name', 'protocol'],
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
      help: 'The counter group: Ip, Tcp, TcpExt, Ip6 and so on.',
      read: ({ protocol }) => protocol,
    },
    name: { kind: 'text', help: 'The counter name within its group.', read: ({ name }) => name },
    value: {
      kind: 'counter',
      measures: { kindIn: 'kind' },
      help: 'Its value since boot, or since the namespace was created.',
      read: ({ value }) => value,
    },
    key: {
      kind: 'text',
      optional: true,
      help: 'Group and name as one word, as in nstat.',
      read: keyOf,
    },
    ...noteColumns(keyOf),
  },
  scan,
});
