import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { InterfaceAddress } from '../../src/core/ipv4.ts';
import { ipv4LocalAddresses } from '../../src/lookup/addresses/local-addresses.ts';
import { FakeFiles } from '../lookup/fake-files.ts';
import { runInProcess } from '../support/in-process.ts';
import { type Link, reportedAddresses } from '../support/ip-addresses.ts';
import { KernelSource } from '../support/kernel-source.ts';
import { noLookups } from '../support/no-lookups.ts';

type Row = Readonly<Record<string, unknown>>;

const rowsOf = async (machine: string, ...more: readonly string[]): Promise<readonly Row[]> => {
  const argv = ['addrs', '--proc', `test/fixtures/${machine}`, '--columns', 'all', '--json', ...more];
  const { code, stdout, stderr } = await runInProcess(argv);
  assert.deepEqual([code, stderr], [0, '']);
  return JSON.parse(stdout);
};

/** What the kernel's files do not reveal about the router: any of three addresses may have created 10.2.0.0/24. */
const untold: Readonly<Record<string, string>> = {
  'lo 10.9.9.9/32': 'null 10.9.9.9/null',
  'rb 10.8.0.1/32': 'null 10.8.0.1/null',
  'lo 10.2.0.66/32': 'null 10.2.0.66/null',
  'rb 10.2.0.1/24': 'null 10.2.0.1/null',
  'rb 10.2.0.7/24': 'null 10.2.0.7/null',
};

const place = (row: Row): string => `${row['interface']} ${row['address']}/${row['prefixLength']}`;

test('a router gives the same addresses as its ip -j addr output', async () => {
  const links = JSON.parse(readFileSync('test/fixtures/router/addr.json', 'utf8')) as Link[];
  const told = reportedAddresses(links);
  assert.equal(told.length, 14);
  const expected = told.map(({ place: text }) => untold[text] ?? text);
  const rows = await rowsOf('router');
  assert.deepEqual(rows.map(place).sort(), expected.sort());
  for (const { place: text, scope, index, flags } of told.filter(({ family }) => family === 'ipv6')) {
    const row = rows.find((one) => place(one) === text)!;
    assert.deepEqual([row['scope'], row['interfaceIndex'], row['flags']], [scope, index, flags], text);
  }
});

test('IPv4 addresses have no scope, flags or index, because the kernel prints none', async () => {
  for (const row of await rowsOf('router', '-4'))
    assert.deepEqual(
      [row['family'], row['scope'], row['flags'], row['interfaceIndex']],
      ['ipv4', null, null, null],
    );
});

test('A and B: every address once, although the trie is printed twice (trap 42)', async () => {
  const shown = async (machine: string): Promise<string[]> => (await rowsOf(machine)).map(place).sort();
  assert.deepEqual(await shown('captures/A'), [
    'fvA 10.77.0.1/24',
    'fvA fd77::1/64',
    'fvA fe80::c0d1:96ff:fed0:7af1/64',
    'lo 127.0.0.1/8',
    'lo ::1/128',
  ]);
  assert.deepEqual(await shown('captures/B'), [
    'fvB 10.77.0.2/24',
    'fvB fd77::2/64',
    'fvB fe80::802b:52ff:fef9:8138/64',
    'lo 127.0.0.1/8',
    'lo ::1/128',
  ]);
});

test('a single family', async () => {
  const families = async (...more: readonly string[]): Promise<unknown[]> => [
    ...new Set((await rowsOf('captures/A', ...more)).map((row) => row['family'])),
  ];
  assert.deepEqual(await families('-4'), ['ipv4']);
  assert.deepEqual(await families('-6'), ['ipv6']);
  assert.deepEqual(await families('-4', '-6'), ['ipv4', 'ipv6']);
  assert.deepEqual(await rowsOf('empty-namespace'), []);
  assert.deepEqual((await rowsOf('no-ipv6')).map(place), ['fvA 10.77.0.1/24', 'lo 127.0.0.1/8']);
});

test('without fib_trie, IPv4 addresses are reported as unknown if requested', async () => {
  const argv = ['addrs', '--proc', 'test/fixtures/gvisor', '--json'];
  const { code, stderr } = await runInProcess(argv);
  assert.equal(code, 0);
  assert.match(stderr, /^procnet: .*fib_trie: .*IPv4 addresses are unknown without it\n$/);
  assert.equal((await runInProcess([...argv, '--strict'])).code, 4);
  assert.equal((await runInProcess([...argv, '-6', '--strict'])).stderr, '');
  const none = await runInProcess([...argv, '-4']);
  assert.deepEqual([none.code, none.stdout], [3, '']);
});

