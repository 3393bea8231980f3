import type { Finding } from '../check/findings.ts';
import { worstFirst } from '../check/findings.ts';
import { printable } from '../core/text.ts';
import { expositionType } from '../metrics/exposition.ts';
import type { Log } from './log.ts';
import type { SharedReading } from './shared-reading.ts';
import type { Guard } from './token.ts';

/** A client's request. */
export type Asked = {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
  /** Prometheus's own scrape timeout in seconds, from its header. */
  readonly patience: string | undefined;
};

export type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

/** An encoded reading, shared by all its requests. */
export type Reading = { readonly metrics: Uint8Array; readonly findings: readonly Finding[] };

const plain = 'text/plain; charset=utf-8';

const reply = (status: number, body: string | Uint8Array, type = plain, more = {}): Reply => ({
  status,
  headers: {
    'content-type': type,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    ...more,
  },
  body: typeof body === 'string' ? Buffer.from(body) : body,
});

const home = reply(
  200,
  '<!doctype html><title>procnet</title><h1>procnet</h1><p><a href="/metrics">/metrics</a> <a href="/healthz">/healthz</a>\n',
  'text/html; charset=utf-8',
  { 'content-security-policy': "default-src 'none'" },
);

const health = ({ findings }: Reading): Reply => {
  const shown = worstFirst(findings).filter(({ status }) => status !== 'pass' && status !== 'skip');
  const isCritical = shown.some(({ status }) => status === 'critical');
  const lines = shown.map(({ rule, status, message }) => printable(`${status} ${rule}: ${message}`));
  return reply(isCritical ? 503 : 200, `${[isCritical ? 'critical' : 'ok', ...lines].join('\n')}\n`);
};

/** Milliseconds: Prometheus's default scrape timeout, less a margin for sending. */
const usualPatience = 9_500;

const patienceOf = (seconds: string | undefined): number => {
  const asked = Number(seconds ?? Number.NaN) * 1000 - 500;
  return asked >= 500 ? Math.min(asked, 60_000) : usualPatience;
};

const late = Symbol('late');

/** The value, or `late` after the timeout. */
const within = async <T>(value: Promise<T>, milliseconds: number): Promise<T | typeof late> => {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<typeof late>((resolve) => {
    timer = setTimeout(resolve, milliseconds, late);
  });
  return Promise.race([value, over]).finally(() => clearTimeout(timer));
};

/** Answers requests from one shared reading. Does not touch sockets. */
export class Answerer {
  readonly #readings: SharedReading<Reading>;
  readonly #guard: Guard;
  readonly #log: Log;

  constructor(readings: SharedReading<Reading>, guard: Guard, log: Log) {
    this.#readings = readings;
    this.#guard = guard;
    this.#log = log;
  }

  async answer({ method, url, authorization, patience }: Asked): Promise<Reply> {
    const path = url.replace(/\?.*$/s, '');
    if (method !== 'GET' && method !== 'HEAD')
      return reply(405, 'only GET is supported\n', plain, { allow: 'GET, HEAD' });
    if (path === '/') return home;
    if (path !== '/metrics' && path !== '/healthz') return reply(404, 'try /metrics or /healthz\n');
    if (!this.#guard(authorization))
      return reply(401, 'a bearer token is required\n', plain, {
        'www-authenticate': 'Bearer realm="procnet"',
      });
    return this.#read(path, patienceOf(patience));
  }

  async #read(path: '/metrics' | '/healthz', patience: number): Promise<Reply> {
    try {
      const reading = await within(this.#readings.get(), patience);
      if (reading === late) {
        this.#log.once(
          'late',
          `a reading takes longer than ${patience / 1000} s; scrapes get 503 until it finishes`,
        );
        return reply(503, 'the reading is taking too long\n', plain, { 'retry-after': '10' });
      }
      this.#log.over('late');
      return path === '/metrics' ? reply(200, reading.metrics, expositionType) : health(reading);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#log.once('failed', message);
      return reply(503, `${printable(message)}\n`);
    }
  }
}
