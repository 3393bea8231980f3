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
 * A per-CPU counter, summed over all CPUs: a column in `/proc/net/softnet_stat` (net/core/net-procfs.c, softnet_seq_show)
 * or in a file below `/proc/net/stat`, such as `arp_cache` (net/core/neighbour.c,
 * neigh_stat_seq_show) or `nf_conntrack` (net/netfilter/nf_conntrack_standalone.c, ct_cpu_seq_show).
 */
export type StatCounter = {
  file: string;
  name: string;
  /** Null if a CPU's line could not be read, because the sum would be too low. */
  value: bigint | null;
  key: string;
  kind: string | null;
  description: string | null;
};

const keyOf = ({ file, name }: StatValue): string => `${file}:${name}`;

/** Every network namespace has this file, but its counters are host-wide (struct rt_cache_stat), as in softnet_stat. */
const hostWide = 'rt_cache';

/** A kernel has a handful; a copied tree may contain anything. */
const mostFiles = 100;

function* scan({ kernel }: ScanContext): Generator<StatValue> {
  const files = kernel.list('stat').filter((file) => kernel.showsShared || file !== hostWide);
  if (files.length > mostFiles)
    kernel.problem({
      path: 'stat',
      line: null,
      field: null,
      message: `contains ${files.length} files; only the first ${mostFiles} are read`,
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
    ["procnet stat 'softnet_stat:*'", 'packets received and dropped by CPUs'],
    ["procnet stat '*drop*' '*full*'", 'drops, and how often a table was full'],
    ["procnet stat 'nf_conntrack:*' -z --columns +description", 'connection tracking, explained'],
    ['procnet stat --interval 5', 'the change every five seconds'],
  ],
  notes: [
    'Patterns are case-insensitive globs over name and key. A pattern that matches no counter is an error with exit code 1.',
    'Text output hides zero counters, except with -z or if selected by a pattern without *; JSON, NDJSON and CSV include them.',
    'Each value is the sum over all CPUs, except that entries, which is repeated on every line, is counted once.',
    'Most of these counters are 32 bits wide per CPU, and wrap.',
    'nf_conntrack is for this network namespace, the other files are host-wide; all except nf_conntrack, synproxy and softnet_stat exist only in the initial namespace.',
    'Files and counters this kernel does not have are not listed.',
  ],
  seeAlso: ['lnstat 8'],
  identity: ['file', 'name'],
  names: ['key', 'name', 'file'],
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
    file: { kind: 'text', help: 'The file that contains the counter.', read: ({ file }) => file },
    name: { kind: 'text', help: 'The counter name in that file.', read: ({ name }) => name },
    value: {
      kind: 'counter',
      measures: { kindIn: 'kind' },
      help: 'Its value since boot, or since the namespace was created, summed over all CPUs.',
      read: ({ value }) => value,
    },
    key: {
      kind: 'text',
      optional: true,
      help: 'File and name as one word, as in lnstat.',
      read: keyOf,
    },
    ...noteColumns(keyOf),
  },
  scan,
});
