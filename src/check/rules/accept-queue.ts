import { Added, countersNamed } from '../counters.ts';
import { tcp } from '../evidence/sockets.ts';
import { byProcesses, counted, endpointText, rounded } from '../phrases.ts';
import { type Found, rowsOf, type Sample } from '../readings.ts';
import { above, from, type Rule } from '../rule.ts';

const overflows = countersNamed('TcpExtListenOverflows');
const listeners = rowsOf(
  tcp,
  ['localAddress', 'localPort', 'recvQueue', 'processes'],
  'state = LISTEN and recvQueue > 0',
);
/** Connections not yet accepted have no descriptor. */
const waiting = rowsOf(
  tcp,
  ['localAddress', 'localPort', 'remoteAddress', 'remotePort'],
  'inode = 0 and state in (ESTABLISHED, CLOSE_WAIT)',
);

type Waiting = Found<Required<typeof waiting>['row']>;

const key = (row: Required<typeof waiting>['row']): string => Object.values(row).join(' ');

/** The number that waited for the whole interval. */
const stalled = (now: Waiting, before: Waiting, ports: ReadonlySet<number | null>): number => {
  const earlier = new Set(before.rows.map(key));
  return now.rows.filter((row) => ports.has(row.localPort) && earlier.has(key(row))).length;
};

const judge = (now: Sample, before: Sample | null): ReturnType<Rule['judge']> => {
  const added = new Added(now, overflows);
  const [count, value] = [added.delta('TcpExtListenOverflows'), added.perSecond('TcpExtListenOverflows')];
  if (before === null || count === null || value === null)
    return { unknown: added.whyUnknown('TcpExtListenOverflows') };
  const queues = now.of(listeners).rows.toSorted((one, other) => other.recvQueue! - one.recvQueue!);
  const ports = new Set(queues.map(({ localPort }) => localPort));
  const stuck = stalled(now.of(waiting), before.of(waiting), ports);
  const [longest] = queues;
  const parts = [
    ...(count > 0 ? [`an accept queue was full ${counted(count, 'time')}`] : []),
    ...(stuck > 0
      ? [`${counted(stuck, 'connection')} waited ${rounded(now.at - before.at)} s to be accepted`]
      : []),
  ];
  const queue =
    longest === undefined || parts.length === 0
      ? ''
      : `; longest queue: ${longest.recvQueue} on ${endpointText(longest.localAddress, longest.localPort)}${byProcesses(longest.processes)}`;
  return {
    value,
    message: parts.length === 0 ? 'no accept queue was full' : `${parts.join(', ')}${queue}`,
    evidence: queues,
    atLeast: stuck > 0 ? 'warn' : null,
  };
};

export const acceptQueue: Rule = {
  id: 'accept-queue',
  summary: 'Connections are waiting to be accepted, or dropped because the accept queue is full',
  evidence: 'TcpExtListenOverflows; listener receive queues; connections not yet accepted',
  scope: 'netns',
  unit: 'overflows/s',
  warn: above(0),
  critical: from(5),
  orElse: { warn: 'a connection waits for the whole interval' },
  source: 'PCP network.listenoverflows, netdata tcp_listen',
  advice:
    'Look for a blocked accept loop, or raise the backlog of listen() and net.core.somaxconn. Each client retry counts.',
  readings: [overflows, listeners, waiting],
  rows: listeners,
  needsTwo: true,
  judge,
};
