import type { Options } from '../../core/option.ts';
import { duration } from '../durations.ts';
import { outputOptions } from '../output.ts';
import type { CommandPage } from '../page.ts';
import { type MeasuringDraft, measuringDraft, measuringNotes, measuringOptions } from './metrics.ts';

export type ServeDraft = MeasuringDraft & {
  listen: string;
  tlsCert: string | null;
  tlsKey: string | null;
  tokenFile: string | null;
  insecure: boolean;
  /** Milliseconds. */
  minInterval: number;
};

/**
 * Prometheus's list of default ports has had none left from 9100 to 9999 since 2023, so a free one is a matter of use: no
 * published exporter was found that answers at this port, and IANA's mngsuite is a program for Windows.
 */
export const usualPort = 9535;

export const serveDraft = (): ServeDraft => ({
  ...measuringDraft(),
  listen: `127.0.0.1:${usualPort}`,
  tlsCert: null,
  tlsKey: null,
  tokenFile: null,
  insecure: false,
  minInterval: 1_000,
});

const { from: _, ...measured } = measuringOptions;

const options = {
  listen: {
    value: 'ADDRESS:PORT',
    help: `Where to listen (default 127.0.0.1:${usualPort}); :PORT is every address, and port 0 any that is free.`,
    group: 'Output',
    set: (draft, [word]) => {
      draft.listen = word!;
    },
  },
  tlsCert: {
    value: 'FILE',
    help: 'Serve HTTPS with this certificate, in PEM with its chain.',
    group: 'Output',
    completes: () => ({ from: 'files' }),
    set: (draft, [word]) => {
      draft.tlsCert = word!;
    },
  },
  tlsKey: {
    value: 'FILE',
    help: 'The key of the certificate.',
    group: 'Output',
    completes: () => ({ from: 'files' }),
    set: (draft, [word]) => {
      draft.tlsKey = word!;
    },
  },
  tokenFile: {
    value: 'FILE',
    help: 'Require the bearer token in FILE, which other users must not be able to read.',
    group: 'Output',
    completes: () => ({ from: 'files' }),
    set: (draft, [word]) => {
      draft.tokenFile = word!;
    },
  },
  insecure: {
    help: 'Listen beyond loopback without a token.',
    group: 'Output',
    set: (draft) => {
      draft.insecure = true;
    },
  },
  minInterval: {
    value: 'DURATION',
    help: 'Read no more often than this (default 1s); scrapes in between get the last reading.',
    group: 'Repeat',
    set: (draft, [word], name) => {
      draft.minInterval = duration(word!, name);
    },
  },
  ...measured,
  help: { ...outputOptions.help, set: () => {} },
} as const satisfies Options<ServeDraft>;

export const servePage: CommandPage<ServeDraft> = {
  name: 'serve',
  synopsis: '',
  summary: 'Answer scrapes of Prometheus',
  description: [
    'GET `/metrics` answers with what `procnet metrics` prints, `/healthz` with what `procnet check` finds (503 if anything is critical), and `/` with links to both. Each reading is compared with the one before, so that rules about rates have a status from the second one on.',
    ...measuringNotes,
    'Scrapes at the same time share one reading. A scrape waits at most 10 seconds for it, or as long as Prometheus allows, and then gets 503.',
    'Without options it listens on loopback only. Beyond loopback it requires a token, which needs TLS to stay secret, or --insecure. It runs without privileges; as root it knows the owners of sockets, which some messages of `/healthz` name.',
    'SIGTERM and SIGINT let scrapes under way finish.',
  ],
  examples: [
    ['procnet serve', `on 127.0.0.1:${usualPort}, for a Prometheus agent on this machine`],
    [
      'procnet serve --listen :9535 --tls-cert cert.pem --tls-key key.pem --token-file token',
      'for a Prometheus server elsewhere',
    ],
    ['procnet serve --proc /host/proc --all-netns --max-series 20000', 'in a container, for its host'],
  ],
  options,
  words: 'nothing',
  exitCodes: [
    ['0', 'Ended by SIGTERM or SIGINT.'],
    ['2', 'A usage error, or it cannot listen there.'],
    ['3', 'There is nothing to read.'],
  ],
};
