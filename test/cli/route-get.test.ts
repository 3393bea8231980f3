import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { run } from '../../src/cli/main.ts';
import { runInProcess } from '../support/in-process.ts';
import { quietHost } from '../support/quiet-host.ts';

type Row = Readonly<Record<string, unknown>>;

const get = (address: string, ...more: readonly string[]) =>
  runInProcess(['routes', 'get', address, '--proc', 'test/fixtures/router', '--endian', 'little', ...more]);

const answer = async (address: string): Promise<string[]> => {
  const { code, stdout, stderr } = await get(address, '--json');
  assert.deepEqual([code, stderr], [0, ''], address);
  return (JSON.parse(stdout) as Row[]).map(
    (row) => `${row['type']} ${row['destination']} via ${row['gateway']} dev ${row['interface']}`,
  );
};

/* `ip route get` output on that router, except for the interface of a local address: ip names lo, we its owner. */
const answers: Readonly<Record<string, readonly string[]>> = {
  '10.1.0.77': ['unicast 10.1.0.0/24 via null dev ra'],
  '10.2.0.7': ['local 10.2.0.7/32 via null dev null'],
  '10.5.0.1': ['local 10.5.0.1/32 via null dev rb'],
  '10.8.0.2': ['unicast 10.8.0.2/32 via null dev rb'],
  '10.8.0.3': ['unicast 10.8.0.0/16 via null dev ra'],
  '10.9.9.9': ['local 10.9.9.9/32 via null dev null'],
  '127.4.4.4': ['local 127.0.0.0/8 via null dev lo'],
  '::ffff:10.1.0.77': ['unicast 10.1.0.0/24 via null dev ra'],
  'fd01::77': ['unicast fd01::/64 via null dev ra'],
  '[fd02::abcd]': ['local fd02::abcd/128 via null dev rb'],
  '::1': ['local ::1/128 via null dev lo'],
  'fe80::9': ['unicast fe80::/64 via null dev rb', 'unicast fe80::/64 via null dev ra'],
};

for (const [address, expected] of Object.entries(answers))
  test(`routes get ${address}`, async () => assert.deepEqual(await answer(address), expected));

test('no route: exit 1 with the reason; entries that end a table are not routes', async () => {
  for (const address of ['192.0.2.1', '2001:db8::1']) {
    const { code, stdout, stderr } = await get(address, '--json');
    assert.deepEqual([code, JSON.parse(stdout)], [1, []]);
    assert.equal(stderr, `procnet: no route to ${address} in the tables that /proc/net shows\n`);
  }
});

test('a route hidden by filters is not reported as missing', async () => {
  for (const filter of [
    ['--where', 'metric = 77'],
    ['--interface', 'rb'],
    ['--limit', '0'],
  ]) {
    const { code, stdout, stderr } = await get('10.1.0.77', '--json', ...filter);
    assert.deepEqual([code, JSON.parse(stdout)], [1, []], filter.join(' '));
    assert.equal(stderr, 'procnet: no matching route to 10.1.0.77 in the tables that /proc/net shows\n');
  }
  assert.equal((await get('10.1.0.77', '--where', 'interface = ra')).code, 0);
});

test('an address of the wrong family is rejected', async () => {
  for (const [address, option, says] of [
    ['10.1.0.77', '-6', '10.1.0.77 is not an IPv6 address, but --ipv6 was given'],
    ['::ffff:10.1.0.77', '-6', '::ffff:10.1.0.77 is not an IPv6 address, but --ipv6 was given'],
    ['fd01::77', '-4', 'fd01::77 is not an IPv4 address, but --ipv4 was given'],
  ] as const)
    assert.deepEqual(await get(address, option), { code: 2, stdout: '', stderr: `procnet: ${says}\n` });
  assert.equal((await get('10.1.0.77', '-4')).code, 0);
  assert.equal((await get('fd01::77', '-4', '-6')).code, 0);
});

test('every format has the row that the table has', async () => {
  const [row] = JSON.parse((await get('10.1.0.77', '--json', '--columns', 'all')).stdout) as Row[];
  assert.deepEqual(JSON.parse((await get('10.1.0.77', '--ndjson', '--columns', 'all')).stdout), row);
  const [names, cells] = parse((await get('10.1.0.77', '--csv', '--columns', 'all')).stdout) as string[][];
  assert.deepEqual(
    Object.fromEntries(names!.map((name, at) => [name, cells![at]])),
    Object.fromEntries(
      Object.entries(row!).map(([name, value]) => [name, value === null ? '' : String(value)]),
    ),
  );
  assert.equal((await get('10.1.0.77', '--columns', 'interface', '-H')).stdout, 'ra\n');
  const table = await runInProcess([
    'routes',
    '--proc',
    'test/fixtures/router',
    '--json',
    '--columns',
    'all',
  ]);
  assert.ok((JSON.parse(table.stdout) as Row[]).some((one) => JSON.stringify(one) === JSON.stringify(row)));
});

test('anything but one address is refused', async () => {
  const wrong = [
    'get',
    'get 10.0.0.0/8',
    'get 10.0.0',
    'get host.example',
    'get 10.0.0.1 10.0.0.2',
    'fetch 10.0.0.1',
  ];
  for (const words of wrong) {
    const { code, stdout, stderr } = await runInProcess(['routes', ...words.split(' ')]);
    assert.deepEqual([code, stdout], [2, ''], words);
    assert.match(stderr, /^procnet: routes .*ADDRESS|^procnet: expected one IPv4 or IPv6 address/, words);
  }
});

