import type { Column, Columns } from '../../core/column.ts';
import type { Direction, TrackedRow } from '../../tables/conntrack/row.ts';
import { foldedFamily } from '../families.ts';
import type { TrackedConnection } from './connection.ts';
import {
  addressOf,
  familyOf,
  natOf,
  octetsOf,
  protocolOf,
  putAddress,
  stateOf,
  states,
  timeoutOf,
  zoneOf,
} from './decode.ts';

const address = (
  key: 'src' | 'dst',
  side: Direction,
  portColumn: string,
  help: string,
): Column<string | null, TrackedRow> => ({
  kind: 'address',
  port: portColumn,
  help,
  read: (row) => addressOf(row, key, side),
  put: (row, out) => putAddress(row, key, side, out),
  octets: (row) => octetsOf(row, key, side),
});

const port = (key: 'sport' | 'dport', side: Direction, help: string): Column<number | null, TrackedRow> => ({
  kind: 'port',
  help,
  read: (row) => row.number(key, side),
  put: (row, out) => {
    const number = row.number(key, side);
    if (number !== null) out.decimal(number);
    return number !== null;
  },
});

const count = (
  key: 'packets' | 'bytes',
  side: Direction,
  help: string,
): Column<bigint | null, TrackedRow> => ({
  kind: 'counter',
  unit: key,
  optional: true,
  help: `${help}; unknown unless nf_conntrack_acct was on when the entry was created.`,
  read: (row) => row.counterOf(key, side),
});

const number = (
  help: string,
  read: (row: TrackedRow) => number | null,
): Column<number | null, TrackedRow> => ({
  kind: 'integer',
  optional: true,
  help,
  read,
});

export const trackedColumns: Columns<TrackedConnection, TrackedRow> = {
  family: {
    kind: 'text',
    givesWay: foldedFamily,
    help: 'ipv4 or ipv6.',
    values: ['ipv4', 'ipv6'],
    read: familyOf,
  },
  protocol: {
    kind: 'text',
    heading: 'proto',
    isWhole: true,
    help: 'The IP protocol; a number if it has no tracker.',
    read: protocolOf,
  },
  state: {
    kind: 'state',
    help: "The tracker's state for a TCP, SCTP or DCCP connection; null for other protocols.",
    values: states,
    read: stateOf,
  },
  timeout: {
    kind: 'duration',
    unit: 'seconds',
    givesWay: { rank: 3 },
    help: 'Time until the entry is dropped; null while it is offloaded.',
    read: timeoutOf,
  },
  source: { ...address('src', 0, 'sourcePort', 'The source of the first packet.'), heading: 'src' },
  sourcePort: port('sport', 0, 'Its port.'),
  destination: {
    ...address('dst', 0, 'destinationPort', 'The destination of the first packet.'),
    heading: 'dst',
  },
  destinationPort: port('dport', 0, 'Its port.'),
  replySource: {
    ...address(
      'src',
      1,
      'replySourcePort',
      'The source of replies; differs from the destination if that was translated.',
    ),
    heading: 'replySrc',
    givesWay: { rank: 2 },
  },
  replySourcePort: port('sport', 1, 'Its port.'),
  replyDestination: {
    ...address(
      'dst',
      1,
      'replyDestinationPort',
      'The destination of replies; differs from the source if that was translated.',
    ),
    heading: 'replyDst',
    givesWay: { rank: 2 },
  },
  replyDestinationPort: port('dport', 1, 'Its port.'),
  status: {
    kind: 'text',
    isWhole: true,
    givesWay: { rank: 4 },
    help: 'ASSURED (not dropped when the table is full), UNREPLIED, OFFLOAD or HW_OFFLOAD; joined by commas.',
    read: (row) => row.flags().join(',') || null,
  },
  nat: {
    kind: 'text',
    optional: true,
    help: 'Whether the source (snat), the destination (dnat) or both were translated (addresses, ports or ICMP identifiers).',
    values: ['snat', 'dnat', 'both'],
    read: natOf,
  },
  packets: count('packets', 0, 'Packets in the original direction'),
  bytes: count('bytes', 0, 'Bytes in the original direction'),
  replyPackets: count('packets', 1, 'Packets in the reply direction'),
  replyBytes: count('bytes', 1, 'Bytes in the reply direction'),
  mark: number('The mark set by rules.', (row) => row.number('mark', 1)),
  zone: number("The tracker's zone, even if it applies to one direction only.", zoneOf),
  use: number('Reference count of the entry.', (row) => row.number('use', 1)),
  age: {
    kind: 'duration',
    unit: 'seconds',
    optional: true,
    help: 'Time since the entry was created; unknown unless nf_conntrack_timestamp was on then.',
    read: (row) => row.number('delta-time', 1),
  },
  secctx: {
    kind: 'text',
    optional: true,
    help: "The connection's security label.",
    read: (row) => row.label,
  },
  icmpType: number("ICMP: the first message's type.", (row) => row.number('type', 0)),
  icmpCode: number("ICMP: the first message's code.", (row) => row.number('code', 0)),
  icmpId: number('ICMP: the echo identifier.', (row) => row.number('id', 0)),
};
