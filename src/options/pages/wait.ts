import type { Options } from '../../core/option.ts';
import type { Draft } from '../../core/request.ts';
import { duration } from '../durations.ts';
import { outputOptions } from '../output.ts';
import type { CommandPage } from '../page.ts';
import { sourceOptions } from '../source.ts';
import { strictFamilyOption } from './check.ts';

/** What `wait`'s options set. Times are in milliseconds. */
export type WaitDraft = Pick<Draft, 'source'> & {
  any: boolean;
  /** Null for no limit. */
  timeout: number | null;
  interval: number;
  stable: number;
  strictFamily: boolean;
  json: boolean;
  quiet: boolean;
};

export const waitDraft = (): WaitDraft => ({
  source: {},
  any: false,
  timeout: 60_000,
  interval: 100,
  stable: 0,
  strictFamily: false,
  json: false,
  quiet: false,
});

/** What to wait for, also available in the library. */
export const waitOptions = {
  any: {
    help: 'Stop when any one condition holds.',
    group: 'Rows',
    library: 'flag',
    set: (draft) => {
      draft.any = true;
    },
  },
  strictFamily: strictFamilyOption,
  timeout: {
    value: 'DURATION',
    help: 'Give up after this time (default 60s); 0 checks once; none never gives up.',
    group: 'Repeat',
    library: 'duration',
    set: (draft, [word], name) => {
      draft.timeout = word === 'none' ? null : duration(word!, name);
    },
  },
  interval: {
    value: 'DURATION',
    help: 'Time between checks (default 100ms).',
    group: 'Repeat',
    library: 'duration',
    set: (draft, [word], name) => {
      draft.interval = duration(word!, name);
    },
  },
  stable: {
    value: 'DURATION',
    help: 'How long the conditions must hold without interruption (default 0).',
    group: 'Repeat',
    library: 'duration',
    set: (draft, [word], name) => {
      draft.stable = duration(word!, name);
    },
  },
  proc: sourceOptions.proc,
  netns: sourceOptions.netns,
} as const satisfies Options<WaitDraft>;

export const waitPage: CommandPage<WaitDraft> = {
  name: 'wait',
  synopsis: 'CONDITION ...',
  summary: 'Wait until conditions hold, or explain why they do not',
  description: [
    'Checks immediately and then every --interval until all conditions hold (with --any, one of them) or the time is up. It opens no connections, so the service logs no aborted ones, and starts no command; use `procnet wait ... && command`.',
    'The TCP tables are re-read when the socket counts change, and at least every 10 seconds.',
    'On timeout, near misses are printed: a listener on another address, family or network namespace, another owner, or connections in TIME_WAIT.',
    'LISTEN does not mean that a program is serving; it may still be starting up, or hang.',
  ],
  examples: [
    ['procnet wait listen :8080 && curl -s localhost:8080', 'until a program listens'],
    ["procnet wait 'listen 127.0.0.1:5432' 'unix /run/app.sock' --timeout 2m", 'until both exist'],
    ['procnet wait free :8080 --stable 500ms', 'until the port is free for half a second'],
    ['procnet wait drained :443 --timeout none', 'until the last connection is closed'],
  ],
  options: {
    ...waitOptions,
    json: {
      short: 'j',
      help: 'Print an object with met, waited (milliseconds) and conditions.',
      group: 'Output',
      set: (draft: WaitDraft) => {
        draft.json = true;
      },
    },
    quiet: {
      ...outputOptions.quiet,
      set: (draft: WaitDraft) => {
        draft.quiet = true;
      },
    },
    help: { ...outputOptions.help, set: () => {} },
  },
  exitCodes: [
    ['0', 'The conditions are met.'],
    ['1', 'The time ran out first.'],
    ['2', 'A usage error.'],
    ['3', 'It is unknown whether they are met.'],
  ],
  words: 'conditions',
};
