import type { Options } from '../../core/option.ts';
import type { Report } from '../../core/report.ts';
import type { Draft } from '../../core/request.ts';
import { draftOf } from '../draft.ts';
import { outputOptions } from '../output.ts';
import type { CommandPage } from '../page.ts';
import { rowOptions } from '../rows.ts';

/** What the options of `diff` set. */
export type DiffDraft = Draft & {
  /** Reports by name; null for all. */
  reports: readonly string[] | null;
  ignore: readonly string[];
  force: boolean;
};

/** The report only stands in for those that are compared. */
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
    help: 'Compare these reports; all without it.',
    group: 'Rows',
    set: (draft, words) => {
      draft.reports = words;
    },
  },
  ignore: {
    value: 'EXPR',
    repeats: 'many',
    help: 'Leave out rows for which the expression holds, in reports that have its columns.',
    group: 'Rows',
    set: (draft, words) => {
      draft.ignore = words;
    },
  },
  where: { ...where, help: 'With one report: keep rows for which the expression holds.' },
  force: {
    help: 'Compare what is not comparable, too.',
    group: 'Rows',
    set: (draft) => {
      draft.force = true;
    },
  },
  sort: { ...sort, help: 'With one report: sort by these columns; -column for descending.' },
  limit: { ...limit, help: 'With one report: at most N rows.' },
  columns: {
    ...columns,
    help: 'With one report: which columns; +a,-b edits the default set, all shows every one.',
  },
  format,
  json,
  ndjson,
  csv: { ...csv, help: 'Short for --format csv; for one report.' },
  plain,
  noHeader,
  color,
  quiet,
  help: { ...help, set: () => {} },
} as const satisfies Options<DiffDraft>;

export const diffPage: CommandPage<DiffDraft> = {
  name: 'diff',
  synopsis: 'A [B]',
  summary: 'Show what differs between two snapshots, or a snapshot and now',
  description: [
    'A and B are snapshots, copied trees, or what `tail -n +1` printed; - is standard input. Without B, A is compared with this machine now.',
    'Each row has a `change`: opened, closed, changed, or replaced, when another took the place, such as a listener of another process at the same address. `before` shows the values that were others. Counters show what was added to them; rows whose counters stood still and which are otherwise the same are left out.',
    'After a restart of the machine no counter is compared; `reason` says so.',
    'Readings of different hosts or network namespaces, or of which only one was read by root, are not comparable. The exit code is 0 if nothing differs, 1 if something does, 2 for a usage error, and 3 if the two are not comparable or could not be read.',
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
