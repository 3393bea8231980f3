import type { Column } from '../../core/column.ts';
import { defineReport, type Kernel } from '../../core/report.ts';
import { countFiles, trackedCount, whyNotListed } from '../../tables/conntrack/count.ts';
import { statValues } from '../../tables/stat.ts';

/**
 * How full the connection tracking table is, and its statistics: `nf_conntrack_count` and `nf_conntrack_max`, and the sums
 * over all CPUs of `/proc/net/stat/nf_conntrack` (net/netfilter/nf_conntrack_standalone.c, ct_cpu_seq_show). Null if the
 * kernel does not have the value.
 */
export type TrackingSummary = {
  entries: number | null;
  maximum: number | null;
  /** In percent. */
  share: number | null;
  found: bigint | null;
  invalid: bigint | null;
  insertFailed: bigint | null;
  drop: bigint | null;
  earlyDrop: bigint | null;
  icmpError: bigint | null;
  searchRestart: bigint | null;
  clashResolved: bigint | null;
  chainTooLong: bigint | null;
  expectNew: bigint | null;
  expectCreate: bigint | null;
  expectDelete: bigint | null;
};

type Summary = {
  readonly entries: number | null;
  readonly maximum: number | null;
  /** Keyed by the kernel's names. */
  readonly sums: ReadonlyMap<string, bigint | null>;
};

const sumsOf = (kernel: Kernel, isCounted: boolean): ReadonlyMap<string, bigint | null> => {
  const policy = isCounted ? ({ mayBeAbsent: true } as const) : { absentMeans: whyNotListed(kernel) };
  const lines = kernel.open('stat/nf_conntrack', { ...policy, nameInOldKernels: 'stat/ip_conntrack' });
  const values = statValues('nf_conntrack', lines);
  return new Map([...values].map(({ name, value }) => [name, value]));
};

/** Reads the counts, which need no privileges and exist even in kernels without the list. */
function* scan({ kernel }: { readonly kernel: Kernel }): Generator<Summary> {
  const { entries, maximum } = trackedCount(kernel);
  const sums = sumsOf(kernel, entries !== null);
  const inStat = sums.get('entries') ?? null;
  if (entries === null && sums.size === 0) return;
  yield { entries: inStat === null ? entries : Number(inStat), maximum, sums };
}

const sum = (name: string, help: string): Column<bigint | null, Summary> => ({
  kind: 'counter',
  help,
  // `procnet stat` has it too.
  metric: null,
  read: ({ sums }) => sums.get(name) ?? null,
});

const bad = (name: string, help: string): Column<bigint | null, Summary> => ({
  ...sum(name, help),
  tone: (value) => (value > 0n ? 'bad' : undefined),
});

const rare = (name: string, help: string): Column<bigint | null, Summary> => ({
  ...sum(name, help),
  optional: true,
});

export const trackingSummary = defineReport<TrackingSummary, Summary>()({
  name: 'conntrack-summary',
  summary: 'Show how full the connection tracking table is',
  files: ['stat/nf_conntrack', 'stat/ip_conntrack', ...countFiles],
  row: 'the connection tracking table',
  examples: [
    ['procnet conntrack -s', 'table usage and drops'],
    ["procnet conntrack -s --where 'share > 80' --none", 'fails when the table is almost full'],
  ],
  notes: ['Any user can read these numbers.'],
  seeAlso: ['conntrack 8'],
  identity: [],
  isWatched: true,
  measured: { prefix: 'conntrack', labels: [], origin: () => '/proc/sys/net/netfilter/nf_conntrack_count' },
  switches: () => null,
  options: {},
  columns: {
    entries: {
      kind: 'integer',
      measures: 'gauge',
      help: 'Connections tracked in this network namespace.',
      read: ({ entries }) => entries,
    },
    maximum: {
      kind: 'integer',
      measures: 'gauge',
      metric: 'entries_limit',
      origin: '/proc/sys/net/netfilter/nf_conntrack_max',
      help: 'Maximum number of entries (nf_conntrack_max), which applies per namespace.',
      read: ({ maximum }) => maximum,
    },
    share: {
      kind: 'rate',
      unit: 'percent',
      measures: 'gauge',
      metric: 'used',
      help: 'Entries, as a percentage of the maximum.',
      read: ({ entries, maximum }) => (entries === null || !maximum ? null : (entries / maximum) * 100),
      tone: (value) => (value >= 90 ? 'bad' : value >= 75 ? 'warn' : undefined),
    },
    found: sum('found', 'Lookups that found an unexpected entry or, on old kernels, any entry.'),
    invalid: sum('invalid', 'Packets that could not be tracked.'),
    insertFailed: bad(
      'insert_failed',
      'Entries that could not be inserted because an equal one was already there.',
    ),
    drop: bad('drop', 'Packets dropped because no entry could be created for them.'),
    earlyDrop: bad('early_drop', 'Entries removed early to make room for new ones.'),
    icmpError: rare('icmp_error', 'ICMP errors that could not be tracked.'),
    searchRestart: rare('search_restart', 'Lookups restarted because the table was changing.'),
    clashResolved: rare('clashres', 'New entries that clashed with an existing one and were merged with it.'),
    chainTooLong: rare('chainlength', 'Packets dropped because a hash bucket had too many entries.'),
    expectNew: rare('expect_new', 'Connections expected by a helper.'),
    expectCreate: rare('expect_create', 'Expectations added by helpers.'),
    expectDelete: rare('expect_delete', 'Expectations removed.'),
  },
  scan,
});
