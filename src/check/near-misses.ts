import { nearest } from '../core/suggest.ts';
import { visible } from '../core/text.ts';
import { machineMeanings } from '../lookup/meanings.ts';
import { fitOf } from './conditions/address.ts';
import type { Condition } from './conditions/compile.ts';
import { type Context, type End, endOf } from './conditions/context.ts';
import { errorAt } from './conditions/syntax.ts';
import { interfaces } from './evidence/network.ts';
import { tcp, udp } from './evidence/sockets.ts';
import { ofOtherOwners } from './other-owners.ts';
import { byProcesses, counted, endpointText } from './phrases.ts';
import { type Reading, rowsOf, type Sample } from './readings.ts';

/** Near misses of a condition: the rows to read, and a line for each. */
export type NearMisses = {
  readonly readings: readonly Reading<unknown>[];
  /** Nearest first. */
  readonly of: (sample: Sample) => readonly string[];
};

const none: NearMisses = { readings: [], of: () => [] };

const columns = ['protocol', 'state', 'localAddress', 'localPort', 'processes'] as const;

type Socket = Required<ReturnType<typeof socketsOn>>['row'];

const socketsOn = (port: number, protocol: End['protocol']) =>
  rowsOf(protocol === 'udp' ? udp : tcp, columns, `localPort = ${port}`);

const isServing = ({ state }: Socket): boolean => state === 'LISTEN' || state === 'UNCONN';

const served = ({ protocol, localAddress, localPort, processes }: Socket): string =>
  `${protocol} ${endpointText(localAddress, localPort)} is served${byProcesses(processes)}`;

/** How a listener differs from the requested one; null if it does not. */
const difference = ({ localAddress }: Socket, { network }: End): string | null => {
  if (network === null || fitOf(network, localAddress ?? '') === 'exact') return null;
  const isIpv6 = localAddress?.includes(':') === true && !localAddress.startsWith('::ffff:');
  return isIpv6 === (network.octets.length === 16) ? 'another address' : 'another address family';
};

const unseen = 'a TCP socket that is bound but not listening is not visible';

const aroundPort = (end: End, isAboutListeners: boolean): NearMisses => {
  const same = socketsOn(end.port, end.protocol);
  const other = socketsOn(end.port, end.protocol === 'udp' ? 'tcp' : 'udp');
  return {
    readings: [same, other],
    of(sample) {
      const { rows } = sample.of(same);
      const serving = rows.filter(isServing);
      const isOver =
        serving.length === 0 && rows.length > 0 && rows.every(({ state }) => state === 'TIME_WAIT');
      return [
        ...serving.flatMap((socket) => {
          const why = difference(socket, end);
          return why === null ? [] : [`${served(socket)}, ${why}`];
        }),
        ...sample
          .of(other)
          .rows.filter(isServing)
          .map((socket) => `${served(socket)}, another protocol`),
        ...(isOver
          ? [`only ${counted(rows.length, 'connection')} in TIME_WAIT left on port ${end.port}`]
          : []),
        ...(isAboutListeners && end.protocol === 'tcp' ? [unseen] : []),
      ];
    },
  };
};

const aroundInterface = (name: string): NearMisses => {
  const all = rowsOf(interfaces, ['interface']);
  return {
    readings: [all],
    of(sample) {
      const names = sample.of(all).rows.map((row) => row.interface);
      if (names.includes(name)) return [];
      const near = nearest(name, names);
      return near === null
        ? [`interfaces: ${names.map(visible).join(', ')}`]
        : [`did you mean ${visible(near)}?`];
    },
  };
};

/** What to look for if a condition is not met. The condition has been validated. */
export const nearMissesOf = (condition: Condition, strictFamily: boolean): NearMisses => {
  const { subject } = condition;
  const context: Context = {
    meanings: machineMeanings(),
    owners: true,
    strictFamily,
    error: (message, at) => errorAt({ text: '', place: null }, at, message),
  };
  switch (subject.kind) {
    case 'listen':
    case 'established':
      return aroundPort(endOf(subject.endpoint, context), subject.kind === 'listen');
    case 'iface':
      return aroundInterface(subject.name);
    case 'measure':
      return ofOtherOwners(condition);
    default:
      return none;
  }
};
