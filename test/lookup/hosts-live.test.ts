import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { resolveHosts } from '../../src/lookup/names/hosts.ts';
import { hang } from '../support/needs.ts';
import { FakeFiles } from './fake-files.ts';

const noHosts = new FakeFiles({});

/** The PTR question's name, from a DNS message (RFC 1035, 4.1.2). */
const questionOf = (message: Buffer): { readonly name: string; readonly end: number } => {
  const labels: string[] = [];
  let at = 12;
  for (let size = message[at]!; size > 0; size = message[at]!) {
    labels.push(message.toString('latin1', at + 1, at + 1 + size));
    at += size + 1;
  }
  return { name: labels.join('.'), end: at + 5 };
};

const answerTo = (message: Buffer, end: number, host: string): Buffer => {
  const header = Buffer.from(message.subarray(0, 12));
  header.writeUInt16BE(0x8180, 2);
  header.writeUInt16BE(1, 6);
  header.fill(0, 8);
  const labels = host.split('.').map((label) => Buffer.concat([Buffer.of(label.length), Buffer.from(label)]));
  const data = Buffer.concat([...labels, Buffer.of(0)]);
  const record = Buffer.from([0xc0, 0x0c, 0, 12, 0, 1, 0, 0, 0, 9, 0, data.length]);
  return Buffer.concat([header, message.subarray(12, end), record, data]);
};

/** A real name server on loopback that knows these names and does not answer for any other. */
const nameServer = async (known: Readonly<Record<string, string>>): Promise<Socket> => {
  const socket = createSocket('udp4');
  socket.on('message', (message: Buffer, { port, address }: RemoteInfo) => {
    const { name, end } = questionOf(message);
    const host = known[name];
    if (host !== undefined) socket.send(answerTo(message, end, host), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
};

const resolverAt = (port: number): Resolver => {
  const resolver = new Resolver();
  resolver.setServers([`127.0.0.1:${port}`]);
  return resolver;
};

test('a real resolver and name server', async () => {
  const server = await nameServer({
    '1.2.0.192.in-addr.arpa': 'one.example',
    [`1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.ip6.arpa`]: 'six.example',
  });
  const { port } = server.address();
  const names = await resolveHosts(noHosts, ['192.0.2.1', '2001:db8::1'], hang, {
    resolver: resolverAt(port),
  });
  const none = await resolveHosts(noHosts, ['192.0.2.2'], 50, { resolver: resolverAt(port) });
  server.close();
  assert.deepEqual(Object.fromEntries(names), { '192.0.2.1': 'one.example', '2001:db8::1': 'six.example' });
  assert.equal(none.size, 0);
});

/** In a thread, because waiting for the child blocks our own event loop. */
const silentServer = `
const { parentPort } = require('node:worker_threads');
const socket = require('node:dgram').createSocket('udp4');
socket.bind(0, '127.0.0.1', () => parentPort.postMessage(socket.address().port));`;

test('unanswered queries do not keep the process alive', async () => {
  const server = new Worker(silentServer, { eval: true });
  const [port] = await once(server, 'message');
  const code = `
    import { Resolver } from 'node:dns/promises';
    import { resolveHosts } from ${JSON.stringify(new URL('../../src/lookup/names/hosts.js', import.meta.url).href)};
    const resolver = new Resolver();
    resolver.setServers(['127.0.0.1:${port}']);
    const files = { open() { throw Object.assign(new Error(), { code: 'ENOENT' }); } };
    const names = await resolveHosts(files, ['192.0.2.1', '192.0.2.2'], 200, { resolver });
    process.stdout.write(String(names.size));
    setTimeout(() => process.exit(9), 5_000).unref();`;
  const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
  });
  await server.terminate();
  assert.equal(stdout, '0');
  assert.equal(status, 0, 'exits as soon as all names are resolved');
});
