import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { command } from '../support/command.ts';
import { hang } from '../support/needs.ts';

/** `procnet serve` in a separate process. */
export type Served = {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly url: string;
  readonly port: number;
  /** Its stderr so far. */
  readonly said: () => string;
  /** Its exit code, after SIGTERM or however it ends. */
  readonly ended: Promise<number | null>;
};

/** Starts it on a free loopback port, passes it to `use` once it listens, and ends it. */
export const withServer = async (
  args: readonly string[],
  use: (served: Served) => Promise<void>,
): Promise<void> => {
  const child = spawn(command[0], [command[1], 'serve', '--listen', '127.0.0.1:0', ...args], {
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  const lines: string[] = [];
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const listening = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stderr! }).on('line', (line) => {
      lines.push(line);
      const url = /serving (\S+)\/metrics$/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
    ended.then((code) => reject(new Error(`exit code ${code}: ${lines.join('\n')}`)), reject);
  });
  try {
    const url = await listening;
    const port = Number(new URL(url).port);
    await use({ child, pid: child.pid!, url, port, said: () => lines.join('\n'), ended });
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
};

export type Got = { readonly status: number; readonly body: string };

type Headers = Readonly<Record<string, string>>;

/** One request on a new connection. */
export const get = (url: string, headers: Headers = {}, ca?: string): Promise<Got> =>
  new Promise((resolve, reject) => {
    const request = url.startsWith('https:') ? tlsRequest : plainRequest;
    const sent = request(url, { agent: false, headers, timeout: hang, ...(ca === undefined ? {} : { ca }) });
    sent.on('timeout', () => sent.destroy(new Error('no answer')));
    sent.on('error', reject);
    sent.on('response', (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part) => {
        body += part;
      });
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode!, body }));
    });
    sent.end();
  });

/** Retries until the response has this status, and returns it. */
export const getUntil = async (url: string, status: number): Promise<Got> => {
  for (const end = Date.now() + hang / 2; ; await wait(20)) {
    const got = await get(url);
    if (got.status === status) return got;
    if (Date.now() > end) throw new Error(`${url}: ${got.status}, not ${status}: ${got.body}`);
  }
};
