import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { nodeFileSystem } from '../../src/source/filesystem.ts';
import { withTree } from '../cli/black-box.ts';
import { runHere } from '../cli/run-here.ts';
import { runInProcess } from '../support/in-process.ts';
import { readTree } from '../support/read-tree.ts';

const devHeader =
  'Inter-|   Receive                                                |  Transmit\n' +
  ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n';
const routeHeader = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n';

test('fault 6: an empty if_inet6, as with disable_ipv6=1, means no addresses and is not an error', async () => {
  const { rows, code, stderr } = await readTree({ if_inet6: '' }, 'addrs', '-6', '--strict');
  assert.deepEqual([rows, code, stderr], [[], 0, '']);
});

test('faults 21, 22: a header without values, or with a different number of them, costs only its section (trap 46)', async () => {
  const { rows, stderr, code } = await readTree(
    {
      snmp: 'Ip: Forwarding DefaultTTL\nTcp: A B\nTcp: 1 2\nUdp: InDatagrams NoPorts\nUdp: 1 2 3\nUdpLite: X\nUdpLite: 9\n',
    },
    'snmp',
  );
  assert.deepEqual(
    rows.map(({ protocol, name, value }) => `${protocol}${name}=${value}`),
    ['TcpA=1', 'TcpB=2', 'UdpLiteX=9'],
  );
  assert.equal(code, 0);
  assert.match(stderr, /snmp:2: Ip: header line without a matching value line/);
  assert.match(stderr, /snmp:5: Udp: 2 names but 3 values/);
});

test('fault 23: the first of two equal names or sections wins, with a warning', async () => {
  const { rows, stderr } = await readTree(
    { snmp: 'Tcp: A A\nTcp: 1 2\nUdp: B\nUdp: 3\nTcp: A\nTcp: 4\n' },
    'snmp',
  );
  assert.deepEqual(
    rows.map(({ protocol, name, value }) => `${protocol}${name}=${value}`),
    ['TcpA=1', 'UdpB=3'],
  );
  assert.ok(stderr.trimEnd().split('\n').length >= 2, stderr);
});

test('fault 32: hardware addresses of any length, and incomplete entries (traps 34, 35)', async () => {
  const header = 'IP address       HW type     Flags       HW address            Mask     Device\n';
  const long = 'a0:00:02:20:fe:80:00:00:00:00:00:00:00:02:c9:03:00:4a:e5:01';
  const arp =
    header +
    `10.0.0.1         0x20        0x2         ${long}     *        ib0\n` +
    '10.0.0.2         0x1         0x0         00:00:00:00:00:00     *        eth0\n' +
    '10.0.0.3         0x1         0xc         00:00:00:00:00:00     *        eth0\n' +
    '10.0.0.4         0x207       0x2                               *        wwan0\n';
  const { rows } = await readTree({ arp }, 'arp');
  assert.deepEqual(
    rows.map(({ address, hardwareAddress, state }) => [address, hardwareAddress, state]),
    [
      ['10.0.0.1', long, 'complete'],
      ['10.0.0.2', null, 'incomplete'],
      ['10.0.0.3', null, rows[2]!['state']],
      ['10.0.0.4', null, 'complete'],
    ],
  );
  assert.match(String(rows[2]!['state']), /published|permanent/);
});

test('fault 33: a reject route has no interface, and its metric is not negative (trap 36)', async () => {
  const route = `${routeHeader}*\t0071A8C0\t00000000\t0201\t0\t0\t4294967295\t00FFFFFF\t0\t0\t0\n`;
  const { rows } = await readTree({ route }, 'routes', '-4');
  assert.deepEqual(
    rows.map((row) => [row['destination'], row['interface'], row['metric'], row['type']]),
    [['192.168.113.0/24', null, 4294967295, 'reject']],
  );
});

