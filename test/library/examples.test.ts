import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const A = 'test/fixtures/captures/A';
const B = 'test/fixtures/captures/B';
const examples = '.build/src/docs/examples';

type Run = {
  readonly child: ChildProcess;
  readonly ended: Promise<{ out: string; err: string; code: number }>;
};

/** Starts an example as a separate program, which imports the library by name. */
const start = (name: string, ...words: string[]): Run => {
  const child = spawn(process.execPath, [`${examples}/${name}.js`, ...words]);
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return { child, ended: once(child, 'close').then(([code]) => ({ out, err, code: code as number })) };
};

const run = (name: string, ...words: string[]) => start(name, ...words).ended;

const shell = (command: string): string => execFileSync('sh', ['-c', command], { encoding: 'utf8' });

test('each example is run here', () => {
  const here = readFileSync('test/library/examples.test.ts', 'utf8');
  const names = readdirSync('src/docs/examples').map((name) => name.replace('.ts', ''));
  assert.deepEqual(
    names.filter((name) => !here.includes(`('${name}'`)),
    [],
  );
});

test('sockets by state, as awk counts them', async () => {
  const { out } = await run('count-by-state', B);
  const counts = shell(
    `cat ${B}/net/tcp ${B}/net/tcp6 | awk '$1 ~ /:$/ {print $4}' | sort | uniq -c | sort -rn`,
  );
  const expected = counts.match(/\d+(?= 0)/g)!.map(Number);
  const numbers = out.match(/\d+$/gm)!.map(Number);
  assert.deepEqual(numbers, expected);
  assert.match(out, /^ESTABLISHED \d+$/m);
});

test('listeners, as held by this process', async () => {
  const server = (await import('node:net')).createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const { out } = await run('who-listens');
  server.close();
  assert.match(out, new RegExp(`^${port} on 127\\.0\\.0\\.1: ".*" \\(${process.pid}\\)$`, 'm'));
});

test('a check that passes, fails, and does not treat unknown as healthy', async () => {
  assert.deepEqual(await run('health-check', B, '100', '100000'), { out: '', err: '', code: 0 });
  const failed = await run('health-check', B, '0', '-1');
  assert.equal(failed.code, 1);
  const [sent, again] = shell(`awk '/^Tcp: [0-9]/ {print $12, $13}' ${B}/net/snmp`).trim().split(' ');
  if (again !== '0')
    assert.ok(failed.err.includes(`${again} of ${sent} segments were retransmitted`), failed.err);
  assert.match(failed.err, /\d+ sockets are in TIME_WAIT/);
});

test('drops between two samples', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'example-'));
  cpSync(B, directory, { recursive: true });
  const dev = join(directory, 'net/dev');
  const row = (drops: number): string => `  eth9: 1 1 0 ${drops} 0 0 0 0 1 1 0 4 0 0 0 0\n`;
  const before = readFileSync(dev, 'utf8');
  writeFileSync(dev, before + row(18446744073709));
  const { child, ended } = start('watch-drops', directory, '1');
  await once(child.stdout!, 'data');
  writeFileSync(dev, before + row(18446744073712));
  const { out } = await ended;
  rmSync(directory, { recursive: true });
  assert.match(out, /^watching .*eth9/);
  assert.deepEqual(out.trim().split('\n').slice(1), ['eth9: received 3, sent 0']);
});

test('a damaged copy, and a missing one', async () => {
  const torn = await run('read-a-copy', 'test/fixtures/torn');
  assert.match(torn.out, /^\d+ sockets$/m);
  assert.match(torn.err, /net\/tcp, line \d+, /);
  const none = await run('read-a-copy', '/nowhere');
  assert.equal(none.code, 3);
  assert.match(none.err, /^E[A-Z]+: \/nowhere/);
});

test('the first hop, as in the file', async () => {
  const { out } = await run('first-hop', A);
  const gateways = shell(`awk '$2 == "00000000" && $8 == "00000000" {print $1}' ${A}/net/route`)
    .trim()
    .split('\n');
  assert.deepEqual(
    out
      .trim()
      .split('\n')
      .map((line) => line.match(/through ([^,]+)/)?.[1]),
    gateways,
  );
  assert.match(out, /^\d+\.\d+\.\d+\.\d+ through/);
});

test('a service that listens and leaves nothing open, and one that does not listen', async () => {
  const server = (await import('node:net')).createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const good = await run('ready-and-healthy', String(port));
  server.close();
  assert.deepEqual([good.code, good.err], [0, '']);
  assert.match(good.out, new RegExp(`^listen :${port}: 127\\.0\\.0\\.1:${port} by .*\\(${process.pid},fd=`));
  const none = await run('ready-and-healthy', '1', '0');
  assert.equal(none.code, 1);
  assert.match(none.out, /^listen :1: nothing listens on port 1/);
});
