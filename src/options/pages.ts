import { outputOptions } from './output.ts';
import type { CommandPage } from './page.ts';
import { checkPage } from './pages/check.ts';
import { diffPage } from './pages/diff.ts';
import { metricsPage } from './pages/metrics.ts';
import { servePage } from './pages/serve.ts';
import { snapshotPage } from './pages/snapshot.ts';
import { topPage } from './pages/top.ts';
import { waitPage } from './pages/wait.ts';

export type { CommandPage };

/** What the switches of these commands set. */
export type PageDraft = { json: boolean; meta: boolean };

const help = { ...outputOptions.help, set: () => {} };

export const shells = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof shells)[number];

export const explainPage: CommandPage<PageDraft> = {
  name: 'explain',
  synopsis: 'WORD ...',
  summary: 'Say what a counter, state, flag, column or report means',
  description: [
    'Each WORD is looked up among the counters of `procnet snmp`, the states, timers and flags that are printed, the columns and the reports. What is found under several of these is told for each.',
    'Case does not matter, nor do - and _ in states. A column may be named with its report, as in `conns.recvQueue`.',
    'If nothing is known of a WORD the exit code is 1.',
  ],
  examples: [
    ['procnet explain TIME_WAIT', 'what the state says, and what to do if there are many'],
    ['procnet explain RetransSegs conns.recvQueue', 'a counter and a column'],
    ['procnet explain --json estab', 'the same for programs'],
  ],
  options: {
    json: {
      short: 'j',
      help: 'Print an array of objects with term, topic, kind, meaning and hint.',
      group: 'Output',
      set: (draft) => {
        draft.json = true;
      },
    },
    help,
  },
  words: 'explained',
};

export const schemaPage: CommandPage<PageDraft> = {
  name: 'schema',
  synopsis: 'REPORT',
  summary: 'Print the JSON Schema of what a report prints with --json',
  description: [
    'The schema follows JSON Schema 2020-12 and describes the array that --json prints: every column that may be asked for, its type and its meaning. One row of it is what --ndjson prints on a line.',
    'The package holds the same schemas as files: `dist/schema/conns.json` and so on, and `dist/schema/conns.meta.json` for --meta.',
  ],
  examples: [
    ['procnet schema conns', 'the types and meanings of all columns of conns'],
    ['procnet schema snmp --meta > snmp.schema.json', 'the schema of what snmp --json --meta prints'],
  ],
  options: {
    meta: {
      help: 'Print the schema of the object that --meta wraps the rows in.',
      group: 'Output',
      set: (draft) => {
        draft.meta = true;
      },
    },
    help,
  },
  words: 'reports',
};

export const completionPage: CommandPage<PageDraft> = {
  name: 'completion',
  synopsis: 'bash|zsh|fish',
  summary: 'Print a script that makes a shell complete procnet commands',
  description: [
    'The script knows the commands, options, columns and states; interface names are read by the shell itself. No key press starts procnet.',
  ],
  examples: [
    ['source <(procnet completion bash)', 'in ~/.bashrc'],
    ['source <(procnet completion zsh)', 'in ~/.zshrc, after compinit'],
    ['procnet completion fish > ~/.config/fish/completions/procnet.fish', 'once, for fish'],
  ],
  options: { help },
  words: 'shells',
};

export const helpPage: CommandPage<PageDraft> = {
  name: 'help',
  synopsis: '[COMMAND]',
  summary: 'Show how a command is used',
  description: ['The same as `procnet COMMAND --help`; without COMMAND the list of commands.'],
  examples: [['procnet help conns', 'examples, columns and options of conns']],
  options: { help },
  words: 'commands',
};

export const commandPages: readonly CommandPage[] = [
  checkPage,
  waitPage,
  snapshotPage,
  topPage,
  diffPage,
  metricsPage,
  servePage,
  explainPage,
  schemaPage,
  completionPage,
  helpPage,
];
