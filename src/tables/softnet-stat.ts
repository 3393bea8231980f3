import type { Lines } from '../core/report.ts';
import { hexColumns } from '../shapes/hex-columns.ts';
import type { StatValue } from './stat.ts';

/** The columns in order, named as in struct softnet_data. Kernels have only ever appended columns. */
const softnetColumns = [
  'processed',
  'dropped',
  'time_squeeze',
  // Always 0, or remnants of Linux 2.4.
  ...['', '', '', '', ''],
  'cpu_collision',
  'received_rps',
  'flow_limit_count',
  'backlog_len',
  // The CPU number.
  '',
  'input_qlen',
  'process_qlen',
];

/** `/proc/net/softnet_stat` (net/core/net-procfs.c, softnet_seq_show): one line per CPU, without names. */
export function* softnetValues(lines: Lines | null): Generator<StatValue> {
  for (const { name, sum } of hexColumns(lines, softnetColumns))
    yield { file: 'softnet_stat', name, value: sum };
}
