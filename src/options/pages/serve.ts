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
 * Every port from 9100 to 9999 has been taken on Prometheus's list of default ports since 2023, so what counts is actual use:
 * no published exporter was found on this one, and mngsuite, to which IANA assigned it, runs on Windows.
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
    help: `Where to listen (default 127.0.0.1:${usualPort}); :PORT means every address, port 0 any free port.`,
    group: 'Output',
    set: (draft, [word]) => {
      draft.listen = word!;
    },
  },
  tlsCert: {
    value: 'FILE',
    help: 'Serve HTTPS with this certificate: PEM, including its chain.',
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
    help: 'Require the bearer token in FILE, which must not be readable by other users.',
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
  summary: 'Answer Prometheus scrapes',
  description: [
    'GET `/metrics` answers with what `procnet metrics` prints, `/healthz` with the findings of `procnet check` (503 if any is critical), and `/` with links to both. Each reading is compared with the one before, so rules about rates have a status from the second reading on.',
    ...measuringNotes,
    'Simultaneous scrapes share one reading. A scrape waits for it as long as Prometheus allows, or 10 seconds, and then gets 503.',
    "By default it listens on loopback only. Beyond loopback it requires a token, which needs TLS to stay secret, or --insecure. It needs no privileges; as root it also sees the owners of other users' sockets, which some messages of `/healthz` include.",
    'On SIGTERM or SIGINT, scrapes in progress are finished first.',
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
    ['2', 'A usage error, or the address cannot be used.'],
    ['3', 'There is nothing to read.'],
  ],
};
