import type { SourceOptions } from '../core/request.ts';
import { nearest } from '../core/suggest.ts';
import { visible } from '../core/text.ts';
import { machineMeanings } from '../lookup/meanings.ts';
import { fitOf } from './conditions/address.ts';
import { type Context, type Place, placeOf } from './conditions/context.ts';
import { errorAt, type Subject } from './conditions/syntax.ts';
import { interfaces } from './evidence/network.ts';
import { tcp, udp } from './evidence/sockets.ts';
import { type Reading, rowsOf } from './readings.ts';
import type { Surroundings } from './run.ts';
import { Sampler } from './sampler.ts';
import { byProcesses, counted, endpointText } from './words.ts';

/** Where near misses are looked for. */
type Asked = { readonly source: SourceOptions; readonly strictFamily: boolean };

const contextFor = ({ strictFamily }: Asked): Context => ({
  meanings: machineMeanings(),
  owners: true,
  strictFamily,
  error: (message, at) => errorAt({ text: '', place: null }, at, message),
});

const read = <Row>(reading: Reading<Row>, { source }: Asked, { files, now }: Surroundings): readonly Row[] =>
  new Sampler([reading], { source, files, clock: () => now() / 1000 }).read().of(reading).rows;

const columns = ['protocol', 'family', 'state', 'localAddress', 'localPort', 'processes'] as const;

type Socket = Required<ReturnType<typeof socketsOn>>['row'];

const socketsOn = (port: number, protocol: Place['protocol']) =>
  rowsOf(protocol === 'udp' ? udp : tcp, columns, `localPort = ${port}`);

const isServing = ({ state }: Socket): boolean => state === 'LISTEN' || state === 'UNCONN';

const served = ({ protocol, localAddress, localPort, processes }: Socket): string =>
  `${protocol} ${endpointText(localAddress, localPort)} is served${byProcesses(processes)}`;

/** Why a listener that is there is not the one that was asked for. */
const difference = ({ localAddress }: Socket, { network }: Place): string => {
  if (network === null) return '';
  const isIpv6 = localAddress?.includes(':') && !localAddress.startsWith('::ffff:');
  return isIpv6 === (network.octets.length === 16) ? ', another address' : ', another address family';
};

const othersOn = (place: Place, asked: Asked, surroundings: Surroundings): readonly string[] => {
  const same = read(socketsOn(place.port, place.protocol), asked, surroundings);
  const other = read(socketsOn(place.port, place.protocol === 'udp' ? 'tcp' : 'udp'), asked, surroundings);
  const serving = same.filter(isServing);
  const isOver = serving.length === 0 && same.length > 0 && same.every(({ state }) => state === 'TIME_WAIT');
  return [
    ...serving
      .filter(
        ({ localAddress }) => place.network === null || fitOf(place.network, localAddress ?? '') !== 'exact',
      )
      .map((socket) => served(socket) + difference(socket, place)),
    ...other.filter(isServing).map((socket) => `${served(socket)}, another protocol`),
    ...(isOver ? [`only ${counted(same.length, 'connection')} in TIME_WAIT left on port ${place.port}`] : []),
  ];
};

const unseen = 'a TCP socket that is bound but does not listen cannot be seen';

const interfaceMisses = (name: string, asked: Asked, surroundings: Surroundings): readonly string[] => {
  const names = read(rowsOf(interfaces, ['interface']), asked, surroundings).map((row) => row.interface);
  if (names.includes(name)) return [];
  const near = nearest(name, names);
  return near === null
    ? [`interfaces: ${names.map(visible).join(', ')}`]
    : [`did you mean ${visible(near)}?`];
};

/** What comes close to a condition that is not met, nearest first. */
export const nearMisses = (subject: Subject, asked: Asked, surroundings: Surroundings): readonly string[] => {
  switch (subject.kind) {
    case 'listen': {
      const place = placeOf(subject.endpoint, contextFor(asked));
      const others = othersOn(place, asked, surroundings);
      return place.protocol === 'tcp' ? [...others, unseen] : others;
    }
    case 'established': {
      const place = placeOf(subject.endpoint, contextFor(asked));
      return othersOn(place, asked, surroundings);
    }
    case 'iface':
      return interfaceMisses(subject.name, asked, surroundings);
    default:
      return [];
  }
};
