import { ExitCode, OutputError, UsageError } from '../../core/errors.ts';
import { printable, visible } from '../../core/text.ts';
import { expositionText } from '../../metrics/exposition.ts';
import { MetricsReader } from '../../metrics/reader.ts';
import type { MetricsRequest } from '../../metrics/request.ts';
import { metricsRequest } from '../../metrics/request-of.ts';
import { type ServeDraft, serveDraft, servePage } from '../../options/pages/serve.ts';
import { type ListenAddress, listenAddress } from '../../serve/address.ts';
import { Answerer, type Reading } from '../../serve/answer.ts';
import { Log } from '../../serve/log.ts';
import { type Listening, serve as listen, type Tls } from '../../serve/server.ts';
import { SharedReading } from '../../serve/shared-reading.ts';
import { bearerOf, everybody, type Guard } from '../../serve/token.ts';
import { privateFile } from '../../source/private-file.ts';
import { type Command, readCommand, requireNoWords } from '../commands.ts';
import type { Host } from '../host.ts';
import { surroundingsOf } from '../surroundings.ts';
import { userFile } from '../user-file.ts';

/** Orchestrators mount secrets that a group can read. */
const others = 0o007;

const secretIn = (path: string, option: string): Uint8Array => {
  const bytes = privateFile(path, option, others);
  if (bytes === null) throw new UsageError(`${option} ${visible(path)}: no such file`, option);
  return bytes;
};

const tlsOf = ({ tlsCert, tlsKey }: ServeDraft): Tls | null => {
  if (tlsCert === null && tlsKey === null) return null;
  if (tlsCert === null || tlsKey === null)
    throw new UsageError('--tls-cert and --tls-key require each other', '--tls-cert');
  return { cert: userFile(tlsCert, '--tls-cert'), key: secretIn(tlsKey, '--tls-key') };
};

/** A short token could be guessed over the network. */
const tokenForm = /^[\x21-\x7e]{16,4096}$/;

const guardOf = ({ tokenFile, insecure, listen: word }: ServeDraft, { isLoopback }: ListenAddress): Guard => {
  if (tokenFile !== null) {
    const token = Buffer.from(secretIn(tokenFile, '--token-file')).toString('latin1').trimEnd();
    if (tokenForm.test(token)) return bearerOf(token);
    throw new UsageError(
      `--token-file ${visible(tokenFile)}: expected 16 characters or more on one line, without spaces`,
      '--token-file',
    );
  }
  if (isLoopback || insecure) return everybody;
  throw new UsageError(
    `--listen ${visible(word)} is beyond loopback, which requires --token-file (or --insecure)`,
    '--listen',
  );
};

const duration = {
  name: 'procnet_reading_duration_seconds',
  type: 'gauge',
  help: 'How long this reading took. From procnet itself.',
} as const;

/** Leaves room for the duration, which is not part of the reading. */
const readingRequest = (draft: ServeDraft): MetricsRequest => {
  const request = metricsRequest(draft);
  return { ...request, maxSeries: request.maxSeries - 1 };
};

/** Other work runs between the steps of a reading. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const readWith = async (reader: MetricsReader, log: Log): Promise<Reading> => {
  const start = performance.now();
  const { text, findings, warnings } = await reader.read(turn);
  const seconds = (performance.now() - start) / 1000;
  log.over('failed');
  log.warnings(warnings);
  const took = expositionText([{ ...duration, series: [{ labels: {}, value: seconds }] }]);
  return { metrics: Buffer.from(text + took), findings };
};

const whyNot: Readonly<Record<string, string>> = {
  EADDRINUSE: 'address already in use',
  EADDRNOTAVAIL: 'no such local address',
  EACCES: 'permission denied',
};

const listening = async (
  draft: ServeDraft,
  address: ListenAddress,
  tls: Tls | null,
  answerer: Answerer,
  log: Log,
): Promise<Listening> => {
  try {
    return await listen(address, tls, (asked) => answerer.answer(asked), log);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (/^ERR_(OSSL|TLS|SSL)/.test(code))
      throw new UsageError(`--tls-cert and --tls-key cannot be used: ${message}`, '--tls-cert');
    throw new OutputError(`cannot listen on ${visible(draft.listen)}: ${whyNot[code] ?? code}`, code);
  }
};

const stopSignals = ['SIGINT', 'SIGTERM'] as const;

/** Resolves at the first stop signal; the second has its default effect. */
const stopped = (): Promise<void> =>
  new Promise((resolve) => {
    const stop = (): void => {
      for (const signal of stopSignals) process.off(signal, stop);
      resolve();
    };
    for (const signal of stopSignals) process.on(signal, stop);
  });

/** Validates everything before listening. */
const start = async (draft: ServeDraft, host: Host): Promise<Listening> => {
  const address = listenAddress(draft.listen, '--listen');
  const guard = guardOf(draft, address);
  const tls = tlsOf(draft);
  const reader = await MetricsReader.open(readingRequest(draft), surroundingsOf(host));
  const log = new Log((message) => host.warn(`procnet: ${printable(message)}\n`));
  const readings = new SharedReading(
    () => readWith(reader, log),
    draft.minInterval,
    () => performance.now(),
  );
  const server = await listening(draft, address, tls, new Answerer(readings, guard, log), log);
  log.say(`serving ${server.url}/metrics`);
  return server;
};

/** `procnet serve`. */
export const serve: Command = async (tokens, host) => {
  const draft = serveDraft();
  const words = await readCommand(servePage, draft, tokens, host);
  if (words === null) return ExitCode.ok;
  requireNoWords(words, 'serve');
  const signal = stopped();
  const server = await start(draft, host);
  await signal;
  await server.close();
  return ExitCode.ok;
};
