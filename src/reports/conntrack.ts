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
  help: 'Show how full the table is and its total statistics, as one row with different columns.',
  group: 'Rows',
  set(draft) {
    draft.report = trackingSummary;
  },
} as const satisfies Option<ReportDraft<FamilySwitches>>;

export const conntrack = defineReport<TrackedConnection, TrackedRow, FamilySwitches>()({
  name: 'conntrack',
  summary: 'Show connections tracked by the packet filter, with address translation',
  files: ['nf_conntrack', 'ip_conntrack', 'stat/nf_conntrack', 'stat/ip_conntrack', ...countFiles],
  row: 'a tracked connection',
  examples: [
    ['procnet conntrack --state established', 'connections that are up'],
    ["procnet conntrack --where 'nat = dnat' --columns +nat", 'connections to translated destinations'],
    ['procnet conntrack --count-by source --limit 10', 'hosts with the most connections'],
    [
      "procnet conntrack --where 'status ~ /UNREPLIED/' --count-by destination,destinationPort",
      'destinations that do not answer',
    ],
  ],
  notes: [
    'Only root can read the table, and it exists only while the nf_conntrack module is loaded. Kernels built without it still have the counts; use conntrack -L for the list.',
    "States are the tracker's and may differ from those of the sockets.",
    'A row is one connection with both directions, in this network namespace only; rows the kernel repeats are shown once.',
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
