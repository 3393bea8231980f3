import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { sampleOf } from '../metrics/prom-text.ts';
import { get, getUntil, withServer } from '../serve/served.ts';
import { needs } from '../support/needs.ts';

const name = `procnet-serve-${process.pid}`;
const ip = (...args: readonly string[]): void => {
  const { status, stderr } = spawnSync('ip', args, { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
};

const listen = `
import socket
s = socket.socket(); s.bind(("127.0.0.1", 7001)); s.listen()
print("ready", flush=True)
while True: s.accept()
`;

/** A container as seen in /proc: a process in a named namespace. */
const start = async () => {
  const child = spawn('ip', ['netns', 'exec', name, 'python3', '-c', listen]);
  await once(child.stdout, 'data');
  return child;
};

test(
  'a namespace that ends is a scrape error, and a new one of the same name is read',
  needs('root', 'ip', 'python3'),
  async () => {
    ip('netns', 'add', name);
    try {
      ip('-n', name, 'link', 'set', 'lo', 'up');
      let container = await start();
      await withServer(['--netns', name, '--min-interval', '0', '--skip', '*'], async ({ url, said }) => {
        const listens = 'procnet_listener_accept_queue{address="127.0.0.1",port="7001"}';
        assert.equal(sampleOf((await getUntil(`${url}/metrics`, 200)).body, listens), '0');
        container.kill('SIGKILL');
        await once(container, 'exit');
        await getUntil(`${url}/metrics`, 503);
        await get(`${url}/metrics`);
        container = await start();
        assert.equal(sampleOf((await getUntil(`${url}/metrics`, 200)).body, listens), '0');
        assert.ok(said().split('\n').length <= 3, said());
      });
      container.kill('SIGKILL');
    } finally {
      ip('netns', 'delete', name);
    }
  },
);