test('fault 35: an interface name directly before its counters, an alias, and one of 15 characters (trap 25)', async () => {
  const counters = (first: string): string => `${first} 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n`;
  const dev = `${devHeader}  eth0:${counters('123')}eth0:1: ${counters('456')}abcdefghijklmno:${counters('789')}`;
  const { rows, stderr } = await readTree({ dev }, 'ifstat');
  assert.deepEqual(
    rows.map((row) => [row['interface'], String(row['rxBytes'])]),
    [
      ['eth0', '123'],
      ['eth0:1', '456'],
      ['abcdefghijklmno', '789'],
    ],
  );
  assert.equal(stderr, '');
});

test('faults 37, 38: an invalid counter is unknown, with a warning; MaxConn may be -1', async () => {
  const snmp = 'Tcp: RtoAlgorithm MaxConn InSegs OutSegs\nTcp: 1 -1 18446744073709551616 -5\n';
  const { rows, stderr } = await readTree({ snmp }, 'snmp');
  const values = Object.fromEntries(
    rows.map(({ name, value }) => [name, value === null ? null : String(value)]),
  );
  assert.deepEqual(values, { RtoAlgorithm: '1', MaxConn: '-1', InSegs: null, OutSegs: null });
  assert.match(stderr, /InSegs/);
  assert.match(stderr, /OutSegs/);
});

test('fault 39: a missing counter is unknown, never 0', async () => {
  const whole = `  eth1: ${Array.from({ length: 16 }, (_, at) => at).join(' ')}\n`;
  const { rows, stderr } = await readTree({ dev: `${devHeader}  eth0: 1 2 3\n${whole}` }, 'ifstat');
  assert.deepEqual(
    rows.map((row) => row['interface']),
    ['eth1'],
    'a last number may be cut short, so the row is refused',
  );
  assert.match(stderr, /dev:3: the header names 16 counters, but this line has 3\n/);
});

test('fault 13: a directory that links to itself is one line and exit 3', async () => {
  await withTree({}, async (directory) => {
    symlinkSync('loop', join(directory, 'loop'));
    const { code, stderr } = await runInProcess(['conns', '--proc', join(directory, 'loop')]);
    assert.deepEqual([code, stderr.trimEnd().split('\n').length], [3, 1], stderr);
  });
});

test('fault 4: a command whose only file is denied exits with 3', async () => {
  await withTree({ nf_conntrack: '' }, async (directory) => {
    const open = (path: string): number => {
      if (path.endsWith('nf_conntrack')) throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
      return nodeFileSystem.open(path);
    };
    const { out, err, code } = await runHere(['conntrack', '--proc', directory], {
      files: { ...nodeFileSystem, open },
    });
    assert.deepEqual([out, code], ['', 3]);
    assert.match(err, /nf_conntrack: permission denied \(EACCES\); try as root/);
  });
});

test('fault 43: without a page size, memory is known in pages only', async () => {
  const { rows } = await readTree(
    { sockstat: 'sockets: used 3\nTCP: inuse 1 orphan 0 tw 0 alloc 2 mem 7\n' },
    ...['sockstat', '--columns', 'mem,memBytes'],
  );
  assert.deepEqual(rows.at(-1), { mem: 7, memBytes: null });
});

test('arp: a truncated row is refused, and no hardware address is taken for a mask', async () => {
  const row = '10.0.0.1         0x1         0x2         02:00:00:00:00:11     *        eth0';
  const header = 'IP address       HW type     Flags       HW address            Mask     Device\n';
  const whole = row.replace('10.0.0.1', '10.0.0.2');
  for (const cut of [row.length - 5, row.length - 13, row.length - 20, 40, 30, 12]) {
    const { rows, stderr } = await readTree({ arp: `${header}${row.slice(0, cut)}\n${whole}\n` }, 'arp');
    assert.deepEqual(
      rows.map(({ address, mask }) => [address, mask]),
      [['10.0.0.2', null]],
      row.slice(0, cut),
    );
    assert.match(stderr, /^procnet: \/arp:2: (Mask|Device|Flags|HW type): /);
  }
  const wide = row.replace('0x2 ', '0x100000002 ');
  const { rows, stderr } = await readTree({ arp: `${header}${wide}\n${whole}\n` }, 'arp');
  assert.equal(rows.length, 1);
  assert.match(stderr, /arp:2: Flags: expected a number from 0x0 to 0xffffffff/);
});