const machine = (name: string, ...argv: readonly string[]) =>
  runInProcess(['routes', ...argv, '--proc', `test/fixtures/${name}`, '--endian', 'little']);

test('every format warns when policy rules may choose another table', async () => {
  const path = 'test/fixtures/addressing/policy-routing-vpn/fib_trie';
  const warning = `${path}:3: table 51820 (0.0.0.0/0) also covers 1.1.1.1, and policy rules have been added; they may choose another route`;
  for (const format of ['plain', 'csv', 'json', 'ndjson', 'table']) {
    const { code, stderr } = await machine(
      'addressing/policy-routing-vpn',
      ...['get', '1.1.1.1', '--format', format],
    );
    assert.deepEqual([code, stderr], [0, `procnet: ${warning}\n`], format);
  }
  const meta = await machine('addressing/policy-routing-vpn', 'get', '1.1.1.1', '--json', '--meta');
  const { complete, warnings, rows } = JSON.parse(meta.stdout);
  assert.deepEqual([complete, warnings, rows[0].interface], [false, [warning], 'eth0']);
  assert.equal((await machine('addressing/policy-routing-vpn', 'get', '1.1.1.1', '--strict')).code, 4);
});

test('source-specific routes are shown with their source and a warning', async () => {
  const { code, stdout, stderr } = await machine(
    'addressing/source-specific-default',
    ...['get', '2001:db8:ffff::1', '--json'],
  );
  assert.equal(code, 0);
  assert.deepEqual(
    (JSON.parse(stdout) as Row[]).map((row) => [row['destination'], row['interface'], row['source']]),
    [
      ['::/0', 'wan0', '2001:db8::/64'],
      ['::/0', 'wan1', '2001:db8:1::10/128'],
    ],
  );
  assert.match(
    stderr,
    /ipv6_route:1: routes to 2001:db8:ffff::1 apply only to packets from 2001:db8::\/64 or 2001:db8:1::10\/128\n$/,
  );
});

test('no number in a file causes an endless loop', async () => {
  for (const [name, address] of [
    ['malformed/fib-trie', '10.1.1.1'],
    ['malformed/ipv6-route', '2001:db8::1'],
    ['malformed/if-inet6', '2001:db8::1'],
  ] as const) {
    const { code, stderr } = await machine(name, 'get', address);
    assert.ok(code === 1 || code === 3, name);
    assert.notEqual(stderr, '', name);
  }
});

test('with -q, a rejecting route counts as no route', async () => {
  const code = async (name: string, ...argv: readonly string[]): Promise<number> =>
    (await machine(name, 'get', ...argv, '-q')).code;
  for (const last of [1, 65, 129, 193])
    assert.equal(await code('addressing/rejects', `203.0.113.${last}`), 1);
  assert.equal(await code('addressing/rejects', '198.51.100.77'), 0);
  assert.equal(await code('captures/A', '198.51.100.1'), 1);
  assert.equal(await code('captures/A', '2001:db8:3::1'), 1);
  const ruled = await machine('addressing/rejects', 'get', '203.0.113.1', '--json');
  assert.equal((JSON.parse(ruled.stdout) as Row[])[0]!['type'], 'blackhole');
  assert.equal(await code('addressing/policy-routing-vpn', '1.1.1.1'), 0);
});

test('on a terminal, a route lost behind lo is pointed out', async () => {
  const argv = [
    'routes',
    'get',
    '10.60.1.1',
    '--proc',
    'test/fixtures/addressing/rejects',
    '--endian',
    'little',
  ];
  let hints = '';
  const warn = (text: string): void => {
    hints += text;
  };
  assert.equal(await run(argv, quietHost({ stderr: { isTerminal: true, width: 80 }, warn, write() {} })), 0);
  assert.match(hints, /10\.60\.0\.0\/16 uses lo without a gateway/);
  assert.equal((await runInProcess(argv)).stderr, '');
});

test('routes default: every default route, the lowest metric first', async () => {
  const shown = async (name: string, ...more: readonly string[]): Promise<string[]> => {
    const { stdout } = await machine(name, 'default', '--json', ...more);
    return (JSON.parse(stdout) as Row[]).map(
      (row) => `${row['type']} ${row['destination']} ${row['interface']} ${row['metric']}`,
    );
  };
  assert.deepEqual(await shown('addressing/docked-laptop-same-subnet'), [
    'unicast 0.0.0.0/0 eth0 100',
    'unicast 0.0.0.0/0 wlan0 600',
  ]);
  assert.deepEqual(await shown('addressing/rejects'), [
    'unicast 0.0.0.0/0 wan0 0',
    'unreachable 0.0.0.0/0 null 4278198272',
  ]);
  assert.deepEqual(await shown('captures/A'), ['unicast 0.0.0.0/0 fvA 100', 'unicast ::/0 fvA 1024']);
  assert.deepEqual(await shown('captures/A', '-6'), ['unicast ::/0 fvA 1024']);
  assert.deepEqual(await shown('captures/A', '--where', 'metric < 100'), []);
});
