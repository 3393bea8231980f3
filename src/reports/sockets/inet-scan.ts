import type { FilePolicy, Kernel, ScanContext } from '../../core/report.ts';
import type { LocalInterfaces } from '../../lookup/addresses/local-interfaces.ts';
import { sockstat6Lines, sockstatLines } from '../../tables/sockstat.ts';
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

/** With maximum values, a row of an IPv6 table has 272 bytes. */
const longestRow = 288;

const policyOf = ({ family, protocol }: SocketTable): FilePolicy => ({
  longestRow,
  ...(family === 'ipv6' || (protocol !== 'tcp' && protocol !== 'udp') ? { mayBeAbsent: true } : {}),
});

/**
 * Whether the kernel counts no TCP sockets of the family in this namespace, except those in TIME_WAIT or waiting for a listener
 * (net/ipv4/inet_hashtables.c, __inet_hash). Then it would walk its hash table, which takes milliseconds, to find no listener.
 */
const hasNoListener = (kernel: Kernel, { family }: SocketTable): boolean => {
  const [file, read] =
    family === 'ipv4' ? (['sockstat', sockstatLines] as const) : (['sockstat6', sockstat6Lines] as const);
  const lines = kernel.open(file, { auxiliary: true, mayBeAbsent: true, mayBeEmpty: true });
  for (const { protocol, values } of read(lines)) if (protocol === 'TCP') return values.get('inuse') === 0;
  return false;
};

export function* inetSockets(
  context: ScanContext,
  tables: readonly SocketTable[],
  interfaces: LocalInterfaces | null,
): Generator<InetSocket> {
  const listenersOnly = endsWithListeners(context);
  const codes = interfaces === null ? null : new InterfaceCodes(interfaces);
  for (const table of tables) {
    const lines = context.kernel.open(table.file, policyOf(table));
    if (lines === null) continue;
    const socket = new InetSocket(table, lines, context, codes);
    const stops = listenersOnly && table.protocol === 'tcp';
    // The kernel adds up its processors' counts one by one, so a socket that moves could hide one once, but not twice.
    if (stops && hasNoListener(context.kernel, table) && hasNoListener(context.kernel, table)) {
      lines.close();
      continue;
    }
    while (socket.next()) {
      if (stops && socket.code !== listenCode && socket.code !== synRecvCode) break;
      yield socket;
    }
    lines.close();
  }
}
