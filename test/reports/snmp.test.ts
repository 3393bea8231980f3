import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseExactly } from '../support/exact-json.ts';
import { runInProcess } from '../support/in-process.ts';
import { type Row, readTree } from '../support/read-tree.ts';

const machine = 'test/fixtures/captures/A';

const read = (...argv: readonly string[]) => runInProcess(['snmp', ...argv, '--proc', machine]);

test('--interface reads the IPv6 counters of one interface', async () => {
  const { code, stdout, stderr } = await read(
    ...['--interface', 'fvA', '--json', '--strict', '--columns', 'key,value'],
  );
  const lines = readFileSync(`${machine}/net/dev_snmp6/fvA`, 'latin1').trimEnd().split('\n');
  const expected = lines
    .map((line) => line.split(/\s+/))
    .map(([key, value]) => ({ key, value: Number(value) }));
  assert.equal(expected.shift()?.key, 'ifIndex');
  assert.ok(expected.length > 70);
  assert.deepEqual([code, stderr], [0, '']);
  assert.deepEqual(parseExactly(stdout), expected);
});

test('an interface’s counters can be selected by pattern', async () => {
  const { stdout } = await read('--interface', 'fvA', 'Ip6OutOctets', '--json', '--columns', 'protocol,name');
  assert.deepEqual(JSON.parse(stdout), [{ protocol: 'Ip6', name: 'OutOctets' }]);
});

test('an unknown interface is an error with a suggestion; a path is refused', async () => {
  const near = await read('--interface', 'fva');
  assert.deepEqual([near.code, near.stderr], [1, 'procnet: no such interface: fva; did you mean fvA?\n']);
  for (const name of ['../tcp', '..', '.', 'a/b', '/dev/null']) {
    const { code, stdout, stderr } = await read('--interface', name);
    assert.deepEqual([code, stdout], [2, ''], name);
    assert.match(stderr, /--interface: not an interface name/);
  }
});

test('without IPv6 there is nothing to read', async () => {
  const { code, stderr } = await runInProcess([
    ...['snmp', '--interface', 'lo', '--proc', 'test/fixtures/no-ipv6'],
  ]);
  assert.equal(code, 3);
  assert.match(stderr, /dev_snmp6\/lo: .*IPv6 is disabled/);
});

test('a duplicate counter counts once, and is reported', async () => {
  const files = {
    snmp: 'Tcp: A A\nTcp: 1 2\nUdp: B\nUdp: 3\nUdp: B\nUdp: 4\n',
    netstat: 'TcpExt: C\nTcpExt: 5\n',
    snmp6: 'Ip6InReceives 6\nIp6InReceives 7\n',
  };
  const { rows, stderr } = await readTree(files, 'snmp', '--columns', 'key,value');
  assert.deepEqual(
    rows.map(({ key, value }: Row) => [key, value]),
    [
      ['TcpA', 1],
      ['UdpB', 3],
      ['TcpExtC', 5],
      ['Ip6InReceives', 6],
    ],
  );
  assert.deepEqual(stderr.trimEnd().split('\n'), [
    'procnet: /snmp:2: Tcp.A: duplicate; keeping the first value',
    'procnet: /snmp:6: Udp.B: duplicate; keeping the first value',
    'procnet: /snmp6:2: Ip6InReceives: duplicate; keeping the first value',
  ]);
});
