import assert from 'node:assert/strict';
import { test } from 'node:test';
import { displayWidth } from '../../src/core/text.ts';
import { loadReports } from '../../src/reports/registry.ts';
import { withTree } from '../cli/black-box.ts';
import { runInProcess } from '../support/in-process.ts';
import { machines, sourceArguments } from '../support/machines.ts';

const captures = machines.filter(({ name }) => name.startsWith('captures/'));
const reports = await loadReports();
/** From this width on, no line of the report's default columns is too long; the others need 80. */
const narrow: ReadonlySet<string> = new Set(['conns', 'arp', 'routes', 'addrs', 'snmp', 'sockstat']);

const linesOf = async (argv: readonly string[], width: number): Promise<readonly string[]> =>
  (await runInProcess(argv, width)).stdout.split('\n');

for (const machine of captures)
  for (const report of reports)
    for (const width of narrow.has(report.name) ? [60, 80, 120] : [80, 120])
      test(`${report.name} of ${machine.name} fits into ${width} columns`, async () => {
        const lines = await linesOf([report.name, ...sourceArguments(machine)], width);
        const long = lines.filter((line) => displayWidth(line) > width);
        assert.deepEqual(long, []);
      });

const [machine] = captures;
const source = sourceArguments(machine!);

test('the footer names the hidden columns, and --columns shows them', async () => {
  const lines = await linesOf(['conns', ...source], 60);
  assert.match(lines.slice(-4).join(' '), /hidden: family \(in proto\), iface/);
  const whole = await linesOf(['conns', ...source, '--columns', '+iface'], 60);
  assert.match(whole.join('\n'), /iface/);
  assert.ok(whole.every((line) => line.length <= 60));
});

test('a row with too many columns wraps to the next line, its addresses whole', async () => {
  const columns = 'localAddress,localPort,remoteAddress,remotePort,state,proto,family,interface,recvQ,sendQ';
  const lines = await linesOf(['conns', ...source, '--columns', columns], 40);
  assert.ok(lines.every((line) => line.length <= 40));
  assert.match(lines.join('\n'), /10\.77\.0\.1:58242/);
});

/** A row of tcp6 between two full-length addresses, as the kernel prints it on a little-endian machine. */
const longest =
  '   0: B80D0120222211114444333366665555:C350 B80D012088887777AAAA9999CCCCBBBB:EA60 01 00000000:00000000 00:00000000 00000000     0        0 1 1 0000000000000000 20 4 0 10 -1';

test('between two full-length IPv6 addresses, the remote end is on the second line, whole', () =>
  withTree({ tcp6: `header\n${longest}\n` }, async (proc) => {
    const [, first, second, count] = await linesOf(['conns', '-t', '--proc', proc], 80);
    assert.match(first!, /^tcp6 +ESTABLISHED +\[2001:db8:1111:2222:3333:4444:5555:6666\]:50000$/);
    assert.match(second!, /^ +\[2001:db8:7777:8888:9999:aaaa:bbbb:cccc\]:60000$/);
    assert.equal(count, '1 row');
  }));

test('if no row fits, rows wrap where the heading does, and names are not cut needlessly', async () => {
  const lines = await linesOf(['conns', ...source, '-t', '-eoi'], 80);
  const body = lines.slice(
    0,
    lines.findIndex((line) => /^\d+ rows/.test(line)),
  );
  const starts = body.flatMap((line, at) => (line.startsWith('  ') ? [] : [at]));
  const height = starts[1]!;
  assert.ok(height > 1 && body.length === starts.length * height, body.slice(0, 6).join('\n'));
  assert.deepEqual(
    starts,
    starts.map((_, at) => at * height),
  );
  const indent = body[1]!.length - body[1]!.trimStart().length;
  assert.ok(indent < 20, body[1]);
  assert.ok(body.every((line) => line.length <= 80));
});

test('plain text has the same columns at any terminal width', async () => {
  const argv = ['conns', ...source, '--plain'];
  assert.deepEqual(await linesOf(argv, 40), await linesOf(argv, 400));
});

test('a heading refers to the same column as its name', async () => {
  const asked = (words: readonly string[]) => runInProcess(['conns', ...source, '--json', ...words]);
  const [short, long] = await Promise.all([
    asked(['--columns', 'proto,local,recvQ', '--sort', '-local', '--where', 'remote = 10.77.0.2:9090']),
    asked([
      '--columns',
      'protocol,localAddress,localPort,recvQueue',
      '--sort',
      '-localAddress,-localPort',
      '--where',
      'dst = 10.77.0.2:9090',
    ]),
  ]);
  assert.equal(short.code, 0);
  assert.equal(short.stdout, long.stdout);
  assert.ok(JSON.parse(short.stdout).length > 0);
});

test('rarely used counters are off in text and on in JSON', async () => {
  const { stdout: text } = await runInProcess(['ifstat', ...source]);
  const { stdout: json } = await runInProcess(['ifstat', ...source, '--json']);
  assert.doesNotMatch(text, /rxFifo/);
  assert.ok('rxFifo' in JSON.parse(json)[0]);
});

test('--human prints units, and requires text', async () => {
  const { stdout } = await runInProcess(['ifstat', ...source, '--human', '--columns', 'iface,txBytes']);
  assert.match(stdout, /fvA +132KiB/);
  assert.equal((await runInProcess(['ifstat', ...source, '--human', '--json'])).code, 2);
});

test('plain text in colour has the same columns as without', async () => {
  const argv = ['conns', ...source, '--plain'];
  const { stdout: plain } = await runInProcess(argv);
  const { stdout: painted } = await runInProcess([...argv, '--color', 'always']);
  assert.notEqual(painted, plain);
  assert.equal(painted.replaceAll(/\x1b\[[0-9;]*m/g, ''), plain);
});
