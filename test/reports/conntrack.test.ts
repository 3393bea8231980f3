import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { comparable, parseConntrackList } from '../support/conntrack-list.ts';
import { parseExactly } from '../support/exact-json.ts';
import { runInProcess } from '../support/in-process.ts';
import { readTree } from '../support/read-tree.ts';

type Row = Readonly<Record<string, unknown>>;

const rowsOf = async (machine: string, ...more: readonly string[]): Promise<readonly Row[]> => {
  const argv = ['conntrack', '--proc', `test/fixtures/${machine}`, '--columns', 'all', '--json', ...more];
  const { code, stdout, stderr } = await runInProcess(argv);
  assert.equal(code, 0, stderr);
  return parseExactly(stdout);
};

test('a router says what conntrack -L said of it: translation, zones, marks, ICMP, GRE, accounting', async () => {
  const told = parseConntrackList(readFileSync('test/fixtures/router/conntrack.txt', 'latin1'));
  assert.equal(told.length, 23);
  const shown = await rowsOf('router');
  assert.deepEqual(comparable(shown), comparable(told));
  for (const row of shown) assert.ok(Number.isInteger(row['timeout']) && Number(row['use']) >= 1);
});

test('a translated connection has other addresses in its replies (trap 54)', async () => {
  const rows = await rowsOf('router', '--state', 'established', '--where', 'family = ipv4');
  const to = rows.find((row) => row['destinationPort'] === 8080)!;
  assert.deepEqual(
    [to['destination'], to['replySource'], to['replySourcePort']],
    ['10.1.0.1', '10.2.0.2', 9090],
  );
  const from = rows.find((row) => row['destinationPort'] === 9091)!;
  assert.deepEqual([from['source'], from['replyDestination']], ['10.1.0.2', '10.2.0.1']);
});

const made = async (...more: readonly string[]): Promise<readonly Row[]> => rowsOf('conntrack', ...more);

const pick = (row: Row | undefined, ...names: readonly string[]): unknown[] =>
  names.map((name) => row?.[name]);

test('an offloaded connection has neither timeout nor state (trap 53)', async () => {
  const rows = (await made()).filter(({ status }) => /OFFLOAD/.test(String(status)));
  assert.deepEqual(
    rows.map((row) => pick(row, 'protocol', 'state', 'timeout', 'status', 'sourcePort', 'replyBytes', 'use')),
    [
      ['tcp', null, null, 'OFFLOAD', 40000, 90000, 3],
      ['udp', null, null, 'HW_OFFLOAD', 1, null, 2],
    ],
  );
});

test('a protocol goes by its number where the kernel has no name for it (trap 53)', async () => {
  const rows = await made('--where', 'source = fe80::1 or status = UNREPLIED');
  assert.deepEqual(
    rows.map((row) => pick(row, 'protocol', 'icmpType', 'icmpId', 'sourcePort', 'timeout')),
    [
      ['udp', null, null, 33000, 29],
      ['gre', null, null, null, 29],
      ['89', null, null, null, 599],
      ['icmpv6', 128, 7, null, 29],
      ['udp', null, null, 53, 29],
      ['udp', null, null, 33000, 29],
    ],
  );
});

test('IPv6 addresses are written short, with their ports apart', async () => {
  const [row] = await made('--where', 'status = HW_OFFLOAD');
  assert.deepEqual(pick(row, 'family', 'source', 'destination', 'destinationPort'), [
    'ipv6',
    '2001:db8::1',
    '2001:db8::1:0:0:1',
    65535,
  ]);
});

test('counters keep every digit; a connection made before accounting has none (trap 55)', async () => {
  const rows = await made('--where', 'source = 192.0.2.1 and protocol = tcp');
  assert.deepEqual(
    rows.map((row) => pick(row, 'family', 'packets', 'bytes', 'replyPackets', 'use')),
    [['ipv4', '18446744073709551615', '9007199254740993', 0, 1]],
  );
  const [before] = await made('--where', 'source = 192.0.2.1 and protocol = udp');
  assert.deepEqual(pick(before, 'packets', 'replyBytes'), [null, null]);
});

