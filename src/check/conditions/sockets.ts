import type { Holder } from '../../core/column.ts';
import type { PlainRow } from '../../query/copy.ts';
import { whyIncomplete } from '../completeness.ts';
import { tcp, udp } from '../evidence/sockets.ts';
import { byProcesses, counted, endpointText } from '../phrases.ts';
import { type Reading, rowsOf } from '../readings.ts';
import { collides, type Fit, fitOf, plainOctets } from './address.ts';
import { type Context, type End, endOf, placeOf } from './context.ts';
import { absent, judgement, type Test } from './judgement.ts';
import { atLeast, exactly, holdsFor, known } from './possible.ts';
import type { Endpoint, Limit } from './syntax.ts';

const columns = [
  'protocol',
  'state',
  'localAddress',
  'localPort',
  'remoteAddress',
  'remotePort',
  'inode',
] as const;

type Socket = {
  readonly protocol: string;
  readonly state: string | null;
  readonly localAddress: string | null;
  readonly localPort: number | null;
  readonly remoteAddress: string | null;
  readonly remotePort: number | null;
  readonly inode: number | null;
  readonly processes?: readonly Holder[] | null;
};

const socketsWhere = ({ protocol }: End, { owners }: Context, where: string): Reading<Socket> =>
  rowsOf(
    protocol === 'udp' ? udp : tcp,
    owners ? [...columns, 'processes' as const] : columns,
    where,
  ) as Reading<Socket>;

const shownColumns = [
  'protocol',
  'state',
  'localAddress',
  'localPort',
  'remoteAddress',
  'remotePort',
  'processes',
];

/** A row without the columns that only the evaluation needs. */
export const asEvidence = (socket: Socket): PlainRow =>
  Object.fromEntries(
    shownColumns.flatMap((name) => (name in socket ? [[name, (socket as PlainRow)[name] ?? null]] : [])),
  );

const bind = ({ localAddress, localPort }: Socket): string => endpointText(localAddress, localPort);

/** The best match and its socket. */
const bestFit = (sockets: readonly Socket[], { network }: End): { socket: Socket; fit: Fit } | null => {
  const order: readonly Fit[] = ['exact', 'wildcard', 'presumed'];
  const fits = sockets.map((socket) => ({
    socket,
    fit: network === null ? ('exact' as const) : fitOf(network, socket.localAddress ?? ''),
  }));
  return order.flatMap((wanted) => fits.filter(({ fit }) => fit === wanted))[0] ?? null;
};

const listenerExpression = ({ port, protocol }: End): string =>
  `localPort = ${port} and state = ${protocol === 'udp' ? 'UNCONN' : 'LISTEN'}`;

/** `listen [ADDR]:PORT`. */
export const listens = (endpoint: Endpoint, context: Context): Test => {
  const end = endOf(endpoint, context);
  const reading = socketsWhere(end, context, listenerExpression(end));
  const verb = end.protocol === 'udp' ? 'is bound to' : 'listens on';
  return {
    readings: [reading],
    judge(sample) {
      const found = sample.of(reading);
      const best = bestFit(found.rows, end);
      if (best === null) return absent([found], false, `nothing ${verb} ${placeOf(endpoint, end)}`);
      const { socket, fit } = best;
      const evidence = [asEvidence(socket)];
      if (fit !== 'presumed')
        return judgement(true, `${bind(socket)}${byProcesses(socket.processes)}`, evidence);
      return context.strictFamily
        ? judgement(false, `only ${bind(socket)}, which may not accept IPv4`, evidence)
        : judgement(
            true,
            `${bind(socket)}${byProcesses(socket.processes)}; IPv4 is assumed because IPV6_V6ONLY is not visible`,
            evidence,
          );
    },
  };
};

const inTheWay = (sockets: readonly Socket[], { network }: End): readonly Socket[] =>
  network === null ? sockets : sockets.filter(({ localAddress }) => collides(network, localAddress ?? ''));

