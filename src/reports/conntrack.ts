import type { Column } from '../core/column.ts';
import { defineReport } from '../core/report.ts';
import { type Side, type TupleRow, tupleRows } from '../tables/conntrack.ts';
import { type FamilySwitches, familyOptions, wantsFamily } from './families.ts';
import {
  addressOf,
  familyOf,
  octetsOf,
  portOf,
  protocolOf,
  putAddress,
  stateOf,
  states,
  timeoutOf,
  zoneOf,
} from './tracking/decode.ts';

/**
 * A tracked connection: a line of `/proc/net/nf_conntrack` (net/netfilter/nf_conntrack_standalone.c, ct_seq_show). With
 * address translation the reply comes from or goes to another address than the first packet names.
 */
export type TrackedConnection = {
  family: string;
  protocol: string;
  state: string | null;
  /** Seconds. */
  timeout: number | null;
  source: string | null;
  sourcePort: number | null;
  destination: string | null;
  destinationPort: number | null;
  replySource: string | null;
  replySourcePort: number | null;
  replyDestination: string | null;
  replyDestinationPort: number | null;
  status: string | null;
  packets: bigint | null;
  /** Bytes. */
  bytes: bigint | null;
  replyPackets: bigint | null;
  /** Bytes. */
  replyBytes: bigint | null;
  mark: number | null;
  zone: number | null;
  use: number | null;
  icmpType: number | null;
  icmpCode: number | null;
  icmpId: number | null;
};

const address = (
  key: 'src' | 'dst',
  side: Side,
  portColumn: string,
  help: string,
): Column<string | null, TupleRow> => ({
  kind: 'address',
  port: portColumn,
  help,
  read: (row) => addressOf(row, key, side),
  put: (row, out) => putAddress(row, key, side, out),
  octets: (row) => octetsOf(row, key, side),
});

const port = (key: 'sport' | 'dport', side: Side, help: string): Column<number | null, TupleRow> => ({
  kind: 'port',
  help,
  read: (row) => portOf(row, key, side),
  put: (row, out) => {
    const number = portOf(row, key, side);
    if (number !== null) out.decimal(number);
    return number !== null;
  },
});

const count = (key: 'packets' | 'bytes', side: Side, help: string): Column<bigint | null, TupleRow> => ({
  kind: 'counter',
  unit: key,
  optional: true,
  help: `${help}; unknown unless nf_conntrack_acct was on when the entry was made.`,
  read: (row) => row.counterOf(key, side),
});

const number = (help: string, read: (row: TupleRow) => number | null): Column<number | null, TupleRow> => ({
  kind: 'integer',
  optional: true,
  help,
  read,
});

export const conntrack = defineReport<TrackedConnection, TupleRow, FamilySwitches>()({
  name: 'conntrack',
  summary: 'Show the connections that the packet filter tracks, with address translation',
  files: ['nf_conntrack'],
  row: 'a tracked connection',
  examples: [
    ['procnet conntrack --state established', 'connections that are up'],
    ['procnet conntrack --count-by source --limit 10', 'who has most'],
    [
      "procnet conntrack --where 'status ~ /UNREPLIED/' --count-by destination,destinationPort",
      'who does not answer',
    ],
  ],
  notes: [
    'The table is readable for root only, and is there only with the nf_conntrack module.',
    'The states are those of the tracker, which need not be those of the sockets.',
    'A row is one connection with both its directions, of this network namespace only; a row that the kernel hands out twice is shown once.',
    'Reading may remove entries that have expired.',
  ],
  seeAlso: ['conntrack 8'],
  switches: () => ({ families: null }),
  options: familyOptions,
  identity: [
    'family',
    'protocol',
    'source',
    'sourcePort',
    'destination',
    'destinationPort',
    'zone',
    'icmpId',
  ],
  columns: {
    family: {
      kind: 'text',
      help: 'ipv4 or ipv6.',
      values: ['ipv4', 'ipv6'],
      read: familyOf,
    },
    protocol: {
      kind: 'text',
      help: 'The protocol over IP; its number where it has no tracker.',
      read: protocolOf,
    },
    state: {
      kind: 'state',
      help: "The tracker's state of a TCP, SCTP or DCCP connection; other protocols have none.",
      values: states,
      read: stateOf,
    },
    timeout: {
      kind: 'duration',
      unit: 'seconds',
      help: 'Time until the entry is dropped; none while it is offloaded.',
      read: timeoutOf,
    },
    source: address('src', 0, 'sourcePort', 'Where the first packet came from.'),
    sourcePort: port('sport', 0, 'Its port.'),
    destination: address('dst', 0, 'destinationPort', 'Where the first packet went.'),
    destinationPort: port('dport', 0, 'Its port.'),
    replySource: address(
      'src',
      1,
      'replySourcePort',
      'Where replies come from; not the destination if that was translated.',
    ),
    replySourcePort: port('sport', 1, 'Its port.'),
    replyDestination: address(
      'dst',
      1,
      'replyDestinationPort',
      'Where replies go; not the source if that was translated.',
    ),
    replyDestinationPort: port('dport', 1, 'Its port.'),
    status: {
      kind: 'text',
      help: 'ASSURED (not given up when the table is full), UNREPLIED, OFFLOAD or HW_OFFLOAD; joined by commas.',
      read: (row) => row.flags().join(',') || null,
    },
    packets: count('packets', 0, 'Packets of the first direction'),
    bytes: count('bytes', 0, 'Bytes of the first direction'),
    replyPackets: count('packets', 1, 'Packets of the reply direction'),
    replyBytes: count('bytes', 1, 'Bytes of the reply direction'),
    mark: number('The mark that rules have set.', (row) => row.number('mark', 1)),
    zone: number('The zone of the tracker, also where it holds for one direction only.', zoneOf),
    use: number('References to the entry.', (row) => row.lastNumber('use')),
    icmpType: number('ICMP: the type of the first message.', (row) => row.number('type', 0)),
    icmpCode: number('ICMP: its code.', (row) => row.number('code', 0)),
    icmpId: number('ICMP: the identifier of an echo.', (row) => row.number('id', 0)),
  },
  scan: ({ kernel, switches }) =>
    ofFamilies(
      tupleRows(
        kernel.open('nf_conntrack', {
          mayBeEmpty: true,
          absentMeans:
            'the nf_conntrack module is not loaded, or the kernel is built without CONFIG_NF_CONNTRACK_PROCFS',
        }),
      ),
      switches,
    ),
});

function* ofFamilies(rows: Iterable<TupleRow>, switches: FamilySwitches): Generator<TupleRow> {
  for (const row of rows) if (wantsFamily(switches, familyOf(row))) yield row;
}