test('a security label forges neither flags nor numbers', async () => {
  const [row] = await made('--where', 'mark = 5');
  assert.deepEqual(pick(row, 'timeout', 'state', 'status', 'zone', 'use'), [0, 'TIME_WAIT', 'ASSURED', 1, 2]);
});

test('the zone is known also where it holds for one direction; only the same zone makes a row the same', async () => {
  const rows = await made('--where', 'sourcePort = 33000');
  assert.deepEqual(
    rows.map((row) => pick(row, 'zone', 'timeout')),
    [
      [43, 29],
      [5, 29],
    ],
  );
});

test('rows that are cut or hold no address are said, and cost nothing but themselves', async () => {
  const argv = ['conntrack', '--proc', 'test/fixtures/conntrack', '--json'];
  const { stdout, stderr } = await runInProcess(argv);
  const file = 'test/fixtures/conntrack/net/nf_conntrack';
  assert.equal(JSON.parse(stdout).length, 13);
  assert.deepEqual(stderr.split('\n'), [
    `procnet: ${file}:15: src: expected an IPv4 or IPv6 address, got "10.77.0.256"`,
    `procnet: ${file}:16: expected a protocol with its number and both directions, got "ipv4     2 tcp      6 119 FIN_WAIT src=10.77.0.1 dst=10.77.0…"`,
    '',
  ]);
  assert.equal((await runInProcess([...argv, '--strict'])).code, 4);
});

test('filters: state in any spelling, port of either end, network, family', async () => {
  const counted = async (...more: readonly string[]): Promise<number> => (await made(...more)).length;
  assert.equal(await counted('--state', 'time-wait'), 1);
  assert.equal(await counted('--state', 'established,cookie_echoed'), 2);
  assert.equal(await counted('--port', '443'), 1);
  assert.equal(await counted('-6'), 3);
  assert.equal(await counted('-4'), 10);
  assert.equal(await counted('--where', 'source = 10.77.0.1'), 5);
  const { code, stderr } = await runInProcess([
    'conntrack',
    '--proc',
    'test/fixtures/conntrack',
    '--state',
    'up',
  ]);
  assert.equal(code, 2);
  assert.match(stderr, /there is no state "up".*SYN_SENT2/);
});

test('an empty table has no rows; one that is not there says what that means', async () => {
  const empty = await runInProcess([
    'conntrack',
    '--proc',
    'test/fixtures/empty-namespace',
    '--json',
    '--strict',
  ]);
  assert.deepEqual(empty, { code: 0, stdout: '[]\n', stderr: '' });
  const absent = await runInProcess(['conntrack', '--proc', 'test/fixtures/gvisor', '--json']);
  assert.deepEqual([absent.code, absent.stdout], [3, '']);
  assert.match(
    absent.stderr,
    /nf_conntrack: no such file .*module is not loaded.*CONFIG_NF_CONNTRACK_PROCFS\n$/,
  );
});

test('a port that is none is unknown, and told of', async () => {
  const row = (sport: string, reply: string): string =>
    `ipv4 2 udp 17 9 src=10.0.0.1 dst=10.0.0.2 sport=${sport} dport=0 src=10.0.0.2 dst=10.0.0.1 sport=65535 dport=${reply} mark=0 use=1\n`;
  const { rows, stderr } = await readTree(
    { nf_conntrack: row('65536', '1') + row('70', 'x') + row('80', '') + row('81', '2') },
    'conntrack',
  );
  assert.deepEqual(
    rows.map(({ sourcePort, destinationPort, replySourcePort, replyDestinationPort }) => [
      ...[sourcePort, destinationPort, replySourcePort, replyDestinationPort],
    ]),
    [
      [null, 0, 65535, 1],
      [70, 0, 65535, null],
      [80, 0, 65535, null],
      [81, 0, 65535, 2],
    ],
  );
  assert.deepEqual(stderr.trimEnd().split('\n'), [
    'procnet: /nf_conntrack:1: sport: expected a port from 0 to 65535, got "65536"',
    'procnet: /nf_conntrack:2: reply dport: expected a port from 0 to 65535, got "x"',
    'procnet: /nf_conntrack:3: reply dport: expected a port from 0 to 65535, got nothing',
  ]);
});
