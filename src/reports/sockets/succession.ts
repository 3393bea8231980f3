import type { Succession } from '../../core/succession.ts';

type Row = Readonly<Record<string, unknown>>;

const unnamed = ['0.0.0.0', '::'];

/** Listening sockets, whose address only one program can have. */
const isListening = (row: Row): boolean =>
  row['state'] === 'LISTEN' ||
  row['listening'] === true ||
  (row['state'] === 'UNCONN' && row['localPort'] !== null);

const isConnected = ({ remotePort, remoteAddress }: Row): boolean =>
  typeof remoteAddress === 'string' && !(unnamed.includes(remoteAddress) && !remotePort);

const pidsOf = (row: Row): ReadonlySet<number> | null => {
  const { processes } = row;
  return Array.isArray(processes) ? new Set(processes.map(({ pid }) => pid)) : null;
};

const text = (...values: readonly unknown[]): string => JSON.stringify(values);

/** Listeners by address, connections by both ends, unix listeners by name. Others cannot be succeeded. */
export const socketSuccession: Succession = {
  reads: [
    'protocol',
    'family',
    'state',
    'localAddress',
    'localPort',
    'remoteAddress',
    'remotePort',
    'inode',
    'type',
    'path',
    'listening',
    'processes',
  ],
  placeOf(row) {
    const { protocol, family, localAddress, localPort, remoteAddress, remotePort, path, type } = row;
    if (protocol === 'unix') return isListening(row) && path !== null ? text(protocol, type, path) : null;
    if (typeof localAddress !== 'string') return null;
    if (isConnected(row)) return text(protocol, family, localAddress, localPort, remoteAddress, remotePort);
    return isListening(row) ? text(protocol, family, localAddress, localPort) : null;
  },
  /** A connection that has lost its inode is still the same, closing. */
  isSameOwner(before, after) {
    const [was, is] = [pidsOf(before), pidsOf(after)];
    if (was !== null && is !== null) return [...is].some((pid) => was.has(pid));
    return before['inode'] === after['inode'] || !before['inode'] || !after['inode'];
  },
};
