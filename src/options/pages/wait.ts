import type { Options } from '../../core/option.ts';
import type { Draft } from '../../core/request.ts';
import { duration } from '../durations.ts';
import { outputOptions } from '../output.ts';
import type { CommandPage } from '../page.ts';
import { placeOptions } from '../source.ts';
import { strictFamilyOption } from './check.ts';

/** What the options of `wait` set. Times are in milliseconds. */
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

/** What is waited for. The library takes these too. */
export const waitOptions = {
  any: {
    help: 'One condition is enough.',
    group: 'Rows',
    library: 'flag',
    set: (draft) => {
      draft.any = true;
    },
  },
  strictFamily: strictFamilyOption,
  timeout: {
    value: 'DURATION',
    help: 'Give up after this time (default 60s); 0 looks once, none waits for ever.',
    group: 'Repeat',
    library: 'duration',
    set: (draft, [word], name) => {
      draft.timeout = word === 'none' ? null : duration(word!, name);
    },
  },
  interval: {
    value: 'DURATION',
    help: 'Time between two looks (default 100ms).',
    group: 'Repeat',
    library: 'duration',
    set: (draft, [word], name) => {
      draft.interval = duration(word!, name);
    },
  },
  stable: {
    value: 'DURATION',
    help: 'It must stay so for this time (default 0).',
    group: 'Repeat',
    library: 'duration',
    set: (draft, [word], name) => {
      draft.stable = duration(word!, name);
    },
  },
  ...placeOptions,
} as const satisfies Options<WaitDraft>;

export const waitPage: CommandPage<WaitDraft> = {
  name: 'wait',
  synopsis: 'CONDITION ...',
  summary: 'Wait until a condition holds, or say why it does not',
  description: [
    'Looks at once and then every --interval, until all conditions hold (with --any: one of them) or the time is up. It opens no connection, so that no half-open one reaches the service, and starts no command: write `procnet wait ... && command`.',
    'The TCP tables are read when the counts of sockets have changed, and every 10 seconds.',
    'When the time is up it says what comes close: a listener on another address, of another family, in another network namespace, or connections in TIME_WAIT.',
    'LISTEN does not mean that a program serves: it may still be starting, or hang.',
  ],
  examples: [
    ['procnet wait listen :8080 && curl -s localhost:8080', 'until something listens'],
    ["procnet wait 'listen 127.0.0.1:5432' 'unix /run/app.sock' --timeout 2m", 'until both are there'],
    ['procnet wait free :8080 --stable 500ms', 'until the port can be bound to, for half a second'],
    ['procnet wait drained :443 --timeout none', 'until the last connection is finished'],
  ],
  options: {
    ...waitOptions,
    json: {
      short: 'j',
      help: 'Print one object with met, waited and the conditions.',
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
    ['1', 'They were not met in time.'],
    ['2', 'A usage error.'],
    ['3', 'Whether they are met cannot be known.'],
  ],
  words: 'conditions',
};
