import type { Column } from '../core/column.ts';
import { defineReport } from '../core/report.ts';
import { type Side, type TupleRow, tupleRows } from '../shapes/tuples.ts';
import { addressOf, protocolOf, stateOf, states, timeoutOf } from './tracking/decode.ts';

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
  port: string,
  help: string,
): Column<string | null, TupleRow> => ({
  kind: 'address',
  port,
  help,
  read: (row) => addressOf(row, key, side),
});

const portOf = (key: 'sport' | 'dport', side: Side, help: string): Column<number | null, TupleRow> => ({
  kind: 'port',
  help,
  read: (row) => row.number(key, side),
});

const count = (key: 'packets' | 'bytes', side: Side, help: string): Column<bigint | null, TupleRow> => ({
  kind: 'counter',
  unit: key,
  optional: true,
  help: `${help}; unknown unless nf_conntrack_acct was on when the entry was made.`,
  read: (row) => row.counterAfter(key, side),
});

const number = (key: string, help: string): Column<number | null, TupleRow> => ({
  kind: 'integer',
  optional: true,
  help,
  read: (row) => row.number(key),
});

export const conntrack = defineReport<TrackedConnection, TupleRow>({
  name: 'conntrack',
  aliases: [],
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
    'Reading may remove entries that have expired.',
  ],
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
      read: (row) => (row.hasFamily ? row.text(0) : 'ipv4'),
    },
    protocol: {
      kind: 'text',
      help: 'The protocol over IP; its number where it has no tracker.',
      read: protocolOf,
    },
    state: {
      kind: 'state',
      help: "The tracker's state of a TCP or SCTP connection; other protocols have none.",
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
    sourcePort: portOf('sport', 0, 'Its port.'),
    destination: address('dst', 0, 'destinationPort', 'Where the first packet went.'),
    destinationPort: portOf('dport', 0, 'Its port.'),
    replySource: address(
      'src',
      1,
      'replySourcePort',
      'Where replies come from; not the destination if that was translated.',
    ),
    replySourcePort: portOf('sport', 1, 'Its port.'),
    replyDestination: address(
      'dst',
      1,
      'replyDestinationPort',
      'Where replies go; not the source if that was translated.',
    ),
    replyDestinationPort: portOf('dport', 1, 'Its port.'),
    status: {
      kind: 'text',
      help: 'ASSURED (both sides have spoken), UNREPLIED, OFFLOAD or HW_OFFLOAD; joined by commas.',
      read: (row) => row.flags().join(',') || null,
    },
    packets: count('packets', 0, 'Packets of the first direction'),
    bytes: count('bytes', 0, 'Bytes of the first direction'),
    replyPackets: count('packets', 1, 'Packets of the reply direction'),
    replyBytes: count('bytes', 1, 'Bytes of the reply direction'),
    mark: number('mark', 'The mark that rules have set.'),
    zone: number('zone', 'The zone of the tracker.'),
    use: number('use', 'References to the entry.'),
    icmpType: number('type', 'ICMP: the type of the first message.'),
    icmpCode: number('code', 'ICMP: its code.'),
    icmpId: number('id', 'ICMP: the identifier of an echo.'),
  },
  scan: ({ kernel, options: { families } }) =>
    ofFamilies(
      tupleRows(
        kernel.open('nf_conntrack', {
          mayBeEmpty: true,
          absentMeans:
            'the nf_conntrack module is not loaded, or the kernel is built without CONFIG_NF_CONNTRACK_PROCFS',
        }),
      ),
      families,
    ),
});

function* ofFamilies(
  rows: Iterable<TupleRow>,
  families: ReadonlySet<string> | undefined,
): Generator<TupleRow> {
  for (const row of rows) if (families?.has(row.hasFamily ? row.text(0) : 'ipv4') ?? true) yield row;
}
