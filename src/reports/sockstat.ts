import type { Column } from '../core/column.ts';
import { defineReport, type ScanContext } from '../core/report.ts';
import {
  type MemoryUnit,
  memoryUnit,
  type SockstatLine,
  sharedNames,
  sockstat6Lines,
  sockstatLines,
} from '../tables/sockstat.ts';
import { noTcpLimits, type TcpLimits, tcpLimitFiles, tcpLimits } from '../tables/tcp-limits.ts';
import { foldedFamily } from './families.ts';

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

type Use = SockstatLine & {
  readonly unit: MemoryUnit | null;
  readonly pageSize: number | null;
  readonly limits: TcpLimits;
};

/** `FRAG` counts bytes. */
const bytesOf = ({ values, unit, pageSize }: Use): number | null => {
  const mem = values.get('mem');
  const size = unit === 'page' ? pageSize : unit;
  return values.get('memory') ?? (mem === undefined || size === null ? null : mem * size);
};

const scopeOf = ({ values }: Use): string =>
  [...sharedNames].some((name) => values.has(name))
    ? 'alloc, orphan and mem are host-wide, the rest belongs to this network namespace'
    : 'this network namespace';

const value = (name: string, help: string): Column<number | null, Use> => ({
  kind: 'integer',
  measures: 'gauge',
  help,
  read: ({ values }) => values.get(name) ?? null,
});

const limit = (name: keyof TcpLimits, help: string): Column<number | null, Use> => ({
  kind: 'integer',
  measures: 'gauge',
  optional: true,
  help,
  read: ({ limits }) => limits[name],
});

const percent = (used: number | null | undefined, most: number | null): number | null =>
  used == null || !most ? null : (used / most) * 100;

const share = (help: string, read: (use: Use) => number | null): Column<number | null, Use> => ({
  kind: 'rate',
  unit: 'percent',
  measures: 'gauge',
  optional: true,
  help,
  read,
  tone: (value) => (value >= 80 ? 'bad' : undefined),
});

/** The limit is in pages on every kernel. */
const memoryShare = (use: Use): number | null => {
  const { memHigh } = use.limits;
  if (use.unit === 'page') return percent(use.values.get('mem'), memHigh);
  return memHigh === null || use.pageSize === null ? null : percent(bytesOf(use), memHigh * use.pageSize);
};

const limitColumns: readonly string[] = [...Object.keys(noTcpLimits), 'orphanShare', 'twShare', 'memShare'];

function* scan({ kernel, wanted }: ScanContext): Generator<Use> {
  const limits = limitColumns.some((name) => wanted.has(name)) ? tcpLimits(kernel) : noTcpLimits;
  const memory = { unit: memoryUnit(kernel), pageSize: kernel.pageSize };
  for (const line of sockstatLines(kernel.open('sockstat'), kernel.showsShared))
    yield { ...line, ...memory, limits: line.protocol === 'TCP' ? limits : noTcpLimits };
  for (const line of sockstat6Lines(kernel.open('sockstat6', { mayBeAbsent: true })))
    yield { ...line, ...memory, limits: noTcpLimits };
}

export const sockstat = defineReport<SocketUse, Use>()({
  name: 'sockstat',
  summary: 'Show how many sockets and how much memory each protocol uses',
  files: ['sockstat', 'sockstat6', ...tcpLimitFiles, '/proc/sys/kernel/osrelease'],
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
      givesWay: foldedFamily,
      help: 'ipv4 or ipv6; unknown for the row of all sockets.',
      values: ['ipv4', 'ipv6'],
      read: ({ family }) => family,
    },
    protocol: {
      kind: 'text',
      heading: 'proto',
      isWhole: true,
      help: 'The protocol; sockets for all sockets of any family, FRAG for reassembly.',
      read: ({ protocol }) => protocol,
    },
    inuse: {
      kind: 'integer',
      measures: 'gauge',
      help: 'Sockets in use.',
      read: ({ protocol, values }) => values.get(protocol === 'sockets' ? 'used' : 'inuse') ?? null,
    },
    orphan: {
      ...value('orphan', 'TCP sockets no longer held by any process, host-wide.'),
      tone: (n) => (n > 0 ? 'warn' : undefined),
    },
    tw: value('tw', 'TCP sockets in TIME_WAIT.'),
    alloc: value('alloc', 'TCP sockets allocated, in any state, host-wide.'),
    mem: {
      ...value(
        'mem',
        'Memory for buffers, host-wide, as the kernel prints it: pages, but 4096 bytes each on Linux 4.19 and 5.',
      ),
      unit: 'pages',
      givesWay: { rank: 2 },
    },
    memBytes: {
      kind: 'integer',
      unit: 'bytes',
      measures: 'gauge',
      help: 'The same in bytes; unknown if the page size is unknown.',
      read: bytesOf,
    },
    orphanMax: limit('orphanMax', 'The most orphans allowed (tcp_max_orphans).'),
    twMax: limit('twMax', 'The most TIME_WAIT sockets allowed (tcp_max_tw_buckets).'),
    memLow: {
      ...limit('memLow', 'Below this, TCP does not regulate its memory use (tcp_mem, first value).'),
      unit: 'pages',
    },
    memPressure: {
      ...limit('memPressure', 'Above this, TCP is under memory pressure (tcp_mem, second value).'),
      unit: 'pages',
    },
    memHigh: { ...limit('memHigh', 'The most memory TCP may use (tcp_mem, third value).'), unit: 'pages' },
    orphanShare: share('Orphans as a percentage of the limit.', ({ values, limits }) =>
      percent(values.get('orphan'), limits.orphanMax),
    ),
    twShare: share('TIME_WAIT sockets as a percentage of the limit.', ({ values, limits }) =>
      percent(values.get('tw'), limits.twMax),
    ),
    memShare: share('Memory as a percentage of the limit.', memoryShare),
    scope: { kind: 'text', optional: true, help: 'Which numbers are host-wide.', read: scopeOf },
  },
  scan,
});