const copy = { net: '/net', root: null, live: false } as const;

const shown = (
  files: Readonly<Record<string, string | Uint8Array>>,
  own: readonly InterfaceAddress[] | null = null,
): string[] => {
  const tree = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/net/${name}`, text]));
  const kernel = new KernelSource(copy, { endian: 'little' }, new FakeFiles(tree, own), () => {});
  return [...ipv4LocalAddresses(kernel)].map(
    ({ octets, interface: device, prefixLength }) => `${octets.join('.')} ${device} ${prefixLength}`,
  );
};

const leaf = (address: string, ...entries: readonly string[]): string =>
  `     |-- ${address}\n${entries.map((entry) => `        ${entry}\n`).join('')}`;

const header = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n';
const connected = (device: string, network: string, mask: string, flags = '0001'): string =>
  `${device}\t${network}\t00000000\t${flags}\t0\t0\t0\t${mask}\t0\t0\t0\n`;

test('entries with a type of service, several under one leaf, local networks, other tables', () => {
  const trie = `Main:\n  +-- 0.0.0.0/0 3 0 5\n${leaf('10.0.0.0', '/24 link UNICAST')}${leaf(
    '10.0.0.1',
    '/32 host LOCAL tos=16',
    '/32 host LOCAL',
  )}${leaf('10.0.0.255', '/32 link BROADCAST')}Local:\n${leaf('10.0.0.1', '/32 host LOCAL')}${leaf(
    '192.0.2.0',
    '/24 host LOCAL',
  )}Id 77:\n${leaf('10.1.0.1', '/32 host LOCAL', '/32 host type 13')}`;
  const route = header + connected('eth0', '0000000A', '00FFFFFF');
  assert.deepEqual(shown({ fib_trie: trie, route }), ['10.0.0.1 eth0 24', '10.1.0.1 null null']);
});

test('two interfaces in one network: either may hold the address, and the prefix is the same', () => {
  const trie = `Main:\n${leaf('10.0.0.1', '/32 host LOCAL')}${leaf('10.0.0.255', '/32 link BROADCAST')}`;
  const route =
    header + connected('eth0', '0000000A', '00FFFFFF') + connected('eth1', '0000000A', '00FFFFFF');
  assert.deepEqual(shown({ fib_trie: trie, route }), ['10.0.0.1 null 24']);
});

test('an unrelated route, a gateway and a reject route give no hint of an interface; nor does a missing file', () => {
  const trie = `Main:\n${leaf('10.0.0.1', '/32 host LOCAL')}${leaf('10.0.0.255', '/32 link BROADCAST')}`;
  const wide = connected('tun0', '0000000A', '000000FF');
  const rejected = connected('*', '0000000A', '00FFFFFF', '0201');
  const through = connected('eth1', '0000000A', '00FFFFFF', '0003');
  assert.deepEqual(shown({ fib_trie: trie, route: header + wide + rejected + through }), [
    '10.0.0.1 null null',
  ]);
  assert.deepEqual(shown({ fib_trie: trie }), ['10.0.0.1 null null']);
});

const two = `Main:\n${leaf('10.0.0.0', '/24 link UNICAST')}${leaf('10.0.0.1', '/32 host LOCAL')}${leaf(
  '10.0.0.2',
  '/32 host LOCAL',
)}${leaf('10.0.0.255', '/32 link BROADCAST')}`;

const own = (label: string, prefixLength: number, ...octets: readonly number[]): InterfaceAddress => ({
  octets: Uint8Array.from(octets),
  prefixLength,
  label,
});

test('the machine’s own address list takes precedence, and addresses missing from it are still found', () => {
  const route = header + connected('docker0', '0000000A', '00FFFFFF');
  assert.deepEqual(shown({ fib_trie: two, route }), ['10.0.0.1 null null', '10.0.0.2 null null']);
  assert.deepEqual(shown({ fib_trie: two, route }, [own('lo', 32, 10, 0, 0, 2)]), [
    '10.0.0.2 lo 32',
    '10.0.0.1 docker0 24',
  ]);
  assert.deepEqual(shown({ fib_trie: two, route }, [own('docker0', 24, 10, 0, 0, 1)]), [
    '10.0.0.1 docker0 24',
    '10.0.0.2 null null',
  ]);
  assert.deepEqual(shown({}, [own('eth0', 24, 10, 0, 0, 1)]), ['10.0.0.1 eth0 24']);
});

test('an address on two interfaces, only one of them reported, may be on the other as well', () => {
  const trie = `Main:\n${leaf('10.0.0.1', '/32 host LOCAL', '/32 host LOCAL')}${leaf(
    '10.0.1.12',
    '/32 host LOCAL',
  )}${leaf('10.0.255.255', '/32 link BROADCAST')}`;
  const route = header + connected('eth1', '0000000A', '0000FFFF');
  assert.deepEqual(shown({ fib_trie: trie, route }, [own('lo', 32, 10, 0, 0, 1)]), [
    '10.0.0.1 lo 32',
    '10.0.0.1 null null',
    '10.0.1.12 null null',
  ]);
});

test('a route that ends where another network does was not created by an address', () => {
  const trie = `Main:\n${leaf('10.1.1.1', '/32 host LOCAL')}${leaf('10.255.255.1', '/32 host LOCAL')}${leaf(
    '10.255.255.255',
    '/32 link BROADCAST',
  )}`;
  const route =
    header + connected('tun0', '0000000A', '000000FF') + connected('eth0', '00FFFF0A', '00FFFFFF');
  assert.deepEqual(shown({ fib_trie: trie, route }), ['10.1.1.1 null null', '10.255.255.1 null null']);
});

/** `/proc/net/dev` of interfaces with these names. */
const dev = (...names: readonly string[]): Uint8Array =>
  Buffer.from(
    `Inter-|   Receive |  Transmit\n face |bytes    packets|bytes    packets\n${names.map((name) => `${name}: 1 2 3 4\n`).join('')}`,
    'latin1',
  );

test('a label without a colon, and names that are not UTF-8, are found among the interfaces', () => {
  const one = (label: string, ...names: readonly string[]): string =>
    shown({ dev: dev(...names) }, [own(label, 24, 10, 0, 0, 1)])[0]!.split(' ')[1]!;
  assert.equal(one('eth0web', 'lo', 'eth', 'eth0', 'eth1'), 'eth0');
  assert.equal(one('eth0', 'eth', 'eth0'), 'eth0');
  assert.equal(one('eth0:1', 'eth', 'eth0'), 'eth0');
  assert.equal(one('web', 'lo', 'eth0'), 'null');
  assert.equal(one('e\ufffdx', 'e\xffx', 'eth0'), 'e\udcffx');
  assert.equal(one('e\ufffdx:1', 'e\xffx', 'eth0'), 'e\udcffx');
  assert.equal(one('e\ufffdx', 'e\xffx', 'e\xfex'), 'null');
});

test('an address with a label belongs to its interface', () => {
  assert.deepEqual(shown({}, [own('eth0:web', 24, 10, 0, 0, 1), own('eth0', 24, 10, 0, 0, 2)]), [
    '10.0.0.1 eth0 24',
    '10.0.0.2 eth0 24',
  ]);
});

/** The addresses of each machine in `test/fixtures/addressing`, according to its ABOUT.md, except what no file reveals. */
const machinesAddresses: Readonly<Record<string, readonly string[]>> = {
  overlap: ['null 10.0.0.1/null', 'null 10.0.2.5/null', 'lo 127.0.0.1/8'],
  'calico-pod-32': ['null 10.233.64.4/null', 'lo 127.0.0.1/8'],
  'docked-laptop-same-subnet': [
    'wlan0 10.1.2.3/null',
    'wlan0 10.1.2.4/null',
    'lo 127.0.0.1/8',
    'null 192.0.2.20/24',
    'null 192.0.2.22/24',
    'null 192.0.2.23/24',
    'null 192.0.2.100/24',
    'eth0 198.51.100.7/30',
    'null 203.0.113.1/null',
  ],
  'pppoe-peer': ['lo 127.0.0.1/8', 'ppp0 203.0.113.77/32'],
  'vip-on-lo': [
    'null 10.96.0.1/null',
    'lo 127.0.0.1/8',
    'null 192.168.132.84/null',
    'null 192.168.132.85/null',
    'null 192.168.132.86/null',
  ],
  'policy-routing-vpn': ['null 10.0.8.2/null', 'lo 127.0.0.1/8', 'eth0 192.0.2.10/24'],
};

for (const [name, expected] of Object.entries(machinesAddresses))
  test(`${name}: an interface and a prefix only if they are certain`, async () =>
    assert.deepEqual((await rowsOf(`addressing/${name}`, '-4')).map(place), expected));

test('by interface, an address with an unknown interface is omitted with a warning', async () => {
  const ask = (...argv: readonly string[]) =>
    runInProcess(['addrs', '-4', ...argv, '--proc', 'test/fixtures/addressing/calico-pod-32']);
  for (const argv of [['eth0'], ['--interface', 'eth0']]) {
    const { code, stdout, stderr } = await ask(...argv, '--json');
    assert.deepEqual([code, stdout], [0, '[]\n'], argv.join(' '));
    assert.match(stderr, /^procnet: 1 row omitted.*\n$/, argv.join(' '));
    assert.equal((await ask(...argv, '--strict')).code, 4);
    assert.equal((await ask(...argv, '-q')).code, 3);
  }
});

const host = (device: string, address: string, flags = '0005', gateway = '00000000'): string =>
  `${device}\t${address}\t${gateway}\t${flags}\t0\t0\t0\tFFFFFFFF\t0\t0\t0\n`;
const anywhere = (device: string): string => connected(device, '00000000', '00000000');

test('only an address of a point-to-point link is outside all networks', () => {
  const one = `Main:\n${leaf('203.0.113.77', '/32 host LOCAL')}`;
  const lan = `${leaf('10.0.0.1', '/32 host LOCAL')}${leaf('10.0.0.255', '/32 link BROADCAST')}`;
  const eth0 = connected('eth0', '0000000A', '00FFFFFF');
  const peer = host('ppp0', '016433C6');
  const look = (trie: string, ...routes: readonly string[]): string[] =>
    shown({ fib_trie: trie, route: header + routes.join('') }).filter((line) => line.startsWith('203'));
  const certain = ['203.0.113.77 ppp0 32'];
  const unknown = ['203.0.113.77 null null'];
  assert.deepEqual(look(one, peer), certain);
  assert.deepEqual(look(one + lan, peer, eth0, anywhere('ppp0')), certain);
  assert.deepEqual(look(one + lan, peer, eth0), unknown);
  assert.deepEqual(look(one, peer, host('ppp1', '026433C6'), anywhere('ppp0')), unknown);
  assert.deepEqual(look(one + leaf('203.0.113.78', '/32 host LOCAL'), peer), [
    ...unknown,
    '203.0.113.78 null null',
  ]);
  assert.deepEqual(look(one, peer, host('ppp0', '09010203', '0007', '016433C6')), unknown);
  assert.deepEqual(look(one + lan, host('eth0', '016433C6'), eth0, anywhere('eth0')), unknown);
});

test('an IPv6 address with an index over 255, and unknown scope and flags (trap 41)', async () => {
  const { addrs } = await import('../../src/reports/addrs.ts');
  const text = [
    'fd780000000000000000000000000001 12c 40 00 82     i300',
    '00000000000000000000000007000001 02 80 80 80     sit0',
    'fec00000000000000000000000000001 02 80 40 361    \xe6\xbc\xa2',
    'fe8000000000000000000000000000 02 40 20 80 short',
    '',
  ].join('\n');
  const problems: string[] = [];
  const files = new FakeFiles({ '/net/if_inet6': Buffer.from(text, 'latin1') });
  const kernel = new KernelSource(copy, {}, files, ({ line, field }) => problems.push(`${line} ${field}`));
  const context = {
    kernel,
    wanted: new Set<string>(),
    states: null,
    switches: { families: new Set(['ipv6']) },
    lookups: noLookups,
  };
  const rows: unknown[] = [];
  for (const view of addrs.scan(context)) rows.push(addrs.columns.map(({ read }) => read(view)));
  assert.deepEqual(rows, [
    ['i300', 'ipv6', 'fd78::1', 64, 'global', 'nodad,permanent', 300],
    ['sit0', 'ipv6', '::700:1', 128, 'v4-compat', 'permanent', 2],
    ['漢', 'ipv6', 'fec0::1', 128, 'site', 'temporary,deprecated,tentative,0x300', 2],
  ]);
  assert.deepEqual(problems, ['4 address']);
});
