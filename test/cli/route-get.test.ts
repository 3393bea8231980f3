import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { routesTo } from '../../src/reports/routing/look-up.ts';
import { KernelSource } from '../../src/source/kernel.ts';
import { FakeFiles } from '../lookup/fake-files.ts';
import { runInProcess } from '../support/in-process.ts';

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

/* What `ip route get` says on that router, but for the interface of a local address: ip names lo, we its holder. */
const answers: Readonly<Record<string, readonly string[]>> = {
  '10.1.0.77': ['unicast 10.1.0.0/24 via null dev ra'],
  '10.2.0.7': ['local 10.2.0.7/32 via null dev rb'],
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

test('no route: exit 1 and why; the entries that end a table are no route', async () => {
  for (const address of ['192.0.2.1', '2001:db8::1']) {
    const { code, stdout, stderr } = await get(address, '--json');
    assert.deepEqual([code, JSON.parse(stdout)], [1, []]);
    assert.equal(stderr, `procnet: no route to ${address} in the tables that /proc/net shows\n`);
  }
});

test('a route that filters leave out is not said to be missing', async () => {
  for (const filter of [
    ['--where', 'metric = 77'],
    ['--interface', 'nosuch'],
    ['--limit', '0'],
  ]) {
    const { code, stdout, stderr } = await get('10.1.0.77', '--json', ...filter);
    assert.deepEqual([code, JSON.parse(stdout)], [1, []], filter.join(' '));
    assert.equal(stderr, 'procnet: no matching route to 10.1.0.77 in the tables that /proc/net shows\n');
  }
  assert.equal((await get('10.1.0.77', '--where', 'interface = ra')).code, 0);
});

test('an address of the family that was not asked for is refused', async () => {
  for (const [address, option, says] of [
    ['10.1.0.77', '-6', '10.1.0.77 is not an IPv6 address, which --ipv6 asks for'],
    ['::ffff:10.1.0.77', '-6', '::ffff:10.1.0.77 is not an IPv6 address, which --ipv6 asks for'],
    ['fd01::77', '-4', 'fd01::77 is not an IPv4 address, which --ipv4 asks for'],
  ] as const)
    assert.deepEqual(await get(address, option), { code: 2, stdout: '', stderr: `procnet: ${says}\n` });
  assert.equal((await get('10.1.0.77', '-4')).code, 0);
  assert.equal((await get('fd01::77', '-4', '-6')).code, 0);
});

test('every format gives the row that the table has', async () => {
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
    assert.match(
      stderr,
      /^procnet: routes .*ADDRESS|^procnet: routes get: expected one IPv4 or IPv6 address/,
      words,
    );
  }
});

const look = (files: Readonly<Record<string, string>>, ...address: readonly number[]): string[] => {
  const tree = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/net/${name}`, text]));
  const place = { net: '/net', root: null, live: false };
  const kernel = new KernelSource(place, { endian: 'little' }, new FakeFiles(tree), () => {});
  return routesTo(kernel, Uint8Array.from(address)).map(
    (route) => `${route.type} ${route.destination} via ${route.gateway} metric ${route.metric}`,
  );
};

const line4 = (
  gateway: string,
  metric: number,
  destination = '0000000A',
  mask = '000000FF',
  flags = '0003',
) => `eth0\t${destination}\t${gateway}\t${flags}\t0\t0\t${metric}\t${mask}\t0\t0\t0\n`;
const header = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n';

test('the longest prefix, then the lowest metric, whatever the order of the file; what ties is all shown', () => {
  const rows = [
    line4('0100000A', 0, '00000000', '00000000'),
    line4('0200000A', 300),
    line4('0300000A', 100),
    line4('0400000A', 100),
    line4('00000000', 4294967295, '0000010A', '0000FFFF', '0201').replace('eth0', '*'),
  ];
  for (const order of [rows, rows.toReversed()]) {
    const files = { route: header + order.join('') };
    const hops = ['unicast 10.0.0.0/8 via 10.0.0.3 metric 100', 'unicast 10.0.0.0/8 via 10.0.0.4 metric 100'];
    assert.deepEqual(look(files, 10, 9, 9, 9).sort(), hops);
    assert.deepEqual(look(files, 10, 1, 9, 9), ['reject 10.1.0.0/16 via null metric 4294967295']);
    assert.deepEqual(look(files, 11, 0, 0, 1), ['unicast 0.0.0.0/0 via 10.0.0.1 metric 0']);
  }
});

test('an address of this host wins over any route to it', () => {
  const files = {
    route: header + line4('0100000A', 0, '0500000A', 'FFFFFFFF', '0007'),
    fib_trie:
      'Local:\n     |-- 10.0.0.5\n        /32 host LOCAL\n     |-- 192.0.2.0\n        /24 host LOCAL\n',
  };
  assert.deepEqual(look(files, 10, 0, 0, 5), ['local 10.0.0.5/32 via null metric null']);
  assert.deepEqual(look(files, 192, 0, 2, 99), ['local 192.0.2.0/24 via null metric null']);
});

const line6 = (
  destination: string,
  length: string,
  metric: string,
  flags: string,
  source = ['0'.repeat(32), '00'],
) =>
  `${destination} ${length} ${source.join(' ')} ${'0'.repeat(31)}7 ${metric} 00000001 00000000 ${flags} eth0\n`;

test('IPv6: null entries, and routes for packets from one network only, answer nothing', () => {
  const doc = `20010db8${'0'.repeat(24)}`;
  const rows = [
    line6('0'.repeat(32), '00', 'ffffffff', '00200200'),
    line6(doc, '30', '00000400', '00000003', [`fd01${'0'.repeat(28)}`, '10']),
    line6(doc, '20', '00000400', '00000003'),
    line6(doc, '20', '00000005', '00000003'),
  ];
  const address = [0x20, 0x01, 0x0d, 0xb8, ...new Array<number>(12).fill(0)];
  assert.deepEqual(look({ ipv6_route: rows.join('') }, ...address), [
    'unicast 2001:db8::/32 via ::7 metric 5',
  ]);
  assert.deepEqual(look({ ipv6_route: rows.join('') }, 0xfd, ...new Array<number>(15).fill(1)), []);
});
