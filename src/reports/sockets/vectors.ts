import type { Value, Vector } from '../../core/column.ts';
import * as row from '../../tables/inet/batch.ts';
import { timers, unknownCode } from './codes.ts';
import type { InterfaceCodes } from './interface-codes.ts';
import { type KeptNumber, keptNumbers } from './numbers.ts';
import type { SocketTable } from './tables.ts';

type VectorColumn =
  | 'protocol'
  | 'family'
  | 'state'
  | 'recvQueue'
  | 'sendQueue'
  | 'localAddress'
  | 'localPort'
  | 'remoteAddress'
  | 'remotePort'
  | 'interface'
  | 'timer'
  | 'type'
  | KeptNumber;

/** The columns of a socket that can be written without a view. */
export type SocketVectors = Readonly<Record<VectorColumn, Vector>>;

export const same = (value: Value): Vector => ({ kind: 'same', value });

type Given = {
  readonly rows: row.SocketBatch;
  readonly states: readonly (string | undefined)[];
  readonly interfaces: InterfaceCodes | null;
  readonly numbers: Float64Array;
};

export const inetVectors = (
  { protocol, family }: SocketTable,
  { rows, states, interfaces, numbers }: Given,
): SocketVectors => {
  const unsigned = (at: number): Vector => ({ kind: 'unsigned', rows, at });
  const port = (at: number): Vector => (protocol === 'raw' ? same(null) : unsigned(at));
  const address = (at: number): Vector => ({ kind: 'address', rows, at, size: rows.size });
  const word = (at: number, means: (code: number) => Value): Vector => ({ kind: 'word', rows, at, means });
  return {
    protocol: same(protocol),
    family: same(family),
    state: word(row.stateCode, (code) => states[code] ?? unknownCode(code)),
    recvQueue: unsigned(row.recvQueue),
    sendQueue: unsigned(row.sendQueue),
    localAddress: address(row.localAddress),
    localPort: port(row.localPort),
    remoteAddress: address(rows.remoteAddress),
    remotePort: port(row.remotePort),
    interface:
      interfaces === null ? same(null) : word(row.interfaceCode, (code) => interfaces.names[code] ?? null),
    timer: protocol === 'tcp' ? word(row.timerCode, (code) => timers[code] ?? unknownCode(code)) : same(null),
    type: same(null),
    ...numberVectors((name) => ({ kind: 'number', numbers, at: keptNumbers[name] })),
  };
};

const numberVectors = (vectorOf: (name: KeptNumber) => Vector): Readonly<Record<KeptNumber, Vector>> => {
  const names = Object.keys(keptNumbers) as KeptNumber[];
  return Object.fromEntries(names.map((name) => [name, vectorOf(name)])) as Record<KeptNumber, Vector>;
};

type UnixVectors = Pick<SocketVectors, 'state' | 'type' | 'inode'>;

/** For a socket without addresses and without numbers other than the inode. */
export const unixVectors = ({ state, type, inode }: UnixVectors): SocketVectors => ({
  protocol: same('unix'),
  family: same('unix'),
  state,
  recvQueue: same(null),
  sendQueue: same(null),
  localAddress: same(null),
  localPort: same(null),
  remoteAddress: same(null),
  remotePort: same(null),
  interface: same(null),
  timer: same(null),
  type,
  ...numberVectors((name) => (name === 'inode' ? inode : same(null))),
});
