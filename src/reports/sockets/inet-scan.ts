import type { ScanContext } from '../../core/report.ts';
import type { LocalInterfaces } from '../../lookup/local-interfaces.ts';
import { listenCode, synRecvCode } from './codes.ts';
import { InetSocket } from './inet.ts';
import { InterfaceCodes } from './interface-codes.ts';
import type { SocketTable } from './tables.ts';

/**
 * The kernel lists all listeners before the first connection (net/ipv4/tcp_ipv4.c, tcp_get_idx; up to 3.10 the requests
 * waiting for a listener follow it), so a listeners-only scan can stop there. A copy may be in any order.
 */
const endsWithListeners = ({ kernel, states }: ScanContext): boolean =>
  kernel.live &&
  states?.has('LISTEN') === true &&
  [...states].every((state) => state === 'LISTEN' || state === 'UNCONN');

export function* inetSockets(
  context: ScanContext,
  tables: readonly SocketTable[],
  interfaces: LocalInterfaces | null,
): Generator<InetSocket> {
  const listenersOnly = endsWithListeners(context);
  const codes = interfaces === null ? null : new InterfaceCodes(interfaces);
  for (const table of tables) {
    const mayBeAbsent = table.family === 'ipv6' || (table.protocol !== 'tcp' && table.protocol !== 'udp');
    const lines = context.kernel.open(table.file, mayBeAbsent ? { mayBeAbsent } : {});
    if (lines === null) continue;
    const socket = new InetSocket(table, lines, context, codes);
    const stops = listenersOnly && table.protocol === 'tcp';
    while (socket.next()) {
      if (stops && socket.code !== listenCode && socket.code !== synRecvCode) break;
      yield socket;
    }
    lines.close();
  }
}
