import type { Options } from '../../core/option.ts';
import { duration } from '../durations.ts';
import { outputOptions } from '../output.ts';
import type { CommandPage } from '../page.ts';
import { sourceOptions } from '../source.ts';
import {
  type CheckDraft,
  type CheckFormat,
  checkFormats,
  type FailOn,
  failLevels,
  fileReport,
} from './check-draft.ts';

export const strictFamilyOption = {
  help: 'Do not assume that a socket bound to :: accepts IPv4.',
  group: 'Rows',
  library: 'flag',
  set: (draft: { strictFamily: boolean }) => {
    draft.strictFamily = true;
  },
} as const;

/** What to check, also available in the library. */
export const checkOptions = {
  skip: {
    value: 'GLOB',
    repeats: 'list',
    help: 'Skip these rules.',
    group: 'Rows',
    library: 'texts',
    set: (draft, words) => {
      draft.skip = words;
    },
  },
  set: {
    value: 'RULE.warn=N',
    repeats: 'list',
    help: "Set a threshold with RULE.warn=N or RULE.crit=N, in the rule's unit.",
    group: 'Rows',
    library: 'texts',
    set: (draft, words) => {
      draft.set = words;
    },
  },
  ignore: {
    value: 'RULE: EXPR',
    repeats: 'many',
    help: "Ignore a rule's rows that match the expression.",
    group: 'Rows',
    library: 'texts',
    set: (draft, words) => {
      draft.ignore = words;
    },
  },
  interval: {
    value: 'DURATION',
    help: 'Time between the two samples (default 2s); with 0, take one sample and skip rules that need two.',
    group: 'Repeat',
    library: 'duration',
    set: (draft, [word], name) => {
      draft.interval = duration(word!, name);
    },
  },
  strictFamily: strictFamilyOption,
  ...sourceOptions,
  from: { ...sourceOptions.from, library: 'text' },
  allNetns: {
    ...sourceOptions.allNetns,
    help: 'Every network namespace on the machine, one after the other; findings carry netns and container.',
  },
} as const satisfies Options<CheckDraft>;

const format =
  (name: CheckFormat) =>
  ({ formats }: CheckDraft): void => {
    formats.add(name);
  };

const commandOptions = {
  file: {
    value: 'FILE',
    repeats: 'many',
    help: 'Read conditions from FILE, one per line; - reads stdin.',
    group: 'Rows',
    completes: () => ({ from: 'files' }),
    set: (draft, words) => {
      draft.files = words;
    },
  },
  failOn: {
    value: 'LEVEL',
    choices: failLevels,
    help: 'Exit with 1 at or above this level: critical (default), warning or never.',
    group: 'Output',
    set: (draft, [word]) => {
      draft.failOn = word as FailOn;
    },
  },
  list: {
    help: 'List the rules with their evidence, thresholds and sources.',
    group: 'Output',
    set: (draft) => {
      draft.isList = true;
    },
  },
  format: {
    short: 'f',
    value: 'FORMAT',
    choices: checkFormats,
    help: 'text (default), json, ndjson, tap, junit, github, or nagios with its own exit codes.',
    group: 'Output',
    set: ({ formats }, [word]) => {
      formats.add(word as CheckFormat);
    },
  },
  json: { short: 'j', help: 'Short for --format json.', group: 'Output', set: format('json') },
  ndjson: { help: 'Short for --format ndjson.', group: 'Output', set: format('ndjson') },
  report: {
    value: 'FORMAT=FILE',
    repeats: 'many',
    help: 'Also write FILE in FORMAT, atomically.',
    group: 'Output',
    completes: () => ({ from: 'files' }),
    set: (draft, words, name) => {
      draft.reports = words.map((word) => fileReport(word, name));
    },
  },
  color: {
    ...outputOptions.color,
    help: 'Color text output: auto, always or never.',
    set: (draft, [word]) => {
      draft.color = word!;
    },
  },
  quiet: {
    ...outputOptions.quiet,
    set: (draft) => {
      draft.quiet = true;
    },
  },
  help: { ...outputOptions.help, set: () => {} },
} as const satisfies Options<CheckDraft>;

export const checkPage: CommandPage<CheckDraft> = {
  name: 'check',
  synopsis: '[RULE ...] [CONDITION ...]',
  summary: 'Check the health of the network, with advice',
  description: [
    'Rules look for common problems: full queues, leaked connections, exhausted ports, lost packets, broken routes. By default, all rules are checked; RULE selects one or more and may be a glob such as `*-wait`. Counters are compared over --interval. No programs are started and no connections opened.',
    'A CONDITION is a requirement of your own, such as `"listen :8080"`. If it does not hold, the result is critical; prefix it with `warn` for a warning, and with `NAME:` to name it.',
    'With --all-netns, rules and conditions are applied in each network namespace, and what counts for the whole host once. Text then lists only what is wrong.',
    'A rule whose evidence cannot be read is `unknown`; it never passes. A rule that does not apply is skipped, with the reason.',
  ],
  examples: [
    ['procnet check', 'all rules, with advice on findings'],
    ["procnet check 'listen :8080' 'count(conns where state = close-wait) < 10'", 'two conditions'],
    ['procnet check --fail-on warning --report junit=procnet.xml', 'in continuous integration'],
    ['procnet check --all-netns', 'every container'],
    ['procnet check -f nagios --set close-wait.warn=50', 'for a monitoring system'],
    [
      "procnet check exposed --ignore 'exposed: localPort = 5432'",
      'one rule, except for an intended listener',
    ],
  ],
  options: { ...checkOptions, ...commandOptions },
  exitCodes: [
    ['0', 'No finding is at or above `--fail-on`.'],
    ['1', 'A finding is at or above `--fail-on`.'],
    ['2', 'A usage error, or a report could not be written.'],
    ['3', 'Nothing failed, but something is unknown.'],
    [
      '0 to 3',
      'With `--format nagios`, the codes of monitoring plugins (OK, warning, critical, unknown) are used, and 3 for errors.',
    ],
  ],
  words: 'checks',
};
