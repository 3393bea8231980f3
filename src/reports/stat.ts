import { defineReport, type ScanContext } from '../core/report.ts';
import { softnetValues } from '../tables/softnet-stat.ts';
import { type StatValue, statValues } from '../tables/stat.ts';
import {
  type CounterSwitches,
  counterOptions,
  listsAllCounters,
  noteColumns,
  patternWords,
  prepareCounters,
} from './counters.ts';

/**
 * A counter of a file that is kept per processor, summed over all processors: a column of `/proc/net/softnet_stat`
 * (net/core/net-procfs.c, softnet_seq_show) or of a file in `/proc/net/stat`, such as `arp_cache` (net/core/neighbour.c,
 * neigh_stat_seq_show) or `nf_conntrack` (net/netfilter/nf_conntrack_standalone.c, ct_cpu_seq_show).
 */
export type StatCounter = {
  file: string;
  name: string;
  /** Null where a processor's line could not be read: a sum without it would be too low. */
  value: bigint | null;
  key: string;
  kind: string | null;
  description: string | null;
};

const keyOf = ({ file, name }: StatValue): string => `${file}:${name}`;

/** Every network namespace has this file, with counters of the whole host (struct rt_cache_stat), as softnet_stat's are. */
const hostWide = 'rt_cache';

/** A kernel has a handful; a copied tree may hold anything. */
const mostFiles = 100;

function* scan({ kernel }: ScanContext): Generator<StatValue> {
  const files = kernel.list('stat').filter((file) => kernel.showsShared || file !== hostWide);
  if (files.length > mostFiles)
    kernel.problem({
      path: 'stat',
      line: null,
      field: null,
      message: `holds ${files.length} files; only the first ${mostFiles} are read`,
    });
  for (const file of files.slice(0, mostFiles)) yield* statValues(file, kernel.open(`stat/${file}`));
  if (kernel.showsShared)
    yield* softnetValues(kernel.open('softnet_stat', files.length > 0 ? { mayBeAbsent: true } : {}));
}

export const stat = defineReport<StatCounter, StatValue, CounterSwitches>()({
  name: 'stat',
  summary: 'Show neighbour table, conntrack and softnet counters',
  files: ['stat/*', 'softnet_stat'],
  row: 'a counter',
  examples: [
    ["procnet stat 'softnet_stat:*'", 'packets that the processors received and dropped'],
    ["procnet stat '*drop*' '*full*'", 'what was dropped, and how often a table was full'],
    ["procnet stat 'nf_conntrack:*' -z --columns +description", 'connection tracking, explained'],
    ['procnet stat --interval 5', 'the change in each five seconds'],
  ],
  notes: [
    'Patterns are globs over name and key, in any case. A pattern that matches no counter is an error with exit code 1.',
    'Text output hides counters that are zero, unless -z or a pattern without * asks for them; JSON, NDJSON and CSV hold all.',
    'Each value is the sum over all processors; entries, which every line of a file repeats, is counted once.',
    'Most of these counters are 32 bits wide on each processor, and wrap.',
    'nf_conntrack counts for this network namespace, the other files for the whole host; all but nf_conntrack, synproxy and softnet_stat exist in the first namespace only.',
    'A file or counter that this kernel does not have is not listed.',
  ],
  seeAlso: ['lnstat 8'],
  identity: ['file', 'name'],
  names: ['key', 'name'],
  isWatched: true,
  measured: {
    prefix: '',
    labels: [],
    named: { by: 'key', description: 'description', file: 'file' },
    origin: ({ file, key }) =>
      `${String(key).slice(String(file).length + 1)} in /proc/net/${file === 'softnet_stat' ? file : `stat/${file}`}`,
  },
  switches: () => ({ patterns: [], zeros: false }),
  options: counterOptions,
  words: patternWords((key) => key.includes(':')),
  listsAll: listsAllCounters,
  prepare: prepareCounters,
  columns: {
    file: { kind: 'text', help: 'The file that holds the counter.', read: ({ file }) => file },
    name: { kind: 'text', help: 'The name of the counter in that file.', read: ({ name }) => name },
    value: {
      kind: 'counter',
      measures: { told: 'kind' },
      help: 'Its value since boot, or since the namespace was created, summed over all processors.',
      read: ({ value }) => value,
    },
    key: {
      kind: 'text',
      optional: true,
      help: 'File and name in one word, as lnstat takes it.',
      read: keyOf,
    },
    ...noteColumns(keyOf),
  },
  scan,
});
