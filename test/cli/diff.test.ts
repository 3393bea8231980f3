import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { archiveOf } from '../../src/snapshot/write/archive.ts';
import { collectionOf, facts, type Machine, machineOf } from '../snapshot/machines.ts';
import { runInProcess } from '../support/in-process.ts';
import { withTree } from './black-box.ts';

const header =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const socket = (port: string, state: string, inode: number, remote = '00000000:0000'): string =>
  `   0: 0100007F:${port} ${remote} ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0000000012345678 20 4 30 10 -1\n`;
const dev = (bytes: number): string =>
  `Inter-|   Receive                                                |  Transmit\n face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n  eth0: ${bytes} 1 0 0 0 0 0 0 2 2 0 0 0 0 0 0\n`;

const machine = (pid: number, inode: number, bytes: number, more = ''): Machine => ({
  'proc/net': '-> 1/net',
  'proc/1/net/dev': dev(bytes),
  'proc/1/net/tcp': header + socket('0050', '0A', inode) + more,
  'proc/1/net/udp': header,
  'proc/1/comm': 'init\n',
  [`proc/${pid}/net`]: '-> ../1/net',
  [`proc/${pid}/comm`]: 'web\n',
  [`proc/${pid}/stat`]: `${pid} (web) S${' 0'.repeat(18)} 42 0\n`,
  [`proc/${pid}/fd/3`]: `-> socket:[${inode}]`,
});

const earlier = machine(7, 100, 1000);
const later = machine(8, 200, 1500, socket('1F90', '06', 0, '0100007F:C000'));

type Facts = Partial<typeof facts>;

const snapshot = async (made: Machine, more: Facts = {}): Promise<Uint8Array> =>
  Buffer.concat(
    await archiveOf(collectionOf(machineOf(made), { facts: { ...facts, endian: 'little', ...more } })),
  );

type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Compares two saved machines. */
const diff = async (
  a: Machine,
  b: Machine,
  argv: readonly string[] = [],
  more: Facts = {},
): Promise<Ended> => {
  const [one, other] = [await snapshot(a), await snapshot(b, more)];
  let ended: Ended | null = null;
  await withTree({}, async (directory) => {
    writeFileSync(`${directory}/a.tgz`, one);
    writeFileSync(`${directory}/b.tgz`, other);
    const { stderr, ...rest } = await runInProcess([
      'diff',
      `${directory}/a.tgz`,
      `${directory}/b.tgz`,
      ...argv,
    ]);
    ended = { ...rest, stderr: stderr.replaceAll(`${directory}/`, '') };
  });
  return ended!;
};

test('no differences print nothing, with exit code 0', async () => {
  assert.deepEqual(await diff(earlier, earlier), { code: 0, stdout: '', stderr: '' });
  assert.deepEqual(await diff(earlier, earlier, ['--json']), { code: 0, stdout: '[]\n', stderr: '' });
});

test('text: one block for each report that differs, with exit code 1', async () => {
  const { code, stdout, stderr } = await diff(earlier, later);
  assert.deepEqual([code, stderr], [1, '']);
  assert.match(
    stdout,
    /^conns\nchange +proto.*\nreplaced +tcp.*127\.0\.0\.1:80 .*web\(8,fd=3\) +inode=100 processes=web\(7\)\n/,
  );
  assert.match(stdout, /\nopened +tcp.*TIME_WAIT.*127\.0\.0\.1:8080 /);
  assert.match(stdout, /\n\nifstat\nchange .*\nchanged +eth0 +500 /);
  assert.doesNotMatch(stdout, / \n/);
});

test('json: one array whose rows name their report', async () => {
  const { stdout } = await diff(earlier, later, ['--json']);
  const rows = JSON.parse(stdout);
  assert.deepEqual(
    rows.map(({ report, change, before }: Record<string, unknown>) => [report, change, before]),
    [
      ['conns', 'replaced', 'inode=100 processes=web(7)'],
      ['conns', 'opened', null],
      ['ifstat', 'changed', null],
    ],
  );
  assert.deepEqual([rows[2].rxBytes, rows[2].txBytes], [500, 0]);
  const lines = (await diff(earlier, later, ['--ndjson'])).stdout.trim().split('\n');
  assert.deepEqual(
    lines.map((line) => JSON.parse(line)),
    rows,
  );
});

