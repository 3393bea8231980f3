import { UsageError } from '../../core/errors.ts';
import { visible } from '../../core/text.ts';
import { outputOptions } from '../output.ts';
import type { CommandPage } from '../pages.ts';
import { sourceOptions } from '../source.ts';

/** What `top`'s options set. */
export type TopDraft = {
  /** In milliseconds. */
  interval: number;
  sort: readonly string[];
  by: readonly string[];
  color: string;
  proc: string | null;
  /** Empty for the default namespace, `*` for all. */
  netns: string;
};

const units: Readonly<Record<string, number>> = { '': 1000, ms: 1, s: 1000, m: 60_000 };
const shortest = 100;
const longest = 3_600_000;

const milliseconds = (text: string, option: string): number => {
  const [, digits, unit = ''] = /^(\d{1,7}(?:\.\d{1,6})?)(ms|s|m)?$/.exec(text) ?? [];
  const value = digits === undefined ? Number.NaN : Number(digits) * units[unit]!;
  if (value >= shortest && value <= longest) return value;
  throw new UsageError(`${option}: expected 100ms to 60m, such as 1s (got "${visible(text)}")`, option);
};

export const topPage: CommandPage<TopDraft> = {
  name: 'top',
  synopsis: '[REPORT] [EXPRESSION]',
  summary: 'Watch a report full-screen',
  description: [
    'REPORT is any report, conns by default; EXPRESSION is a filter as for `--where`. Rows keep their place. A new row is green and marked +; a closed one stays for one more sample, red and marked -.',
    'Keys: j, k, arrows, PgUp, PgDn, g and G move; / filters while you type; s and S sort and reverse; Enter shows every column of a row and its meaning; e explains its state or counter; Tab switches to the next report; a shows listeners only; c chooses columns, x groups; n switches to another network namespace, or to all; w writes a snapshot to the current directory; Space pauses; ? lists all keys; q quits.',
    'Counters are shown as rates, with a sparkline of the last samples. Without a UTF-8 locale, it is drawn in ASCII; without color, only the marks are used.',
    'top requires a terminal. For programs, use `--interval` with `--ndjson`.',
  ],
  examples: [
    ['procnet top', 'sockets as they open and close'],
    ["procnet top 'state established and dport = :443'", 'HTTPS connections'],
    ['procnet top ifstat --interval 500ms', 'traffic of each interface, twice a second'],
    ['procnet top --by state', 'how many sockets are in each state'],
    ['procnet top --all-netns', 'sockets of every network namespace'],
  ],
  options: {
    interval: {
      value: 'DURATION',
      help: 'Time between samples: 500ms, 2s, 1m (default 1s).',
      group: 'Output',
      set: (draft, [word], name) => {
        draft.interval = milliseconds(word!, name);
      },
    },
    sort: {
      value: 'COLUMN',
      help: 'Sort by this column; -COLUMN sorts in descending order.',
      group: 'Output',
      set: (draft, words) => {
        draft.sort = words;
      },
    },
    by: {
      value: 'LIST',
      repeats: 'list',
      help: 'Count rows per distinct value of these columns.',
      group: 'Output',
      set: (draft, words) => {
        draft.by = words;
      },
    },
    color: {
      ...outputOptions.color,
      help: 'Color: auto, always or never.',
      set: (draft, [word]) => {
        draft.color = word!;
      },
    },
    proc: {
      ...sourceOptions.proc,
      set: (draft, [word]) => {
        draft.proc = word!;
      },
    },
    netns: {
      ...sourceOptions.netns,
      set: (draft, [word], name) => {
        if (word === '') throw new UsageError(`${name} requires a namespace`, name);
        draft.netns = word!;
      },
    },
    allNetns: {
      ...sourceOptions.allNetns,
      set: (draft) => {
        draft.netns = '*';
      },
    },
    help: { ...outputOptions.help, set: () => {} },
  },
  words: 'reports',
};
