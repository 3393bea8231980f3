import { defineReport, type ScanContext } from '../core/report.ts';
import { memoryUnit, sockstat6Lines, sockstatLines } from '../tables/sockstat.ts';
import { noTcpLimits, tcpLimitFiles, tcpLimits } from '../tables/tcp-limits.ts';
import { type SocketUse, socketUseColumns, type Use } from './socket-use/columns.ts';

export type { SocketUse };

const limitColumns: readonly string[] = [...Object.keys(noTcpLimits), 'orphanShare', 'twShare', 'memShare'];

function* scan({ kernel, wanted }: ScanContext): Generator<Use> {
  const limits = limitColumns.some((name) => wanted.has(name)) ? tcpLimits(kernel) : noTcpLimits;
  const memory = { unit: memoryUnit(kernel), pageSize: kernel.pageSize };
  for (const line of sockstatLines(kernel.open('sockstat'), kernel.showsShared))
    yield { ...line, ...memory, limits: line.protocol === 'TCP' ? limits : noTcpLimits };
  for (const line of sockstat6Lines(kernel.open('sockstat6', { mayBeAbsent: true })))
    yield { ...line, ...memory, limits: noTcpLimits };
}

export const sockstat = defineReport<SocketUse, Use>()({
  name: 'sockstat',
  summary: 'Show sockets and memory used by each protocol',
  files: ['sockstat', 'sockstat6', ...tcpLimitFiles, '/proc/sys/kernel/osrelease'],
  row: "a protocol's socket use",
  examples: [
    ['procnet sockstat', 'sockets in use, orphans, TIME_WAIT and memory'],
    [
      "procnet sockstat --columns +orphanShare,+twShare,+memShare --where 'protocol = TCP'",
      'TCP compared with its limits',
    ],
    [
      'procnet sockstat --json | jq \'.[] | select(.protocol=="TCP" and .family=="ipv4").tw\'',
      'sockets in TIME_WAIT',
    ],
  ],
  notes: [
    'alloc, orphan and mem are host-wide, across all network namespaces; the rest is for this one.',
    'inuse does not count TIME_WAIT. IPv6 has its own inuse, but its orphans, TIME_WAIT and memory are counted in the ipv4 row.',
  ],
  seeAlso: ['tcp 7', 'ss 8'],
  identity: ['family', 'protocol'],
  isWatched: true,
  measured: {
    prefix: 'sockstat',
    labels: ['family', 'protocol'],
    origin: ({ family }) => `/proc/net/sockstat${family === 'ipv6' ? '6' : ''}`,
  },
  switches: () => null,
  options: {},
  columns: socketUseColumns,
  scan,
});
