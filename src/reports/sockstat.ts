import type { Column } from '../core/column.ts';
import { defineReport, type Kernel, type ScanContext } from '../core/report.ts';
import { type PairLine, pairLines } from '../shapes/pairs.ts';

/**
 * Socket use of one protocol: a line of `/proc/net/sockstat` (net/ipv4/proc.c, sockstat_seq_show) or `sockstat6`
 * (net/ipv6/proc.c, sockstat6_seq_show), with the limits of `/proc/sys/net/ipv4`.
 */
export type SocketUse = {
  family: string | null;
  protocol: string;
  inuse: number | null;
  orphan: number | null;
  tw: number | null;
  alloc: number | null;
  /** Pages. */
  mem: number | null;
  /** Bytes. */
  memBytes: number | null;
  orphanMax: number | null;
  twMax: number | null;
  /** Pages. */
  memLow: number | null;
  /** Pages. */
  memPressure: number | null;
  /** Pages. */
  memHigh: number | null;
  /** Percent. */
  orphanShare: number | null;
  /** Percent. */
  twShare: number | null;
  /** Percent. */
  memShare: number | null;
  scope: string;
};

type Limits = Pick<SocketUse, 'orphanMax' | 'twMax' | 'memLow' | 'memPressure' | 'memHigh'>;
type Use = {
  readonly line: PairLine;
  readonly family: string | null;
  readonly pageSize: number | null;
  readonly limits: Limits;
};

const noLimits: Limits = { orphanMax: null, twMax: null, memLow: null, memPressure: null, memHigh: null };
const limitNames = ['orphanMax', 'twMax', 'memLow', 'memPressure', 'memHigh'] as const;

const numbers = (text: string | null): readonly (number | null)[] =>
  (text ?? '').split(/[ \t]+/).map((word) => (/^\d+$/.test(word) ? Number(word) : null));

/** Other network namespaces than the first have no tcp_mem (net/ipv4/sysctl_net_ipv4.c): then the limits are unknown. */
const tcpLimits = (kernel: Kernel): Limits => {
  const [memLow = null, memPressure = null, memHigh = null] = numbers(kernel.sysctl('net/ipv4/tcp_mem'));
  const [orphanMax = null] = numbers(kernel.sysctl('net/ipv4/tcp_max_orphans'));
  const [twMax = null] = numbers(kernel.sysctl('net/ipv4/tcp_max_tw_buckets'));
  return { orphanMax, twMax, memLow, memPressure, memHigh };
};

/** `FRAG` counts bytes, the others pages. */
const bytesOf = ({ line: { values }, pageSize }: Use): number | null => {
  const pages = values.get('mem');
  return values.get('memory') ?? (pages === undefined || pageSize === null ? null : pages * pageSize);
};

/** What of a row is the whole host's: net/ipv4/proc.c reads per-protocol counters that all namespaces share. */
const scopeOf = ({ line: { values } }: Use): string =>
  ['alloc', 'orphan', 'mem'].some((name) => values.has(name))
    ? 'alloc, orphan and mem are host-wide, the rest is of this network namespace'
    : 'this network namespace';

const value = (name: string, help: string): Column<number | null, Use> => ({
  kind: 'integer',
  help,
  read: ({ line }) => line.values.get(name) ?? null,
});

const limit = (name: (typeof limitNames)[number], help: string): Column<number | null, Use> => ({
  kind: 'integer',
  optional: true,
  help,
  read: ({ limits }) => limits[name],
});

const share = (
  used: string,
  most: (typeof limitNames)[number],
  help: string,
): Column<number | null, Use> => ({
  kind: 'rate',
  unit: 'percent',
  optional: true,
  help,
  read({ line, limits }) {
    const [value, limit] = [line.values.get(used), limits[most]];
    return value === undefined || !limit ? null : (value / limit) * 100;
  },
  tone: (percent) => (percent >= 80 ? 'bad' : undefined),
});

const limitColumns: readonly string[] = [...limitNames, 'orphanShare', 'twShare', 'memShare'];

