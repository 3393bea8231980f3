import type { Options } from '../../core/option.ts';
import type { Draft } from '../../core/request.ts';
import { wholeNumber } from '../numbers.ts';
import { outputOptions } from '../output.ts';
import type { CommandPage } from '../page.ts';
import { placeOptions } from '../source.ts';

/** What both `metrics` and `serve` options set. */
export type MeasuringDraft = Pick<Draft, 'source'> & {
  maxSeries: number;
  skip: readonly string[];
};

export type MetricsDraft = MeasuringDraft & {
  /** A file; null for stdout. */
  output: string | null;
};

/** The minimum has room for what is always printed. */
const leastSeries = 100;
const usualSeries = 2_000;

export const measuringDraft = (): MeasuringDraft => ({ source: {}, maxSeries: usualSeries, skip: [] });

export const metricsDraft = (): MetricsDraft => ({ ...measuringDraft(), output: null });

/** What to measure, also available in the library. */
export const measuringOptions = {
  maxSeries: {
    value: 'N',
    help: `The most series (default ${usualSeries}); beyond that, the largest families are left out whole.`,
    group: 'Output',
    library: 'number',
    set: (draft, [word], name) => {
      draft.maxSeries = wholeNumber(word!, name, leastSeries, Number.MAX_SAFE_INTEGER);
    },
  },
  skip: {
    value: 'GLOB',
    repeats: 'list',
    help: "Skip these rules of check; '*' skips all.",
    group: 'Rows',
    library: 'texts',
    set: (draft, words) => {
      draft.skip = words;
    },
  },
  allNetns: {
    help: 'Every network namespace of the machine, with the labels netns and container.',
    group: 'Source',
    library: 'flag',
    set: ({ source }) => {
      source.allNetns = true;
    },
  },
  ...placeOptions,
} as const satisfies Options<MeasuringDraft>;

const options = {
  output: {
    short: 'o',
    value: 'FILE',
    help: 'Write to FILE, whole or not at all; for the textfile collector of node_exporter it must end in .prom.',
    group: 'Output',
    completes: () => ({ from: 'files' }),
    set: (draft, [word]) => {
      draft.output = word === '-' ? null : word!;
    },
  },
  ...measuringOptions,
  help: { ...outputOptions.help, set: () => {} },
} as const satisfies Options<MetricsDraft>;

/** Notes on series in both commands' help. */
export const measuringNotes: readonly string[] = [
  'Interfaces (`procnet_network_receive_bytes_total`), sockets (`procnet_tcp_connections`, `procnet_listener_accept_queue`, `procnet_udp_drops`, `procnet_sockstat_*`), ephemeral ports, connection tracking, every counter of `procnet snmp` and `procnet stat`, and what `procnet check` finds. The help of each series ends with its kernel file.',
  'An unknown value has no series. Remote addresses are never a label. `procnet_source_up` shows which kernel files could be read, `procnet_series_dropped` how many series were left out.',
  'With --all-netns, `procnet_check_status` and `procnet_ephemeral_ports_used_ratio` still cover one namespace: the one that is read without it. Host-wide numbers appear once, under the first namespace.',
];

export const metricsPage: CommandPage<MetricsDraft> = {
  name: 'metrics',
  synopsis: '',
  summary: 'Print counters and gauges for Prometheus',
  description: [
    'One reading in the Prometheus text format. `procnet serve` answers scrapes with the same.',
    ...measuringNotes,
    'Rules of check that need two readings have no series here; `procnet serve` compares each reading with the one before.',
  ],
  examples: [
    ['procnet metrics', 'all series'],
    ['procnet metrics -o /var/lib/node_exporter/procnet.prom', 'for the textfile collector, from a timer'],
    ['procnet metrics --all-netns --max-series 20000', 'every container of the host'],
  ],
  options,
  words: 'nothing',
};
