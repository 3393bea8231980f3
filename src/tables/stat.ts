import type { Kernel, Lines } from '../core/report.ts';
import { hexColumns } from '../shapes/hex-columns.ts';

/** A counter of one file, over all processors. */
export type StatValue = { readonly file: string; readonly name: string; readonly value: bigint | null };

/** Every line repeats how many entries there are in all. */
const repeated = 'entries';

/**
 * A file of `/proc/net/stat`, one line a processor below the names: `arp_cache` and `ndisc_cache` (net/core/neighbour.c,
 * neigh_stat_seq_show), `nf_conntrack` (nf_conntrack_standalone.c, ct_cpu_seq_show), `rt_cache` (net/ipv4/route.c,
 * rt_cpu_seq_show), `synproxy` (nf_synproxy_core.c, synproxy_cpu_seq_show).
 */
export function* statValues(file: string, lines: Lines | null): Generator<StatValue> {
  for (const { name, first, sum } of hexColumns(lines))
    yield { file, name, value: name === repeated ? first : sum };
}

/** The columns in order, struct softnet_data's names; kernels have only ever added some at the end. */
const softnetColumns = [
  'processed',
  'dropped',
  'time_squeeze',
  // Always 0, or numbers of Linux 2.4.
  ...['', '', '', '', ''],
  'cpu_collision',
  'received_rps',
  'flow_limit_count',
  'backlog_len',
  // The processor's own number.
  '',
  'input_qlen',
  'process_qlen',
];

/** `/proc/net/softnet_stat` (net/core/net-procfs.c, softnet_seq_show): one line a processor, without names. */
export function* softnetValues(lines: Lines | null): Generator<StatValue> {
  for (const { name, sum } of hexColumns(lines, softnetColumns))
    yield { file: 'softnet_stat', name, value: sum };
}

/** All of these files that this kernel has. */
export function* allStatValues(kernel: Kernel): Generator<StatValue> {
  const files = kernel.list('stat');
  for (const file of files) yield* statValues(file, kernel.open(`stat/${file}`));
  yield* softnetValues(kernel.open('softnet_stat', files.length > 0 ? { mayBeAbsent: true } : {}));
}
