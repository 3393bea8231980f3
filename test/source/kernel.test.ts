import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTree } from '../support/read-tree.ts';

const tcp6 =
  '  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n' +
  '   0: 00000000000000000000000001000000:0016 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 7 1 0 100 0 0 10 0\n';
const packet =
  'sk       RefCnt Type Proto  Iface R Rmem   User   Inode\n' +
  '00000000 3      3    0003   1     1 0      0      8\n';
const inet6 = '00000000000000000000000000000001 01 80 10 80       lo\nfe80 02 40 20 80 eth0\n';

test('a problem in a file that is read twice is reported once', async () => {
  const files = { tcp: '  sl  local_address\n', tcp6, packet, if_inet6: inet6 };
  const { rows, stderr } = await readTree(files, 'conns', '-A', 'tcp,packet');
  assert.deepEqual(
    rows.map((row) => [row['protocol'], row['interface']]),
    [
      ['tcp', 'lo'],
      ['packet', 'lo'],
    ],
  );
  assert.equal(stderr, 'procnet: /if_inet6:2: address: expected 32 hexadecimal digits, got "fe80"\n');
});

test('likewise for routes, which are read for addresses and for destinations', async () => {
  const header = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n';
  const good = 'eth0\t0000000A\t00000000\t0001\t0\t0\t0\t000000FF\t0\t0\t0\n';
  const bad = 'eth0\tXX\t00000000\t0001\t0\t0\t0\t000000FF\t0\t0\t0\n';
  const trie = 'Main:\n  +-- 0.0.0.0/0 3 0 5\n     |-- 10.0.0.1\n        /32 host LOCAL\n';
  const { stderr } = await readTree(
    { route: header + bad + good, fib_trie: trie },
    'routes',
    'get',
    '10.9.9.9',
  );
  assert.equal(stderr, 'procnet: /route:2: Destination: expected 8 hexadecimal digits, got "XX"\n');
});
