import type { Value, Vector } from '../../core/column.ts';
import * as row from '../../tables/inet/batch.ts';
import { unknownCode } from './codes.ts';
import type { Connection } from './connection.ts';
import type { InterfaceCodes } from './interface-codes.ts';
import type { SocketTable } from './tables.ts';

/** Columns that a socket's record holds as they are shown. */
export type SocketVectors = Readonly<
  Record<
    | 'protocol'
    | 'family'
    | 'state'
    | 'recvQueue'
    | 'sendQueue'
    | 'localAddress'
    | 'localPort'
    | 'remoteAddress'
    | 'remotePort'
    | 'interface',
    Vector
  > &
    Partial<Record<keyof Connection, Vector>>
>;

export const vectorsOf = (
  { protocol, family }: SocketTable,
  rows: row.SocketBatch,
  states: readonly (string | undefined)[],
  interfaces: InterfaceCodes | null,
): SocketVectors => {
  const same = (value: Value): Vector => ({ kind: 'same', value });
  const unsigned = (at: number): Vector => ({ kind: 'unsigned', rows, at });
  const port = (at: number): Vector => (protocol === 'raw' ? same(null) : unsigned(at));
  const word = (at: number, means: (code: number) => Value): Vector => ({
    kind: 'word',
    rows,
    at,
    means,
  });
  const address = (at: number): Vector => ({ kind: 'address', rows, at, size: rows.size });
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
  };
};
