import type { Column } from '../core/column.ts';
import type { LinkFacts } from '../core/link.ts';
import { defineReport, type ScanContext } from '../core/report.ts';
import { linksOf } from '../lookup/addresses/links.ts';
import { type DevCounter, type DevRow, devRows } from '../tables/dev.ts';
import { type InterfaceSwitches, interfaceWords, prepareInterfaces } from './interface-words.ts';

/** One interface's counters: a line in `/proc/net/dev` (net/core/net-procfs.c, dev_seq_printf_stats). */
export type InterfaceCounters = {
  interface: string;
  /** In bytes. */
  rxBytes: bigint | null;
  rxPackets: bigint | null;
  rxErrors: bigint | null;
  rxDropped: bigint | null;
  rxFifo: bigint | null;
  rxFrame: bigint | null;
  rxCompressed: bigint | null;
  rxMulticast: bigint | null;
  /** In bytes. */
  txBytes: bigint | null;
  txPackets: bigint | null;
  txErrors: bigint | null;
  txDropped: bigint | null;
  txFifo: bigint | null;
  txCollisions: bigint | null;
  txCarrier: bigint | null;
  txCompressed: bigint | null;
  up: boolean | null;
  carrier: boolean | null;
};

type Link = { readonly row: DevRow; readonly links: ReadonlyMap<string, LinkFacts> | null };

/** `receive_dropped`, as node_exporter names it. */
const seriesOf = (name: DevCounter): string =>
  `${name.startsWith('rx') ? 'receive' : 'transmit'}_${name.slice(2).toLowerCase()}`;

const count = (
  name: DevCounter,
  help: string,
  unit: 'bytes' | 'packets' = 'packets',
): Column<bigint | null, Link> => ({
  kind: 'counter',
  unit,
  help,
  metric: seriesOf(name),
  read: ({ row }) => row.counterOf(name),
});

const errors = (name: DevCounter, help: string): Column<bigint | null, Link> => ({
  ...count(name, help),
  givesWay: { rank: 2, ifEmpty: true },
  tone: (value) => (value > 0n ? 'bad' : undefined),
});

/** Hidden in text formats because it is rarely needed. */
const rare = (column: Column<bigint | null, Link>): Column<bigint | null, Link> => ({
  ...column,
  optional: 'text',
});

const link = (name: 'up' | 'carrier', help: string): Column<boolean | null, Link> => ({
  kind: 'flag',
  measures: 'gauge',
  origin: `/sys/class/net/INTERFACE/${name === 'up' ? 'flags' : name}`,
  optional: true,
  help,
  read: ({ row, links }) => links?.get(row.interface)?.[name] ?? null,
});

/** Reads the file twice if links are requested, because all interface names are needed to tell whose links they are. */
function* scan({ kernel, wanted }: ScanContext): Generator<Link> {
  const names = new Set<string>();
  const wantsLinks = wanted.has('up') || wanted.has('carrier');
  if (wantsLinks)
    for (const row of devRows(kernel.open('dev', { auxiliary: true }))) names.add(row.interface);
  const links = wantsLinks ? linksOf(kernel, names) : null;
  for (const row of devRows(kernel.open('dev'))) yield { row, links };
}

export const ifstat = defineReport<InterfaceCounters, Link, InterfaceSwitches>()({
  name: 'ifstat',
  summary: 'Show bytes, packets, errors and drops per interface',
  files: [
    'dev',
    'dev_mcast',
    'igmp6',
    'if_inet6',
    'igmp',
    '/sys/class/net/INTERFACE/ifindex',
    '/sys/class/net/INTERFACE/flags',
    '/sys/class/net/INTERFACE/carrier',
  ],
  row: "an interface's counters",
  examples: [
    ['procnet ifstat', "every interface's counters"],
    ["procnet ifstat --where 'rxDropped > 0 or txDropped > 0'", 'interfaces that drop packets'],
    ['procnet ifstat --interface eth0 --json', 'one interface, for jq'],
    ['procnet ifstat --interval 1', 'traffic on each interface, every second'],
  ],
  notes: [
    'Counters start when the interface is created, and may decrease if a driver resets them.',
    "Columns are matched by the names in the file's header; counters this kernel does not have are unknown.",
    'rxDropped also counts what the hardware missed, rxFrame also length, overrun and CRC errors, txCarrier also aborts, lost heartbeats and window errors.',
    'With --interval, text output shows bytes and packets per second and the change in errors and drops; with --since, the change in all of them. JSON, NDJSON and CSV have two more columns for each counter, such as rxBytesDelta and rxBytesPerSecond.',
    'A counter that decreased has no difference or rate; the reason column shows why. With --interval, each row of NDJSON, CSV and JSON starts with the time.',
  ],
  seeAlso: ['ethtool 8', 'ip-link 8'],
  identity: ['interface'],
  isWatched: true,
  switches: () => ({ interfaces: [] }),
  options: {},
  words: interfaceWords,
  prepare: prepareInterfaces,
  measured: { prefix: 'network', labels: ['interface'], origin: () => '/proc/net/dev' },
  watched: [
    'interface',
    'rxBytesPerSecond',
    'rxPacketsPerSecond',
    'rxErrorsDelta',
    'rxDroppedDelta',
    'txBytesPerSecond',
    'txPacketsPerSecond',
    'txErrorsDelta',
    'txDroppedDelta',
    'reason',
  ],
  columns: {
    interface: {
      kind: 'interface',
      heading: 'iface',
      help: 'The interface name.',
      read: ({ row }) => row.interface,
    },
    rxBytes: count('rxBytes', 'Bytes received.', 'bytes'),
    rxPackets: { ...count('rxPackets', 'Packets received.'), heading: 'rxPkts', givesWay: { rank: 3 } },
    rxErrors: { ...errors('rxErrors', 'Packets received with an error.'), heading: 'rxErr' },
    rxDropped: {
      ...errors('rxDropped', 'Received packets that were dropped, and packets the hardware missed.'),
      heading: 'rxDrop',
    },
    rxFifo: rare(errors('rxFifo', 'Packets lost because the receive FIFO overran.')),
    rxFrame: rare(errors('rxFrame', 'Framing errors: wrong length, alignment or CRC.')),
    rxCompressed: rare(count('rxCompressed', 'Compressed packets received.')),
    rxMulticast: rare(count('rxMulticast', 'Multicast packets received.')),
    txBytes: count('txBytes', 'Bytes sent.', 'bytes'),
    txPackets: { ...count('txPackets', 'Packets sent.'), heading: 'txPkts', givesWay: { rank: 3 } },
    txErrors: {
      ...errors('txErrors', 'Packets that could not be sent because of an error.'),
      heading: 'txErr',
    },
    txDropped: { ...errors('txDropped', 'Packets dropped before they were sent.'), heading: 'txDrop' },
    txFifo: rare(errors('txFifo', 'Packets lost because of a send FIFO underrun.')),
    txCollisions: rare(errors('txCollisions', 'Collisions while sending.')),
    txCarrier: rare(errors('txCarrier', 'Packets lost because the carrier was lost.')),
    txCompressed: rare(count('txCompressed', 'Compressed packets sent.')),
    up: link('up', 'Whether it is up; known only in our own network namespace, from /sys/class/net.'),
    carrier: link('carrier', 'Whether it has a carrier; known only in our own network namespace.'),
  },
  scan,
});
