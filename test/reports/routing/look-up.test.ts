import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { lookUpRoute } from '../../../src/reports/routing/look-up.ts';
import { formatOctets, formatPrefix } from '../../../src/reports/routing/route.ts';
import { FakeFiles } from '../../lookup/fake-files.ts';
import { KernelSource } from '../../support/kernel-source.ts';

type Files = Readonly<Record<string, string>>;

const place = { net: '/net', root: '/', live: false };

const answer = (files: Files, ...address: readonly number[]) => {
  const tree = Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name.startsWith('/') ? name : `/net/${name}`, text]),
  );
  const kernel = new KernelSource(place, { endian: 'little' }, new FakeFiles(tree), () => {});
  return lookUpRoute(kernel, Uint8Array.from(address));
};

const look = (files: Files, ...address: readonly number[]): string[] =>
  answer(files, ...address).routes.map(
    (route) =>
      `${route.type} ${formatPrefix(route)} via ${route.gateway === null ? null : formatOctets(route.gateway)} metric ${route.metric}`,
  );

const caveats = (files: Files, ...address: readonly number[]): string[] =>
  answer(files, ...address).caveats.map(({ path, line, message }) => `${path.slice(5)}:${line}: ${message}`);

const machine = (name: string): Files => {
  const files = ['route', 'fib_trie', 'ipv6_route', 'if_inet6'];
  return Object.fromEntries(
    files
      .map((file) => [file, `test/fixtures/${name}/${file}`] as const)
      .filter(([, path]) => existsSync(path))
      .map(([file, path]) => [file, readFileSync(path, 'utf8')]),
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

test('the longest prefix, then the lowest metric, in any file order; ties are all shown', () => {
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

test('a local address wins over any route to it', () => {
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

test('IPv6: null entries are not routes; source-specific routes are used if there is no other', () => {
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
  assert.deepEqual(caveats({ ipv6_route: rows.join('') }, ...address), [
    'ipv6_route:2: packets to 2001:db8:: from fd01::/16 take another route',
  ]);
  const limited = { ipv6_route: rows.slice(0, 2).join('') };
  assert.deepEqual(look(limited, ...address), ['unicast 2001:db8::/48 via ::7 metric 1024']);
  assert.deepEqual(answer(limited, ...address).limitedTo.map(formatPrefix), ['fd01::/16']);
  const longer = line6(doc, '40', '00000400', '00000003');
  assert.deepEqual(caveats({ ipv6_route: rows.join('') + longer }, ...address), []);
});

const trie = (...tables: readonly string[]): string => tables.join('');
const table = (name: string, ...leaves: readonly string[]): string => `${name}:\n${leaves.join('')}`;
const leaf = (address: string, ...entries: readonly string[]): string =>
  `  |-- ${address}\n${entries.map((entry) => `     ${entry}\n`).join('')}`;
const loopback = leaf('127.0.0.0', '/8 host LOCAL');
const anywhere = { route: header + line4('0100000A', 0, '00000000', '00000000') };

test('the types of rejecting routes, from fib_trie', () => {
  const files = machine('addressing/rejects');
  for (const [last, type] of [
    [1, 'blackhole'],
    [65, 'prohibit'],
    [129, 'unreachable'],
    [193, 'throw'],
  ] as const)
    assert.match(look(files, 203, 0, 113, last)[0]!, new RegExp(`^${type} `));
  assert.deepEqual(look(files, 9, 9, 9, 9), ['unicast 0.0.0.0/0 via 192.0.2.1 metric 0']);
  assert.deepEqual(look(files, 10, 92, 1, 1), ['local 10.92.0.0/16 via null metric null']);
});

test('an IPv6 gateway is reported as such', () => {
  assert.deepEqual(caveats(machine('addressing/rejects'), 10, 70, 1, 1), [
    'route:5: the gateway of 10.70.0.0/16 is an IPv6 address, which this file cannot show',
  ]);
});

test('other tables that cover the address, with and without signs of policy rules', () => {
  const shared = [table('Main', loopback), table('Local', loopback)];
  const split = [table('Main', leaf('0.0.0.0', '/0 universe UNICAST')), table('Local', loopback)];
  const other = table('Id 100', leaf('192.0.0.0', '/8 link UNICAST'), leaf('198.0.0.0', '/8 link UNICAST'));
  const on = (...tables: readonly string[]) =>
    caveats({ ...anywhere, fib_trie: trie(...tables) }, 192, 0, 2, 1);
  assert.deepEqual(on(...shared), []);
  assert.deepEqual(on(other, ...shared), [
    'fib_trie:3: table 100 (192.0.0.0/8) also covers 192.0.2.1, and a policy rule could choose it',
  ]);
  assert.deepEqual(on(...split), [
    'fib_trie:null: main and local are separate tables, so policy rules have been added; they may choose another route to 192.0.2.1',
  ]);
  assert.deepEqual(on(other, ...split), [
    'fib_trie:3: table 100 (192.0.0.0/8) also covers 192.0.2.1, and policy rules have been added; they may choose another route',
  ]);
  const many = [1, 2, 3, 4, 5].map((id) => table(`Id ${id}`, leaf('0.0.0.0', '/0 link UNICAST')));
  assert.deepEqual(on(...many, ...shared), [
    'fib_trie:3: tables 1 (0.0.0.0/0), 2 (0.0.0.0/0), 3 (0.0.0.0/0) and 2 more also cover 192.0.2.1, and a policy rule could choose it',
  ]);
});

test('before 4.1, main and local are always two tables, which is not a sign of rules', () => {
  const split = trie(table('Main', leaf('0.0.0.0', '/0 universe UNICAST')), table('Local', loopback));
  for (const [release, count] of [
    ['3.10.0-1160.el7.x86_64', 0],
    ['4.0.9', 0],
    ['4.1.0', 1],
    ['6.18.5', 1],
    ['10.0.0', 1],
  ] as const) {
    const files = { ...anywhere, fib_trie: split, '/sys/kernel/osrelease': `${release}\n` };
    assert.equal(caveats(files, 192, 0, 2, 1).length, count, release);
  }
});

test('the local table comes before main if rules have split them', () => {
  const local = leaf('192.0.2.0', '/24 host LOCAL');
  const main = leaf('192.0.2.77', '/32 link UNICAST');
  const route = header + line4('00000000', 0, '4D0200C0', 'FFFFFFFF', '0005');
  const shared = trie(table('Main', local, main), table('Local', local, main));
  assert.deepEqual(look({ route, fib_trie: shared }, 192, 0, 2, 77), [
    'unicast 192.0.2.77/32 via null metric 0',
  ]);
  const split = trie(table('Main', main), table('Local', local));
  assert.deepEqual(look({ route, fib_trie: split }, 192, 0, 2, 77), [
    'local 192.0.2.0/24 via null metric null',
  ]);
});

test('a route for one type of service does not apply to others', () => {
  const route = header + line4('0100000A', 0) + line4('0200000A', 0);
  const types = leaf('10.0.0.0', '/8 universe UNICAST tos=16', '/8 universe UNICAST');
  const files = { route, fib_trie: table('Main', types) };
  assert.deepEqual(look(files, 10, 9, 9, 9), ['unicast 10.0.0.0/8 via 10.0.0.2 metric 0']);
  assert.deepEqual(caveats(files, 10, 9, 9, 9), [
    'route:2: packets to 10.9.9.9 with type of service 16 take another route',
  ]);
});

test('broadcast and multicast', () => {
  const net = line4('00000000', 0, '0000000A', '00FFFFFF', '0001');
  const files = {
    route: `${anywhere.route}${net}`,
    fib_trie: table('Main', leaf('10.0.0.255', '/32 link BROADCAST'), leaf('10.0.1.9', '/32 link BROADCAST')),
  };
  const shown = (...address: readonly number[]) =>
    answer(files, ...address).routes.map(
      (one) => `${one.type} ${formatPrefix(one)} via ${one.gateway} dev ${one.interface}`,
    );
  assert.deepEqual(shown(10, 0, 0, 255), ['broadcast 10.0.0.255/32 via null dev eth0']);
  assert.deepEqual(shown(10, 0, 1, 9), ['broadcast 10.0.1.9/32 via null dev null']);
  assert.deepEqual(shown(255, 255, 255, 255), ['broadcast 0.0.0.0/0 via null dev eth0']);
  assert.deepEqual(shown(224, 0, 0, 251), ['multicast 0.0.0.0/0 via null dev eth0']);
});

test('the unspecified address means loopback', () => {
  const files = { ...anywhere, fib_trie: table('Local', loopback) };
  assert.deepEqual(look(files, 0, 0, 0, 0), ['local 127.0.0.0/8 via null metric null']);
});

test('IPv6: a table other than main and local that covers the address', () => {
  const files = machine('addressing/policy-routing-vpn');
  const [low, high] = [
    [0x20, 0x01, 0x48, 0x60, ...new Array<number>(12).fill(1)],
    [0x20, 0x01, 0x0d, 0xb8, ...new Array<number>(12).fill(0)],
  ] as const;
  assert.deepEqual(caveats(files, ...low), [
    'ipv6_route:1: a table other than main and local also covers 2001:4860:101:101:101:101:101:101 (::/0); policy rules may choose it',
  ]);
  assert.deepEqual(look(files, ...high), ['unicast 2001:db8::/64 via null metric 256']);
  assert.equal(caveats(machine('captures/A/net'), ...low).length, 0);
});
