import type { Option } from '../core/option.ts';
import { defineReport, type ReportDraft } from '../core/report.ts';
import { countFiles, whyNotListed } from '../tables/conntrack/count.ts';
import type { TrackedRow } from '../tables/conntrack/row.ts';
import { trackedRows } from '../tables/conntrack/rows.ts';
import { type FamilySwitches, familyOptions, wantsFamily } from './families.ts';
import { trackedColumns } from './tracking/columns.ts';
import type { TrackedConnection } from './tracking/connection.ts';
import { familyOf } from './tracking/decode.ts';
import { trackingSummary } from './tracking/summary.ts';

export type { TrackedConnection };

const summaryOption = {
  short: 's',
  help: 'How full the table is, and the sums of its statistics: one row with columns of its own.',
  group: 'Rows',
  set(draft) {
    draft.report = trackingSummary;
  },
} as const satisfies Option<ReportDraft<FamilySwitches>>;

export const conntrack = defineReport<TrackedConnection, TrackedRow, FamilySwitches>()({
  name: 'conntrack',
  summary: 'Show the connections that the packet filter tracks, with address translation',
  files: ['nf_conntrack', 'ip_conntrack', 'stat/nf_conntrack', 'stat/ip_conntrack', ...countFiles],
  row: 'a tracked connection',
  examples: [
    ['procnet conntrack --state established', 'connections that are up'],
    ["procnet conntrack --where 'nat = dnat' --columns +nat", 'connections to translated destinations'],
    ['procnet conntrack --count-by source --limit 10', 'which hosts have the most'],
    [
      "procnet conntrack --where 'status ~ /UNREPLIED/' --count-by destination,destinationPort",
      'which destinations do not answer',
    ],
  ],
  notes: [
    'Only root can read the table, and it exists only while the nf_conntrack module is loaded. Kernels built without it have the counts: see conntrack -L for the list.',
    "The states are the tracker's, which may differ from those of the sockets.",
    'A row is one connection with both its directions, in this network namespace only; a row that the kernel repeats is shown once.',
    'Reading the table may remove expired entries.',
  ],
  seeAlso: ['conntrack 8'],
  switches: () => ({ families: null }),
  options: { ...familyOptions, summary: summaryOption },
  variants: { '-s': trackingSummary },
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
  columns: trackedColumns,
  scan: ({ kernel, switches }) =>
    ofFamilies(
      trackedRows(
        kernel.open('nf_conntrack', {
          nameInOldKernels: 'ip_conntrack',
          mayBeEmpty: true,
          absentMeans: whyNotListed(kernel),
        }),
      ),
      switches,
    ),
});

function* ofFamilies(rows: Iterable<TrackedRow>, switches: FamilySwitches): Generator<TrackedRow> {
  for (const row of rows) if (wantsFamily(switches, familyOf(row))) yield row;
}