test('csv and other options that need a single report', async () => {
  const { stdout } = await diff(earlier, later, [
    '--report',
    'conns',
    '--csv',
    '--columns',
    'change,localPort,before',
  ]);
  assert.deepEqual(parse(stdout), [
    ['report', 'change', 'localPort', 'before'],
    ['conns', 'replaced', '80', 'inode=100 processes=web(7)'],
    ['conns', 'opened', '8080', ''],
  ]);
  for (const argv of [
    ['--csv'],
    ['--columns', 'change'],
    ['--where', 'change = opened'],
    ['--sort', 'change'],
    ['--limit', '1'],
  ]) {
    const { code, stderr } = await diff(earlier, later, argv);
    assert.equal(code, 2);
    assert.match(stderr, new RegExp(`${argv[0]} requires --report with one report`));
  }
});

test('rows are filtered, sorted and limited as in any report', async () => {
  const ports = async (...argv: readonly string[]): Promise<unknown> =>
    JSON.parse((await diff(earlier, later, ['--report', 'conns', '--json', ...argv])).stdout).map(
      ({ localPort }: { localPort: number }) => localPort,
    );
  assert.deepEqual(await ports('--where', 'change = opened'), [8080]);
  assert.deepEqual(await ports('--sort', '-localPort'), [8080, 80]);
  assert.deepEqual(await ports('--limit', '1'), [80]);
});

test('--ignore works where it has a meaning, and the exit code follows', async () => {
  const ignoring = (...argv: readonly string[]) =>
    diff(earlier, later, ['--json', '--report', 'conns,ifstat', ...argv]);
  const reports = ({ stdout }: Ended): unknown =>
    JSON.parse(stdout).map(({ report }: { report: string }) => report);
  assert.deepEqual(reports(await ignoring('--ignore', 'state = time-wait')), ['conns', 'ifstat']);
  assert.deepEqual(
    reports(await ignoring('--ignore', 'state = time-wait', '--ignore', 'dport = :80 or sport = :80')),
    ['ifstat'],
  );
  const all = await ignoring('--ignore', 'interface = eth0', '--ignore', 'protocol = tcp');
  assert.deepEqual([all.code, all.stdout], [0, '[]\n']);
  for (const text of ['nope = 1', 'state = ', '(']) {
    const { code, stderr } = await ignoring('--ignore', text);
    assert.equal(code, 2, text);
    assert.match(stderr, /bad expression/);
  }
});

test('-q prints nothing', async () => {
  assert.deepEqual(await diff(earlier, later, ['-q']), { code: 1, stdout: '', stderr: '' });
  assert.deepEqual(await diff(earlier, earlier, ['-q']), { code: 0, stdout: '', stderr: '' });
});

const another = { bootId: '99999999-2222-3333-4444-555555555555' };

for (const [what, more, why] of [
  ['another host', { ...another, host: 'other' }, /different hosts \(box, other\)/],
  ['root', { uid: 0 }, /only one of them was read by root/],
] as const)
  test(`${what}: not comparable, exit code 3; --force compares`, async () => {
    const { code, stdout, stderr } = await diff(earlier, later, [], more);
    assert.deepEqual([code, stdout], [3, '']);
    assert.match(stderr, /^procnet: cannot compare a\.tgz with b\.tgz: /);
    assert.match(stderr, why);
    assert.equal((await diff(earlier, later, ['--force', '-q'], more)).code, 1);
  });

test('after a reboot of the same machine, everything but counters is compared', async () => {
  const { code, stdout } = await diff(
    earlier,
    later,
    ['--json', '--report', 'ifstat', '--columns', 'rxBytes,reason'],
    another,
  );
  assert.equal(code, 1);
  assert.deepEqual(JSON.parse(stdout), [{ report: 'ifstat', rxBytes: null, reason: 'rebooted' }]);
});

test('copied trees and single tables can be compared', async () => {
  const tree = 'test/fixtures/captures';
  assert.equal((await runInProcess(['diff', `${tree}/A`, `${tree}/A`, '-q'])).code, 0);
  const { code, stdout } = await runInProcess([
    'diff',
    `${tree}/A`,
    `${tree}/B`,
    '--report',
    'arp',
    '--json',
  ]);
  assert.equal(code, 1);
  assert.ok(JSON.parse(stdout).length > 3);
  const table = `${tree}/A/net/arp`;
  assert.equal((await runInProcess(['diff', table, table, '--report', 'arp'])).code, 0);
});