/** `2 sockets in TIME_WAIT, 1 in LISTEN`. */
const byState = (sockets: readonly Socket[]): string => {
  const counts = new Map<string, number>();
  for (const { state } of sockets) counts.set(state ?? 'UNKNOWN', (counts.get(state ?? 'UNKNOWN') ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} in ${state}`).join(', ');
};

const isTimeWait = ({ state }: Socket): boolean => state === 'TIME_WAIT';

const whyNotFree = (sockets: readonly Socket[]): string => {
  const owner = sockets.find(({ state }) => state === 'LISTEN' || state === 'UNCONN');
  if (owner !== undefined) return `${bind(owner)} is taken${byProcesses(owner.processes)}`;
  return sockets.every(isTimeWait)
    ? `only ${counted(sockets.length, 'connection')} in TIME_WAIT left; a server that sets SO_REUSEADDR can bind now`
    : `${counted(sockets.length, 'connection')} left: ${byState(sockets)}`;
};

/** `free [ADDR]:PORT`: a socket could be bound to it, even without SO_REUSEADDR. */
export const isFree = (endpoint: Endpoint, context: Context): Test => {
  const end = endOf(endpoint, context);
  const reading = socketsWhere(end, context, `localPort = ${end.port}`);
  return {
    readings: [reading],
    judge(sample) {
      const found = sample.of(reading);
      const taken = inTheWay(found.rows, end);
      return taken.length === 0
        ? absent([found], true, `no socket is bound to port ${end.port}`)
        : judgement(false, whyNotFree(taken), taken.map(asEvidence));
    },
  };
};

const unfinished = 'ESTABLISHED, SYN_RECV, FIN_WAIT1, FIN_WAIT2, CLOSE_WAIT, LAST_ACK, CLOSING';

/** A connection closed by its program after the other end has received everything. */
const isOver = ({ state, inode }: Socket): boolean => state === 'FIN_WAIT2' && inode === 0;

/** `drained :PORT`: no connection on this port is open or has undelivered data. */
export const isDrained = (endpoint: Endpoint, context: Context): Test => {
  const end = endOf(endpoint, context);
  const reading = socketsWhere(end, context, `localPort = ${end.port} and state in (${unfinished})`);
  return {
    readings: [reading],
    judge(sample) {
      const found = sample.of(reading);
      const left = inTheWay(found.rows, end).filter((socket) => !isOver(socket));
      return left.length === 0
        ? absent([found], true, `no connection left on port ${end.port}`)
        : judgement(
            false,
            `${counted(left.length, 'connection')} left: ${byState(left)}`,
            left.map(asEvidence),
          );
    },
  };
};

/** The same key for both ends, because a connection within this host has a row for each. */
const connectionKey = ({ localAddress, localPort, remoteAddress, remotePort }: Socket): string =>
  [`${plainOctets(localAddress ?? '')} ${localPort}`, `${plainOctets(remoteAddress ?? '')} ${remotePort}`]
    .toSorted()
    .join(' ');

const touches = (socket: Socket, { network, port }: End): boolean =>
  [[socket.localAddress, socket.localPort] as const, [socket.remoteAddress, socket.remotePort] as const].some(
    ([address, number]) => number === port && (network === null || fitOf(network, address ?? '') === 'exact'),
  );

/** `established [ADDR]:PORT [OP N]`: connections with this local or remote end. */
export const isEstablished = (
  endpoint: Endpoint,
  { comparison, number }: { comparison: Limit['comparison']; number: number | bigint },
  context: Context,
): Test => {
  const end = endOf(endpoint, context);
  const reading = socketsWhere(
    end,
    context,
    `state = ESTABLISHED and (localPort = ${end.port} or remotePort = ${end.port})`,
  );
  return {
    readings: [reading],
    judge(sample) {
      const found = sample.of(reading);
      const matching = found.rows.filter((socket) => touches(socket, end));
      const connections = new Map(matching.map((socket) => [connectionKey(socket), socket]));
      const why = whyIncomplete(found);
      const count = why === null ? exactly(connections.size) : atLeast(connections.size);
      const holds = holdsFor(count, comparison, number);
      const detail = holds === null ? why! : counted(connections.size, 'established connection');
      return judgement(holds, detail, [...connections.values()].map(asEvidence), known(count));
    },
  };
};
