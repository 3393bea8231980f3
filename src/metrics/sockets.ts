import { tcp, udp } from '../check/evidence/sockets.ts';
import { type Evidence, type Found, levels, type Reading, rowsOf, type Sample } from '../check/readings.ts';
import { acrossNamespaces } from '../core/across-namespaces.ts';
import type { PlainRow } from '../query/copy.ts';
import { tcpStates } from '../reports/sockets/codes.ts';
import type { Families, Family, Labels } from './family.ts';
import { namespaceColumns } from './measured.ts';

const connections: Omit<Family, 'series'> = {
  name: 'procnet_tcp_connections',
  type: 'gauge',
  help: 'TCP sockets by state; IPv4 on an IPv6 socket counts as ipv6. From /proc/net/tcp and tcp6.',
};

const acceptQueue: Omit<Family, 'series'> = {
  name: 'procnet_listener_accept_queue',
  type: 'gauge',
  help: 'Connections that wait for the listeners on this address and port to accept them. From /proc/net/tcp and tcp6.',
};

const drops: Omit<Family, 'series'> = {
  name: 'procnet_udp_drops',
  type: 'gauge',
  help: 'Datagrams dropped by the UDP sockets that have this local port now, so that it falls when one is closed. From /proc/net/udp and udp6.',
};

/** The rows that they are computed from. */
export type SocketReadings = {
  readonly states: Reading;
  readonly listeners: Reading;
  readonly datagrams: Reading;
};

const across = ({ report, switches }: Evidence): Evidence => ({
  ...levels(acrossNamespaces(report)),
  switches,
});

/** `check` rules read the same tables: within one network namespace, a single read serves both. */
export const socketReadings = (isAcross: boolean): SocketReadings => {
  const more = isAcross ? namespaceColumns : [];
  const read = (evidence: Evidence, columns: readonly string[], where: string | null): Reading => ({
    ...rowsOf(evidence as Evidence<PlainRow>, [...more, ...columns], where),
  });
  const tables = isAcross ? { tcp: across(tcp), udp: across(udp) } : { tcp, udp };
  return {
    states: read(tables.tcp, ['state', 'family'], null),
    listeners: read(tables.tcp, ['localAddress', 'localPort', 'recvQueue'], 'state = LISTEN'),
    datagrams: read(tables.udp, ['localPort', 'drops'], 'state = UNCONN or drops > 0'),
  };
};

/** Sums of rows with the same labels. */
class Sums {
  readonly #sums = new Map<string, { readonly labels: Labels; sum: number }>();

  add(labels: Labels, value: number): void {
    const key = Object.values(labels).join('\0');
    const found = this.#sums.get(key);
    if (found === undefined) this.#sums.set(key, { labels, sum: value });
    else found.sum += value;
  }

  labels(): readonly Labels[] {
    return [...this.#sums.values()].map(({ labels }) => labels);
  }

  into(families: Families, family: Omit<Family, 'series'>): void {
    for (const { labels, sum } of this.#sums.values()) families.add(family, labels, sum);
  }
}

const namespaceOf = (row: PlainRow): Labels =>
  Object.hasOwn(row, 'netns') ? { netns: row['netns'] as string, container: row['container'] as string } : {};

const label = (row: PlainRow, name: string): string | number | null => row[name] as string | number | null;

const states = tcpStates.filter((state) => state !== undefined);

/** Whether the table exists, if only one network namespace is read. */
const isRead = ({ account }: Found, table: string): boolean =>
  account?.sources.some(
    ({ path, state }) => path.endsWith(`/${table}`) && (state === 'ok' || state === 'empty'),
  ) ?? false;

/** A state without sockets has a series too, so that sums over machines are complete. */
const addStates = ({ states: reading }: SocketReadings, sample: Sample, families: Families): void => {
  const found = sample.of(reading);
  const sums = new Sums();
  for (const row of found.rows)
    sums.add({ ...namespaceOf(row), family: label(row, 'family'), state: label(row, 'state') }, 1);
  const isAcross = reading.columns.includes('netns');
  const tables = isAcross ? [] : [['tcp', 'ipv4'] as const, ['tcp6', 'ipv6'] as const];
  const present = tables
    .filter(([table]) => isRead(found, table))
    .map(([, family]) => ({ family, state: '' }));
  for (const labels of [...present, ...sums.labels()])
    for (const state of states) sums.add({ ...labels, state }, 0);
  sums.into(families, connections);
};

const addQueues = ({ listeners }: SocketReadings, sample: Sample, families: Families): void => {
  const sums = new Sums();
  for (const row of sample.of(listeners).rows) {
    const labels = { address: label(row, 'localAddress'), port: label(row, 'localPort') };
    if (row['recvQueue'] !== null) sums.add({ ...namespaceOf(row), ...labels }, Number(row['recvQueue']));
  }
  sums.into(families, acceptQueue);
};

const addDrops = ({ datagrams }: SocketReadings, sample: Sample, families: Families): void => {
  const sums = new Sums();
  for (const row of sample.of(datagrams).rows)
    if (row['drops'] !== null)
      sums.add({ ...namespaceOf(row), port: label(row, 'localPort') }, Number(row['drops']));
  sums.into(families, drops);
};

/** Adds the socket families. */
export const addSockets = (readings: SocketReadings, sample: Sample, families: Families): void => {
  addStates(readings, sample, families);
  addQueues(readings, sample, families);
  addDrops(readings, sample, families);
};
