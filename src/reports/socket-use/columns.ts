import type { Column, Columns } from '../../core/column.ts';
import { type MemoryUnit, type SockstatLine, sharedNames } from '../../tables/sockstat.ts';
import type { TcpLimits } from '../../tables/tcp-limits.ts';
import { foldedFamily } from '../families.ts';

/**
 * One protocol's socket use: a line in `/proc/net/sockstat` (net/ipv4/proc.c, sockstat_seq_show) or `sockstat6`
 * (net/ipv6/proc.c, sockstat6_seq_show), with the limits from `/proc/sys/net/ipv4`.
 */
export type SocketUse = {
  family: string | null;
  protocol: string;
  inuse: number | null;
  orphan: number | null;
  tw: number | null;
  alloc: number | null;
  /** In pages. */
  mem: number | null;
  /** In bytes. */
  memBytes: number | null;
  orphanMax: number | null;
  twMax: number | null;
  /** In pages. */
  memLow: number | null;
  /** In pages. */
  memPressure: number | null;
  /** In pages. */
  memHigh: number | null;
  /** In percent. */
  orphanShare: number | null;
  /** In percent. */
  twShare: number | null;
  /** In percent. */
  memShare: number | null;
  scope: string;
};

/** A line with the units and limits of its numbers. */
export type Use = SockstatLine & {
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
    ? 'alloc, orphan and mem are host-wide, the rest is for this network namespace'
    : 'this network namespace';

const value = (name: string, help: string): Column<number | null, Use> => ({
  kind: 'integer',
  measures: 'gauge',
  help,
  read: ({ values }) => values.get(name) ?? null,
});

const limit = (
  name: keyof TcpLimits,
  metric: string,
  file: string,
  help: string,
): Column<number | null, Use> => ({
  kind: 'integer',
  measures: 'gauge',
  metric,
  origin: `/proc/sys/net/ipv4/${file}`,
  optional: true,
  help,
  read: ({ limits }) => limits[name],
});

const percent = (used: number | null | undefined, most: number | null): number | null =>
  used == null || !most ? null : (used / most) * 100;

const share = (
  metric: string,
  help: string,
  read: (use: Use) => number | null,
): Column<number | null, Use> => ({
  kind: 'rate',
  unit: 'percent',
  measures: 'gauge',
  metric,
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

export const socketUseColumns: Columns<SocketUse, Use> = {
  family: {
    kind: 'text',
    givesWay: foldedFamily,
    help: 'ipv4 or ipv6; null for the row of all sockets.',
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
      'Buffer memory, host-wide, as the kernel prints it: in pages, or in units of 4096 bytes on Linux 4.19 and 5.',
    ),
    unit: 'pages',
    metric: null,
    givesWay: { rank: 2 },
  },
  memBytes: {
    kind: 'integer',
    unit: 'bytes',
    measures: 'gauge',
    metric: 'memory',
    help: 'Buffer memory in bytes, host-wide; unknown if the page size is unknown.',
    read: bytesOf,
  },
  orphanMax: limit(
    'orphanMax',
    'orphan_limit',
    'tcp_max_orphans',
    'Maximum number of orphans (tcp_max_orphans).',
  ),
  twMax: limit(
    'twMax',
    'tw_limit',
    'tcp_max_tw_buckets',
    'Maximum number of TIME_WAIT sockets (tcp_max_tw_buckets).',
  ),
  memLow: {
    ...limit(
      'memLow',
      'memory_low',
      'tcp_mem',
      'Below this, TCP does not regulate its memory use (tcp_mem, first value).',
    ),
    unit: 'pages',
  },
  memPressure: {
    ...limit(
      'memPressure',
      'memory_pressure',
      'tcp_mem',
      'Above this, TCP is under memory pressure (tcp_mem, second value).',
    ),
    unit: 'pages',
  },
  memHigh: {
    ...limit('memHigh', 'memory_limit', 'tcp_mem', 'Maximum memory for TCP (tcp_mem, third value).'),
    unit: 'pages',
  },
  orphanShare: share('orphan_used', 'Orphans, as a percentage of the limit.', ({ values, limits }) =>
    percent(values.get('orphan'), limits.orphanMax),
  ),
  twShare: share('tw_used', 'TIME_WAIT sockets, as a percentage of the limit.', ({ values, limits }) =>
    percent(values.get('tw'), limits.twMax),
  ),
  memShare: share('memory_used', 'Memory, as a percentage of the limit.', memoryShare),
  scope: { kind: 'text', optional: true, help: 'Which numbers are host-wide.', read: scopeOf },
};
