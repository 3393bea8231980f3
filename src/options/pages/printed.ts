import { outputOptions } from '../output.ts';
import type { CommandPage } from '../page.ts';

/** What these commands' switches set. */
export type PageDraft = { json: boolean; meta: boolean };

const help = { ...outputOptions.help, set: () => {} };

export const shells = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof shells)[number];

export const explainPage: CommandPage<PageDraft> = {
  name: 'explain',
  synopsis: 'WORD ...',
  summary: 'Explain a counter, state, flag, column or report',
  description: [
    'Each WORD is looked up among the counters of `procnet snmp`, the states, timers and flags in output, the columns and the reports. All matches are explained.',
    'Words are case-insensitive, and - and _ in states are ignored. A column may be qualified with its report, as in `conns.recvQueue`.',
    'The exit code is 1 if there is no entry for a WORD.',
  ],
  examples: [
    ['procnet explain TIME_WAIT', 'what the state means, and what to do if there are many'],
    ['procnet explain RetransSegs conns.recvQueue', 'a counter and a column'],
    ['procnet explain --json estab', 'output for programs'],
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
  summary: "Print the JSON Schema for a report's --json output",
  description: [
    'The schema follows JSON Schema 2020-12 and describes the array printed by --json, with the type and meaning of every column. --ndjson prints one array item per line.',
    'The package contains the same schemas as files: `dist/schema/conns.json` and so on, and `dist/schema/conns.meta.json` for --meta.',
  ],
  examples: [
    ['procnet schema conns', 'types and meanings of all conns columns'],
    ['procnet schema snmp --meta > snmp.schema.json', 'the schema for snmp --json --meta'],
  ],
  options: {
    meta: {
      help: 'Print the schema for --json --meta, which wraps the rows in an object.',
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
  summary: 'Print a shell completion script',
  description: [
    'The script completes commands, options, columns and states without running procnet; the shell itself reads interface names.',
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
  synopsis: '[COMMAND|expressions|conditions]',
  summary: 'Show help for a command or a language',
  description: [
    'The same as `procnet COMMAND --help`; without COMMAND, lists the commands. `expressions` and `conditions` are the languages of `--where` and of `check` and `wait`.',
  ],
  examples: [
    ['procnet help conns', "conns' examples, columns and options"],
    ['procnet help expressions', 'how filters are written'],
  ],
  options: { help },
  words: 'commands',
};
