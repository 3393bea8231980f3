import type { Lines } from '../core/report.ts';
import { hexColumns } from '../shapes/hex-columns.ts';

/** A counter from a per-CPU file, summed over all CPUs. */
export type StatValue = { readonly file: string; readonly name: string; readonly value: bigint | null };

/** The total number of entries, repeated on every line. */
const repeated = 'entries';

/**
 * A file in `/proc/net/stat`, one line per CPU below the names: `arp_cache` and `ndisc_cache` (net/core/neighbour.c,
 * neigh_stat_seq_show), `nf_conntrack` (nf_conntrack_standalone.c, ct_cpu_seq_show), `rt_cache` (net/ipv4/route.c,
 * rt_cpu_seq_show), `synproxy` (nf_synproxy_core.c, synproxy_cpu_seq_show).
 */
export function* statValues(file: string, lines: Lines | null): Generator<StatValue> {
  for (const { name, first, sum } of hexColumns(lines))
    yield { file, name, value: name === repeated ? first : sum };
}
