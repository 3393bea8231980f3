import type { GivesWay } from '../core/column.ts';
import type { Option, Options } from '../core/option.ts';
import type { ReportDraft } from '../core/report.ts';

/** The address families to read; null for all. */
export type FamilySwitches = { families: ReadonlySet<string> | null };

type FamilyDraft = ReportDraft<FamilySwitches>;

const families = ['ipv4', 'ipv6'] as const;

const add = ({ switches }: FamilyDraft, words: readonly string[]): void => {
  switches.families = new Set([...(switches.families ?? []), ...words]);
};

/** Options of reports with both address families. */
export const familyOptions = {
  families: {
    value: 'LIST',
    repeats: 'list',
    choices: families,
    help: 'Address families to show: ipv4, ipv6.',
    group: 'Rows',
    library: 'texts',
    set: add,
  },
  ipv4: { short: '4', help: 'IPv4 only.', group: 'Rows', set: (draft) => add(draft, ['ipv4']) },
  ipv6: { short: '6', help: 'IPv6 only.', group: 'Rows', set: (draft) => add(draft, ['ipv6']) },
} as const satisfies Options<FamilyDraft>;

/** Whether rows of this family were requested. */
export const wantsFamily = ({ families: chosen }: FamilySwitches, family: string): boolean =>
  chosen?.has(family) ?? true;

/** `-a` in programs that show less without it. */
export const allOption = {
  short: 'a',
  help: 'No-op for compatibility; everything is shown by default.',
  group: 'Rows',
  set: () => {},
} as const satisfies Option<unknown>;

/** `-n` in ss, netstat, route and arp. */
export const numericOption = {
  short: 'n',
  help: 'No-op for compatibility; output is numeric by default.',
  group: 'Columns',
  set: () => {},
} as const satisfies Option<unknown>;

/** If a table is too narrow for a family column, the protocol includes it as in ss: `tcp6`. */
export const foldedFamily = {
  rank: 1,
  into: { column: 'protocol', suffixes: { ipv6: '6' } },
} as const satisfies GivesWay;