function* scan({ kernel, wanted }: ScanContext): Generator<Use> {
  const limits = limitColumns.some((name) => wanted.has(name)) ? tcpLimits(kernel) : noLimits;
  const { pageSize } = kernel;
  for (const line of pairLines(kernel.open('sockstat'))) {
    const family = line.key === 'sockets' ? null : 'ipv4';
    yield { line, family, pageSize, limits: line.key === 'TCP' ? limits : noLimits };
  }
  for (const line of pairLines(kernel.open('sockstat6', { mayBeAbsent: true }))) {
    const named = { ...line, key: line.key.replace(/6$/, '') };
    yield { line: named, family: 'ipv6', pageSize, limits: noLimits };
  }
}

export const sockstat = defineReport<SocketUse, Use>()({
  name: 'sockstat',
  summary: 'Show how many sockets and how much memory each protocol uses',
  files: [
    'sockstat',
    'sockstat6',
    '/proc/sys/net/ipv4/tcp_mem',
    '/proc/sys/net/ipv4/tcp_max_orphans',
    '/proc/sys/net/ipv4/tcp_max_tw_buckets',
  ],
  row: "a protocol's socket use",
  examples: [
    ['procnet sockstat', 'sockets in use, orphans, TIME_WAIT and memory'],
    [
      "procnet sockstat --columns +orphanShare,+twShare,+memShare --where 'protocol = TCP'",
      'TCP against its limits',
    ],
    [
      'procnet sockstat --json | jq \'.[] | select(.protocol=="TCP" and .family=="ipv4").tw\'',
      'sockets in TIME_WAIT',
    ],
  ],
  notes: [
    'alloc, orphan and mem count the whole host, all network namespaces together; the rest belongs to this one.',
    'inuse does not count TIME_WAIT. IPv6 has its own inuse, but its orphans, TIME_WAIT and memory are counted in the ipv4 row.',
  ],
  seeAlso: ['tcp 7', 'ss 8'],
  identity: ['family', 'protocol'],
  isWatched: true,
  switches: () => null,
  options: {},
  columns: {
    family: {
      kind: 'text',
      help: 'ipv4 or ipv6; unknown for the row of all sockets.',
      values: ['ipv4', 'ipv6'],
      read: ({ family }) => family,
    },
    protocol: {
      kind: 'text',
      help: 'The protocol; sockets for all sockets of any family, FRAG for reassembly.',
      read: ({ line }) => line.key,
    },
    inuse: {
      kind: 'integer',
      help: 'Sockets in use.',
      read: ({ line }) => line.values.get(line.key === 'sockets' ? 'used' : 'inuse') ?? null,
    },
    orphan: {
      ...value('orphan', 'TCP sockets that no process holds any more, host-wide.'),
      tone: (n) => (n > 0 ? 'warn' : undefined),
    },
    tw: value('tw', 'TCP sockets in TIME_WAIT.'),
    alloc: value('alloc', 'TCP sockets allocated, in whatever state, host-wide.'),
    mem: { ...value('mem', 'Memory for buffers, host-wide.'), unit: 'pages' },
    memBytes: {
      kind: 'integer',
      unit: 'bytes',
      help: 'The same in bytes; unknown where the page size is.',
      read: bytesOf,
    },
    orphanMax: limit('orphanMax', 'The most orphans allowed (tcp_max_orphans).'),
    twMax: limit('twMax', 'The most TIME_WAIT sockets allowed (tcp_max_tw_buckets).'),
    memLow: {
      ...limit('memLow', 'Below this TCP does not care for memory (tcp_mem, first).'),
      unit: 'pages',
    },
    memPressure: { ...limit('memPressure', 'Above this TCP saves memory (tcp_mem, second).'), unit: 'pages' },
    memHigh: { ...limit('memHigh', 'The most memory TCP may use (tcp_mem, third).'), unit: 'pages' },
    orphanShare: share('orphan', 'orphanMax', 'Orphans in percent of the most allowed.'),
    twShare: share('tw', 'twMax', 'TIME_WAIT sockets in percent of the most allowed.'),
    memShare: share('mem', 'memHigh', 'Memory in percent of the most allowed.'),
    scope: { kind: 'text', optional: true, help: "Which numbers are the whole host's.", read: scopeOf },
  },
  scan,
});
