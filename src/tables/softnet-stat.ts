import type { Lines } from '../core/report.ts';
import { hexColumns } from '../shapes/hex-columns.ts';
import type { StatValue } from './stat.ts';

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
