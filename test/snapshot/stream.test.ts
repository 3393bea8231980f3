import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { runs } from '../support/runs.ts';
import { contentOf, opened } from './machines.ts';

const captures = resolve('test/fixtures/captures/A/net');
const tables = ['tcp', 'tcp6', 'udp', 'udp6', 'unix', 'dev', 'route', 'if_inet6'];
const kept = (name: string): string => readFileSync(join(captures, name), 'latin1');

const tail = (args: readonly string[], cwd: string, input?: Uint8Array): Buffer =>
  spawnSync('tail', ['-n', '+1', ...args], { cwd, ...(input === undefined ? {} : { input }) }).stdout;

test('tail output with relative names is read', async () => {
  const { files, info } = await opened(tail(tables, captures), '-');
  for (const name of tables) assert.equal(contentOf(files, `/proc/net/${name}`), kept(name), name);
  assert.deepEqual(files.readdir('/proc/net').toSorted(), tables.toSorted());
  assert.equal(info.form, 'stream');
  assert.deepEqual(info.problems, []);
});

test('and with absolute names, other directories, and stat and dev_snmp6 subdirectories', async () => {
  for (const names of [
    tables.map((name) => join(captures, name)),
    tables.map((name) => `./${name}`),
    [...tables.map((name) => `../net/${name}`), 'dev_snmp6/fvA'],
  ]) {
    const { files } = await opened(tail(names, captures), '-');
    for (const name of tables) assert.equal(contentOf(files, `/proc/net/${name}`), kept(name), name);
    if (names.includes('dev_snmp6/fvA'))
      assert.equal(contentOf(files, '/proc/net/dev_snmp6/fvA'), kept('dev_snmp6/fvA'));
  }
});

test('the live kernel, including its settings', { skip: process.platform !== 'linux' }, async () => {
  const names = ['/proc/self/net/dev', '/proc/1/net/sockstat', '/proc/sys/net/core/somaxconn'];
  const { files } = await opened(tail(names, '/'), '-');
  assert.match(contentOf(files, '/proc/net/dev'), /^Inter-\|/);
  assert.match(contentOf(files, '/proc/sys/net/core/somaxconn'), /^\d+\n$/);
  assert.match(contentOf(files, '/proc/1/net/sockstat'), /^sockets: used/);
});

test('standard input is recognized by its header', async () => {
  const { files } = await opened(
    tail(['tcp6', '-', 'dev'], captures, Buffer.from(kept('tcp'), 'latin1')),
    '-',
  );
  for (const name of ['tcp', 'tcp6', 'dev']) assert.equal(contentOf(files, `/proc/net/${name}`), kept(name));
});

test('a stream cut anywhere gives what came before', async () => {
  const whole = tail(['tcp', 'udp'], captures);
  for (let at = 20; at < whole.length; at += 41) {
    const { files } = await opened(whole.subarray(0, at), '-');
    const [tcp, udp] = ['tcp', 'udp'].map((name) => {
      try {
        return contentOf(files, `/proc/net/${name}`);
      } catch {
        return '';
      }
    });
    assert.ok(
      kept('tcp').startsWith(tcp!.replace(/\n$/, '')) || tcp!.startsWith(kept('tcp')),
      `cut at ${at}`,
    );
    assert.ok(kept('udp').startsWith(udp!), `cut at ${at}`);
  }
});

test('a stream through a terminal (ssh -t), with CRLF line endings', async () => {
  const text = tail(['tcp', 'dev'], captures).toString('latin1').replaceAll('\n', '\r\n');
  const { files } = await opened(Buffer.from(text, 'latin1'), '-');
  assert.equal(contentOf(files, '/proc/net/tcp'), kept('tcp'));
  assert.equal(contentOf(files, '/proc/net/dev'), kept('dev'));
});

test('of the tables of two processes, the first is used; the other is found by its pid', async () => {
  const text = `==> /proc/7/net/tcp <==\n${kept('tcp')}\n==> /proc/99/net/tcp <==\n${kept('udp')}`;
  const { files } = await opened(Buffer.from(text, 'latin1'), '-');
  assert.equal(contentOf(files, '/proc/net/tcp'), kept('tcp'));
  assert.equal(contentOf(files, '/proc/7/net/tcp'), kept('tcp'));
  assert.equal(contentOf(files, '/proc/99/net/tcp'), kept('udp'));
});

test('a file that is not a kernel file is skipped with a warning', async () => {
  const text = `==> notes.txt <==\nhello\n\n==> tcp <==\n${kept('tcp')}`;
  const { files, info } = await opened(Buffer.from(text, 'latin1'), '-');
  assert.equal(contentOf(files, '/proc/net/tcp'), kept('tcp'));
  assert.deepEqual(
    info.problems.map(({ message }) => message),
    ['notes.txt is not a known kernel file; skipped'],
  );
});

test('duplicate files, and a stream without any, are errors', async () => {
  const twice = `==> tcp <==\n${kept('tcp')}\n==> ./tcp <==\n${kept('tcp')}`;
  await assert.rejects(opened(Buffer.from(twice, 'latin1'), '-'), /\.\/tcp occurs twice/);
  await assert.rejects(opened(Buffer.from('==> a <==\nx\n'), '-'), /contains no file from \/proc\/net/);
});

const row = (path: string): string =>
  `00000000${'1234abcd'}: 00000002 00000000 00010000 0001 01 12345${path}\n`;

test('a unix socket whose path looks like a file header hides nothing and adds nothing', async () => {
  const header = 'Num       RefCount Protocol Flags    Type St Inode Path\n';
  const forged = ' /tmp/a\n\n==> if_inet6 <==\n20010db8000000000000000000000005 02 80 00 e0 evil';
  const unix = `${header}${row(' /run/x')}${row(forged)}${row(' /run/docker.sock')}`;
  const text = `==> unix <==\n${unix}\n==> tcp <==\n${kept('tcp')}`;
  const { files } = await opened(Buffer.from(text, 'latin1'), '-');
  assert.equal(contentOf(files, '/proc/net/unix'), unix);
  assert.equal(contentOf(files, '/proc/net/tcp'), kept('tcp'));
  assert.deepEqual(files.readdir('/proc/net').toSorted(), ['tcp', 'unix']);
});

test('one bare table, recognized by its header', async () => {
  for (const name of readdirSync(captures).filter((file) => ['tcp6', 'dev', 'arp'].includes(file))) {
    const { files, info } = await opened(readFileSync(join(captures, name)), '-');
    assert.equal(contentOf(files, `/proc/net/${name}`), kept(name));
    assert.equal(info.form, 'table');
  }
});

const plain = fc.string({ unit: fc.constantFrom('a', ' ', '=', '>', '<', ':', '0'), maxLength: 40 });
const anyText = fc.array(plain, { maxLength: 20 }).map((lines) => lines.map((line) => `${line}\n`).join(''));

test('any text round-trips through tail', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'procnet-'));
  const names = ['tcp', 'arp', 'stat/arp_cache', 'dev_snmp6/eth0'];
  try {
    for (const name of names) mkdirSync(dirname(join(directory, name)), { recursive: true });
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, { minLength: 4, maxLength: 4 }), async (texts) => {
        for (const [at, name] of names.entries()) writeFileSync(join(directory, name), texts[at]!);
        const { files } = await opened(tail(names, directory), '-');
        for (const [at, name] of names.entries())
          assert.equal(contentOf(files, `/proc/net/${name}`), texts[at]);
      }),
      { numRuns: runs(40, 1000) },
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
});