for (const [argv, code, says] of [
  [[], 2, /diff requires one or two snapshots/],
  [['a', 'b', 'c'], 2, /diff requires one or two snapshots/],
  [['missing.tgz'], 3, /cannot read missing\.tgz/],
  [['package.json'], 3, /neither a snapshot nor a file from \/proc\/net/],
  [
    ['test/fixtures/captures/A', '--report', 'nope'],
    2,
    /no such report: "nope"; must be one of addrs, arp, /,
  ],
] as const)
  test(`procnet diff ${argv.join(' ')}: exit code ${code}`, async () => {
    const ended = await runInProcess(['diff', ...argv]);
    assert.deepEqual([ended.code, ended.stdout], [code, '']);
    assert.match(ended.stderr, says);
  });

/** Compares texts as `tail -n +1` prints them: file names with their contents. */
const diffTexts = async (
  a: Readonly<Record<string, string>>,
  b: Readonly<Record<string, string>>,
  ...argv: readonly string[]
): Promise<Ended> => {
  const text = (files: Readonly<Record<string, string>>): string =>
    Object.entries(files)
      .map(([name, content]) => `==> ${name} <==\n${content}`)
      .join('\n');
  let ended: Ended | null = null;
  await withTree({}, async (directory) => {
    writeFileSync(`${directory}/a.txt`, text(a));
    writeFileSync(`${directory}/b.txt`, text(b));
    const { code, stdout, stderr } = await runInProcess([
      'diff',
      `${directory}/a.txt`,
      `${directory}/b.txt`,
      ...argv,
    ]);
    ended = { code, stdout, stderr: stderr.replaceAll(`${directory}/`, '') };
  });
  return ended!;
};

const tcp = header + socket('0050', '0A', 100);
const udp = header + socket('0035', '07', 101);

test('a report that only one side has is not the same on both', async () => {
  const both = await diffTexts({ tcp, dev: dev(1) }, { tcp });
  assert.deepEqual([both.code, both.stdout], [3, '']);
  assert.equal(
    both.stderr,
    'procnet: ifstat: only a.txt has it (cannot read /proc/net/dev: not in the input)\n',
  );
  assert.match(
    (await diffTexts({ tcp }, { tcp, dev: dev(1) })).stderr,
    /^procnet: ifstat: only b\.txt has it/,
  );
  assert.equal((await diffTexts({ tcp, dev: dev(1) }, { tcp: header })).code, 1);
  assert.deepEqual(await diffTexts({ tcp, dev: dev(1) }, { tcp, dev: dev(1) }), {
    code: 0,
    stdout: '',
    stderr: '',
  });
});

test('without a common report, there is nothing to compare', async () => {
  const { code, stdout, stderr } = await diffTexts({ tcp, udp }, { dev: dev(1) }, '--json');
  assert.deepEqual([code, stdout], [3, '[]\n']);
  assert.match(stderr, /\nprocnet: nothing to compare: a\.txt and b\.txt have no report in common\n$/);
  assert.equal((await diffTexts({ tcp }, { dev: dev(1) }, '-q')).code, 3);
});

test('tables of which only one side has a copy are named', async () => {
  const { code, stderr } = await diffTexts({ tcp, udp }, { tcp });
  assert.deepEqual([code, stderr], [1, 'procnet: conns: only a.txt has udp\n']);
  const empty = await diffTexts({ tcp }, { tcp, udp: header });
  assert.deepEqual([empty.code, empty.stderr], [3, 'procnet: conns: only b.txt has udp\n']);
});

test('--limit does not change the exit code', async () => {
  assert.equal((await diff(earlier, later, ['--report', 'conns', '--limit', '0', '-q'])).code, 1);
});

test('a report that is unreadable on both sides is not the same on both', async () => {
  const { code, stderr } = await diffTexts({ tcp, dev: 'what\nis this\n' }, { tcp, dev: 'what\nis this\n' });
  assert.equal(code, 3);
  assert.match(stderr, /^procnet: ifstat: [^;]*; no line of this file could be read\n/);
});
