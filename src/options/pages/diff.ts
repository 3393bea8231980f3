import type { Options } from '../../core/option.ts';
import type { Report } from '../../core/report.ts';
import type { Draft } from '../../core/request.ts';
import { draftOf } from '../draft.ts';
import { outputOptions } from '../output.ts';
import type { CommandPage } from '../page.ts';
import { rowOptions } from '../rows.ts';

/** What `diff`'s options set. */
export type DiffDraft = Draft & {
  /** Names of reports; null for all. */
  reports: readonly string[] | null;
  ignore: readonly string[];
  force: boolean;
};

/** The report is a placeholder for those compared. */
export const diffDraft = (report: Report): DiffDraft => ({
  ...draftOf(report),
  reports: null,
  ignore: [],
  force: false,
});

const { columns, format, json, ndjson, csv, plain, noHeader, color, quiet, help } = outputOptions;
const { where, sort, limit } = rowOptions;

const options = {
  report: {
    value: 'LIST',
    repeats: 'list',
    help: 'Compare only these reports (default: all).',
    group: 'Rows',
    set: (draft, words) => {
      draft.reports = words;
    },
  },
  ignore: {
    value: 'EXPR',
    repeats: 'many',
    help: 'Ignore rows that match the expression, in reports that have its columns.',
    group: 'Rows',
    set: (draft, words) => {
      draft.ignore = words;
    },
  },
  where: { ...where, help: 'With one report: keep rows that match the expression.' },
  force: {
    help: 'Compare even if the two are not comparable.',
    group: 'Rows',
    set: (draft) => {
      draft.force = true;
    },
  },
  sort: { ...sort, help: 'With one report: sort by these columns; -column sorts in descending order.' },
  limit: { ...limit, help: 'With one report: show at most N rows.' },
  columns: {
    ...columns,
    help: 'With one report: columns to show; +a,-b edits the default set; all shows every column.',
  },
  format,
  json,
  ndjson,
  csv: { ...csv, help: 'With one report: short for --format csv.' },
  plain,
  noHeader,
  color,
  quiet,
  help: { ...help, set: () => {} },
} as const satisfies Options<DiffDraft>;

export const diffPage: CommandPage<DiffDraft> = {
  name: 'diff',
  synopsis: 'A [B]',
  summary: 'Show differences between two snapshots, or a snapshot and now',
  description: [
    'A and B are snapshots, copied trees, or `tail -n +1` output; - reads stdin. Without B, A is compared with the current state of this machine.',
    'Each row has a `change`: opened, closed, changed, or replaced if another took its place, such as a different process listening on the same address. `before` shows previous values. Counters show their increase; unchanged rows are omitted.',
    'Counters are not compared across a reboot; `reason` shows why.',
    'Readings from different hosts or network namespaces are not comparable, nor are readings of which only one was made as root. The exit code is 0 without differences, 1 with differences, 2 for a usage error, and 3 if the two are not comparable, or if no difference was found but something could not be compared.',
  ],
  examples: [
    ['procnet diff before.tgz', 'what has changed since'],
    ['procnet diff before.tgz after.tgz --report conns,routes', 'sockets and routes only'],
    [
      "procnet snapshot -o before.tgz; npm test; procnet diff before.tgz --report conns --ignore 'state = time-wait'",
      'which sockets a test left behind',
    ],
  ],
  options,
  words: 'files',
};
