import type { Columns } from '../../core/column.ts';
import type { Connection } from './connection.ts';
import type { Socket } from './socket.ts';

/** Timers and congestion control, which only TCP has. */
export const tcpColumns: Pick<
  Columns<Connection, Socket>,
  'timer' | 'timerMs' | 'retransmits' | 'probes' | 'rtoMs' | 'atoMs' | 'cwnd' | 'ssthresh'
> = {
  timer: {
    kind: 'text',
    optional: true,
    help: 'The running TCP timer: off, retransmit, keepalive, timewait or probe.',
    values: ['off', 'retransmit', 'keepalive', 'timewait', 'probe'],
    read: (socket) => socket.timer as Connection['timer'],
    vector: ({ vectors }) => vectors?.timer ?? null,
  },
  timerMs: {
    kind: 'duration',
    unit: 'milliseconds',
    optional: true,
    help: 'Time until that timer fires.',
    read: (socket) => socket.timerMs,
    vector: ({ vectors }) => vectors?.timerMs ?? null,
  },
  retransmits: {
    kind: 'integer',
    optional: true,
    help: 'Consecutive retransmission timeouts without an answer.',
    read: (socket) => socket.retransmits,
    vector: ({ vectors }) => vectors?.retransmits ?? null,
    tone: (value) => (value > 0 ? 'bad' : undefined),
  },
  probes: {
    kind: 'integer',
    optional: true,
    help: 'Unanswered zero-window or keepalive probes.',
    read: (socket) => socket.probes,
    vector: ({ vectors }) => vectors?.probes ?? null,
  },
  rtoMs: {
    kind: 'duration',
    unit: 'milliseconds',
    optional: true,
    help: 'The retransmission timeout.',
    read: (socket) => socket.rtoMs,
    vector: ({ vectors }) => vectors?.rtoMs ?? null,
  },
  atoMs: {
    kind: 'duration',
    unit: 'milliseconds',
    optional: true,
    help: 'The delayed acknowledgement timeout.',
    read: (socket) => socket.atoMs,
    vector: ({ vectors }) => vectors?.atoMs ?? null,
  },
  cwnd: {
    kind: 'integer',
    unit: 'segments',
    optional: true,
    help: 'The congestion window.',
    read: (socket) => socket.cwnd,
    vector: ({ vectors }) => vectors?.cwnd ?? null,
  },
  ssthresh: {
    kind: 'integer',
    unit: 'segments',
    optional: true,
    help: 'The slow start threshold; null during the first slow start, when there is none.',
    read: (socket) => socket.ssthresh,
    vector: ({ vectors }) => vectors?.ssthresh ?? null,
  },
};
