import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { metrics, UsageError } from '../../src/index.ts';
import { socketTable } from '../check/tables.ts';
import { sampleOf } from '../metrics/prom-text.ts';
import { command } from '../support/command.ts';
import { procnet } from './black-box.ts';
import { runHere } from './run-here.ts';

const directory = mkdtempSync(join(tmpdir(), 'procnet-metrics-'));
after(() => rmSync(directory, { recursive: true }));

const net = join(directory, 'net');
mkdirSync(net);
writeFileSync(
  join(net, 'tcp'),
  socketTable([
    { local: '0.0.0.0:80', queue: 3 },
    { local: '0.0.0.0:80', queue: 4, inode: 77 },
    { local: '10.0.0.1:80', remote: '10.0.0.2:4000', state: 'ESTABLISHED' },
    { local: '10.0.0.1:80', remote: '10.0.0.2:4001', state: 'ESTABLISHED' },
  ]),
);

test('sockets are counted by state, shared listeners together; no remote address is a label', async () => {
  const { out, code } = await runHere(['metrics', '--proc', directory]);
  assert.equal(code, 0);
  assert.equal(sampleOf(out, 'procnet_tcp_connections{family="ipv4",state="ESTABLISHED"}'), '2');
  assert.equal(sampleOf(out, 'procnet_tcp_connections{family="ipv4",state="LISTEN"}'), '2');
  assert.equal(sampleOf(out, 'procnet_tcp_connections{family="ipv4",state="CLOSE_WAIT"}'), '0');
  assert.equal(sampleOf(out, 'procnet_tcp_connections{family="ipv6",state="LISTEN"}'), undefined);
  assert.equal(sampleOf(out, 'procnet_listener_accept_queue{address="0.0.0.0",port="80"}'), '7');
  assert.equal(sampleOf(out, 'procnet_source_up{source="tcp"}'), '1');
  assert.ok(!out.includes('10.0.0.2'));
});

test('a file is replaced atomically, so a reader sees either the old or the new one', () => {
  const path = join(directory, 'procnet.prom');
  writeFileSync(path, 'old\n');
  const traced = procnet(['metrics', '--proc', directory, '-o', path]);
  assert.deepEqual([traced.code, traced.stdout, traced.stderr], [0, '', '']);
  assert.match(readFileSync(path, 'utf8'), /^# HELP procnet_build_info .*\n[\s\S]*\n$/);
  assert.deepEqual(
    readdirSync(directory).filter((name) => name.includes('prom')),
    ['procnet.prom'],
  );
  const failed = procnet(['metrics', '--proc', directory, '-o', join(directory, 'none', 'x.prom')]);
  assert.equal(failed.code, 2);
  assert.match(failed.stderr, /^procnet: cannot write .*x\.prom: no such directory\n$/);
});

test('a failed write keeps the old file', () => {
  const path = join(directory, 'full.prom');
  writeFileSync(path, 'old\n');
  const { status, stderr } = spawnSync(
    'bash',
    ['-c', `ulimit -f 1; trap '' XFSZ; exec "$0" "$1" metrics -o ${path}`, ...command],
    { encoding: 'utf8' },
  );
  assert.equal(status, 2, stderr);
  assert.equal(readFileSync(path, 'utf8'), 'old\n');
});

test('no readable source is an error; a damaged file marks its source as down', async () => {
  const none = await runHere(['metrics', '--proc', join(directory, 'none')]);
  assert.equal(none.code, 3);
  const { out, err, code } = await runHere(['metrics', '--proc', 'test/fixtures/wsl1']);
  assert.equal(code, 0);
  assert.equal(sampleOf(out, 'procnet_source_up{source="tcp"}'), '0');
  assert.equal(sampleOf(out, 'procnet_source_up{source="dev"}'), '1');
  assert.match(err, /net\/tcp: unrecognized format/);
});

test('a snapshot has the same series as its source', () => {
  const path = join(directory, 'router.tgz');
  assert.equal(procnet(['snapshot', '--proc', 'test/fixtures/router', '-o', path]).code, 0);
  const live = procnet(['metrics', '--proc', 'test/fixtures/router']);
  assert.equal(procnet(['metrics', '--from', path]).stdout, live.stdout);
});

test('rules can be skipped by name, and conflicting options are refused', async () => {
  const all = await runHere(['metrics', '--proc', directory]);
  assert.match(all.out, /^procnet_check_status\{rule="exposed"\} 0$/m);
  const none = await runHere(['metrics', '--proc', directory, '--skip', '*']);
  assert.doesNotMatch(none.out, /procnet_check_status/);
  for (const words of [['--netns', '1', '--all-netns'], ['--max-series', '7'], ['--skip', 'nope'], ['x']])
    assert.equal((await runHere(['metrics', ...words])).code, 2, words.join(' '));
});

test('the library function gives the same metrics', async () => {
  const { text, warnings } = await metrics({ proc: directory, skip: '*' });
  assert.equal(sampleOf(text, 'procnet_tcp_connections{family="ipv4",state="ESTABLISHED"}'), '2');
  assert.deepEqual(warnings, []);
  await assert.rejects(metrics({ maxSeries: 1 }), UsageError);
  await assert.rejects(metrics({ proc: join(directory, 'none') }), { name: 'ReadError' });
});
