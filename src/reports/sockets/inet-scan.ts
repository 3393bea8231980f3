import type { ScanContext } from '../../core/report.ts';
import type { LocalInterfaces } from '../../lookup/local-interfaces.ts';
import { nextSocketRow, startSocketScan } from '../../tables/inet/rows.ts';
import { listenCode, synRecvCode } from './codes.ts';
import { InetSocket } from './inet.ts';
import type { SocketTable } from './tables.ts';

/**
 * The kernel lists all listeners before the first connection (net/ipv4/tcp_ipv4.c, tcp_get_idx; up to 3.10 the requests
 * that wait for a listener follow it). So who wants listeners only need not read the rest. A copy may be in any order.
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
  for (const table of tables) {
    const mayBeAbsent = table.family === 'ipv6' || (table.protocol !== 'tcp' && table.protocol !== 'udp');
    const lines = context.kernel.open(table.file, mayBeAbsent ? { mayBeAbsent } : {});
    if (lines === null) continue;
    const socket = new InetSocket(table, context, interfaces);
    const { row } = socket;
    const scan = startSocketScan();
    const stops = listenersOnly && table.protocol === 'tcp';
    while (nextSocketRow(lines, row, scan)) {
      if (stops && row.state !== listenCode && row.state !== synRecvCode) break;
      yield socket;
    }
    lines.close();
  }
}
