import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTree } from '../support/read-tree.ts';

test('trap 2: an IPv6 address is in host-order words in tcp6, and in bytes elsewhere', async () => {
  const files = {
    tcp6: `sl local_address\n   0: B80D0120000000000000000001000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  0  0 1 1 0 100 0 0 10 0\n`,
    if_inet6: '20010db8000000000000000000000001 02 40 00 80 eth0\n',
    ipv6_route:
      '20010db8000000000000000000000001 80 00000000000000000000000000000000 00 00000000000000000000000000000000 00000400 00000001 00000000 00000001 eth0\n',
  };
  const socket = await readTree(files, 'conns', '-tla');
  const address = await readTree(files, 'addrs', '-6');
  const route = await readTree(files, 'routes', '-6');
  assert.equal(socket.rows[0]!['localAddress'], '2001:db8::1');
  assert.equal(address.rows[0]!['address'], '2001:db8::1');
  assert.deepEqual([route.rows[0]!['destination'], route.rows[0]!['metric']], ['2001:db8::1/128', 1024]);
});

const routeHeader = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n';
const route = (mask: string, metric = '0'): string =>
  `eth0\t0000000A\t00000000\t0001\t0\t0\t${metric}\t${mask}\t0\t0\t0\n`;

test('trap 37: a mask in either byte order, and a non-contiguous one', async () => {
  const little = await readTree({ route: routeHeader + route('00FFFFFF') }, 'routes', '-4');
  assert.equal(little.rows[0]!['destination'], '10.0.0.0/24');
  const big = await readTree(
    { route: routeHeader + route('FFFFFF00').replace('0000000A', '0A000000') },
    ...['routes', '-4', '--endian', 'big'],
  );
  assert.equal(big.rows[0]!['destination'], '10.0.0.0/24');
  const holes = await readTree(
    { route: routeHeader + route('00FF00FF') + route('00FFFFFF') },
    ...['routes', '-4'],
  );
  assert.equal(holes.rows.length, 1);
  assert.match(holes.stderr, /route:2: /);
});

test('trap 38: an all-ones metric is unsigned, even if an old kernel prints -1', async () => {
  for (const metric of ['4294967295', '-1']) {
    const { rows } = await readTree({ route: routeHeader + route('00FFFFFF', metric) }, 'routes', '-4');
    assert.equal(rows[0]!['metric'], 4294967295);
  }
});

const netstat = 'TcpExt: SyncookiesSent\nTcpExt: 0\n';

test('trap 45: a group split over several pairs of lines, and a group without names', async () => {
  const snmp = 'IcmpMsg: InType3\nIcmpMsg: 5\nIcmpMsg: OutType3 OutType8\nIcmpMsg: 6 7\n';
  const { rows, stderr } = await readTree({ snmp, netstat }, 'snmp');
  assert.deepEqual(
    rows.map(({ name, value }) => `${name}=${String(value)}`),
    ['InType3=5', 'OutType3=6', 'OutType8=7', 'SyncookiesSent=0'],
  );
  assert.equal(stderr, '');
  const none = await readTree({ snmp: 'IcmpMsg:\nIcmpMsg:\nTcp: A\nTcp: 1\n', netstat }, 'snmp');
  assert.deepEqual([none.rows.map(({ name }) => name), none.stderr], [['A', 'SyncookiesSent'], '']);
});

test('trap 47: a counter this kernel lacks is not a row with 0', async () => {
  const { rows } = await readTree({ netstat }, 'snmp', 'TcpExt*');
  assert.deepEqual(
    rows.map(({ name }) => name),
    ['SyncookiesSent'],
  );
});

test('trap 61: without the sysctls for its limits, sockstat is complete except for the limits', async () => {
  const sockstat = 'sockets: used 3\nTCP: inuse 1 orphan 0 tw 0 alloc 2 mem 7\nUDP: inuse 2 mem 1\n';
  const { rows, code, stderr } = await readTree(
    { sockstat },
    'sockstat',
    '--columns',
    'protocol,inuse,orphanMax,memLow',
  );
  assert.deepEqual([code, stderr], [0, '']);
  assert.deepEqual(rows.slice(1), [
    { protocol: 'TCP', inuse: 1, orphanMax: null, memLow: null },
    { protocol: 'UDP', inuse: 2, orphanMax: null, memLow: null },
  ]);
});
