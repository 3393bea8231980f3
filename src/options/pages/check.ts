import type { Options } from '../../core/option.ts';
import { duration } from '../durations.ts';
import { outputOptions } from '../output.ts';
import type { CommandPage } from '../page.ts';
import { placeOptions } from '../source.ts';
import {
  type CheckDraft,
  type CheckFormat,
  checkFormats,
  type FailOn,
  failLevels,
  fileReport,
} from './check-draft.ts';

export const strictFamilyOption = {
  help: 'Do not presume that a socket bound to :: accepts IPv4.',
  group: 'Rows',
  library: 'flag',
  set: (draft: { strictFamily: boolean }) => {
    draft.strictFamily = true;
  },
} as const;

/** What is checked. The library takes these too. */
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
    help: 'Set a threshold: RULE.warn=N or RULE.crit=N, in the unit of the rule.',
    group: 'Rows',
    library: 'texts',
    set: (draft, words) => {
      draft.set = words;
    },
  },
  ignore: {
    value: 'RULE: EXPR',
    repeats: 'many',
    help: 'Ignore rows of a rule for which the expression holds.',
    group: 'Rows',
    library: 'texts',
    set: (draft, words) => {
      draft.ignore = words;
    },
  },
  interval: {
    value: 'DURATION',
    help: 'Time between the two samples (default 2s); with 0 there is one, and rules that need two are skipped.',
    group: 'Repeat',
    library: 'duration',
    set: (draft, [word], name) => {
      draft.interval = duration(word!, name);
    },
  },
  strictFamily: strictFamilyOption,
  ...placeOptions,
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
    help: 'Read conditions from FILE, one a line; - is standard input.',
    group: 'Rows',
    completes: () => ({ from: 'files' }),
    set: (draft, words) => {
      draft.files = words;
    },
  },
  failOn: {
    value: 'LEVEL',
    choices: failLevels,
    help: 'Exit with 1 from this level on: critical (default), warning or never.',
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
    help: 'Also write FILE in FORMAT, whole or not at all.',
    group: 'Output',
    completes: () => ({ from: 'files' }),
    set: (draft, words, name) => {
      draft.reports = words.map((word) => fileReport(word, name));
    },
  },
  color: {
    ...outputOptions.color,
    help: 'Color in text: auto, always or never.',
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
    'Rules look for common problems: full queues, leaked connections, exhausted ports, lost packets, broken routes. By default all rules are checked; RULE selects one, and may be a glob such as `*-wait`. Counters are compared over --interval. No program is started and no connection is opened.',
    'A CONDITION is a requirement of your own, such as `"listen :8080"`. If it does not hold, that is critical; start it with `warn` for a warning, and with `NAME:` to name it.',
    'A rule that cannot read its evidence is `unknown`; it never passes. A rule that does not apply here is skipped, with the reason.',
  ],
  examples: [
    ['procnet check', 'all rules, with advice for what they find'],
    ["procnet check 'listen :8080' 'count(conns where state = close-wait) < 10'", 'two conditions'],
    ['procnet check --fail-on warning --report junit=procnet.xml', 'in continuous integration'],
    ['procnet check -f nagios --set close-wait.warn=50', 'for a monitoring system'],
    [
      "procnet check exposed --ignore 'exposed: localPort = 5432'",
      'one rule, except for an intended listener',
    ],
  ],
  options: { ...checkOptions, ...commandOptions },
  exitCodes: [
    ['0', 'No finding is at or above `--fail-on`.'],
    ['1', 'A finding is.'],
    ['2', 'A usage error, or a report cannot be written.'],
    ['3', 'Something is unknown, and nothing failed.'],
    [
      '0 to 3',
      'With `--format nagios` those of monitoring plugins: OK, warning, critical, unknown. Errors are 3.',
    ],
  ],
  words: 'checks',
};
