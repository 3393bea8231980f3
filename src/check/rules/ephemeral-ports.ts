import { limit } from '../evidence/limits.ts';
import { tcp } from '../evidence/sockets.ts';
import { endpointText, percentText } from '../phrases.ts';
import { rowsOf, type Sample } from '../readings.ts';
import { from, type Rule } from '../rule.ts';

const limits = rowsOf(
  limit,
  ['name', 'value', 'last'],
  'name in (net.ipv4.ip_local_port_range, net.ipv4.ip_local_reserved_ports, net.ipv4.tcp_tw_reuse)',
);
const connections = rowsOf(
  tcp,
  ['state', 'localAddress', 'localPort', 'remoteAddress', 'remotePort'],
  'remotePort != 0',
);
const listeners = rowsOf(tcp, ['localPort'], 'state = LISTEN');

type Connection = Required<typeof connections>['row'];

type Ports = { readonly count: number; has(port: number): boolean };

/** The ports connect() chooses from. */
const ephemeral = (sample: Sample): Ports | null => {
  const { rows } = sample.of(limits);
  const range = rows.find(({ name }) => name.endsWith('port_range'));
  if (range === undefined) return null;
  const reserved = rows.filter(({ name }) => name.endsWith('reserved_ports'));
  const has = (port: number): boolean =>
    port >= range.value &&
    port <= range.last &&
    !reserved.some(({ value, last }) => port >= value && port <= last);
  const all = Array.from({ length: range.last - range.value + 1 }, (_, at) => range.value + at);
  return { count: all.filter(has).length, has };
};

/** net.ipv4.tcp_tw_reuse: a TIME_WAIT port can be reused immediately, with 2 (the default) only on loopback. */
const reusesTimeWait = (sample: Sample): ((connection: Connection) => boolean) => {
  const mode = sample.of(limits).rows.find(({ name }) => name.endsWith('tcp_tw_reuse'))?.value ?? 0;
  return ({ state, remoteAddress }) =>
    state === 'TIME_WAIT' && (mode === 1 || (mode === 2 && isLoopback(remoteAddress ?? '')));
};

/** IPv4 shares its ports between both kinds of socket. */
const plain = (address: string | null): string | null => address?.replace(/^::ffff:(?=.*\.)/, '') ?? null;

const isLoopback = (address: string): boolean => /^(::ffff:)?127\.|^::1$/.test(address);

const judge = (now: Sample): ReturnType<Rule['judge']> => {
  const ports = ephemeral(now);
  if (ports === null) return { skip: 'net.ipv4.ip_local_port_range cannot be read from here' };
  const own = new Set(now.of(listeners).rows.map(({ localPort }) => localPort));
  const isReused = reusesTimeWait(now);
  const used = new Map<string, { readonly to: Connection; count: number }>();
  for (const connection of now.of(connections).rows) {
    const { localAddress, localPort, remoteAddress, remotePort } = connection;
    if (localPort === null || !ports.has(localPort) || own.has(localPort) || isReused(connection)) continue;
    const key = `${plain(localAddress)} ${plain(remoteAddress)} ${remotePort}`;
    const entry = used.get(key);
    if (entry === undefined) used.set(key, { to: connection, count: 1 });
    else entry.count++;
  }
  const evidence = [...used.values()]
    .toSorted((one, other) => other.count - one.count)
    .slice(0, 10)
    .map(({ to, count }) => ({
      localAddress: to.localAddress,
      remoteAddress: to.remoteAddress,
      remotePort: to.remotePort,
      ports: count,
      available: ports.count,
    }));
  const [worst] = evidence;
  const value = worst === undefined ? 0 : (worst.ports / ports.count) * 100;
  return {
    value,
    message:
      worst === undefined
        ? 'no ephemeral port is in use'
        : `${worst.ports} of ${ports.count} ephemeral ports (${percentText(value)}) used from ${worst.localAddress} to ${endpointText(worst.remoteAddress, worst.remotePort)}`,
    evidence,
  };
};

export const ephemeralPorts: Rule = {
  id: 'ephemeral-ports',
  summary: 'Connections to one destination use up the ephemeral ports',
  evidence:
    'distinct local ports in ip_local_port_range, excluding ip_local_reserved_ports and listening ports, by local address and remote endpoint',
  scope: 'netns',
  unit: '%',
  warn: from(70),
  critical: from(90),
  source: 'own; node_exporter#2121',
  advice:
    'Keep connections alive or pool them, widen net.ipv4.ip_local_port_range, or add source or destination addresses.',
  readings: [limits, connections, listeners],
  rows: connections,
  judge,
};
