import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withTree } from '../cli/black-box.ts';
import { parseExactly } from '../support/exact-json.ts';
import { runInProcess } from '../support/in-process.ts';
import { type Row, readTree } from '../support/read-tree.ts';

const names = [
  ...['rxBytes', 'rxPackets', 'rxErrors', 'rxDropped', 'rxFifo', 'rxFrame', 'rxCompressed', 'rxMulticast'],
  ...['txBytes', 'txPackets', 'txErrors', 'txDropped', 'txFifo', 'txCollisions', 'txCarrier', 'txCompressed'],
];

const valuesOf = (row: Row | undefined): unknown[] => names.map((name) => row?.[name]);

const inCase = async (name: string): Promise<readonly Row[]> => {
  const { code, stdout, stderr } = await runInProcess([
    ...['ifstat', '--json', '--strict', '--proc', `test/cases/${name}`],
  ]);
  assert.deepEqual([code, stderr], [0, '']);
  return parseExactly(stdout);
};

test('without the columns compressed and multicast, the others do not shift', async () => {
  const rows = await inCase('dev-2.1');
  assert.deepEqual(
    rows.map((row) => row['interface']),
    ['lo', 'eth0'],
  );
  assert.deepEqual(valuesOf(rows[1]), [
    ...[98765, 100, 1, 2, 3, 4, null, null],
    ...[43210, 50, 5, 6, 7, 8, 9, null],
  ]);
});

test('an extra column on the receive side is ignored', async () => {
  const [row] = await inCase('dev-permuted');
  assert.deepEqual(valuesOf(row), [...[1, 2, 3, 4, 5, 6, 7, 8], ...[11, 12, 13, 14, 15, 16, 17, 18]]);
});

const heading = 'Inter-|   Receive   |  Transmit\n';

test('column order does not matter', async () => {
  const dev = `${heading} face |multicast bytes drop packets|colls bytes packets\n  eth0: 4 1 3 2 13 11 12\n`;
  const { rows } = await readTree({ dev }, 'ifstat');
  const { rxBytes, rxPackets, rxDropped, rxMulticast, txBytes, txPackets, txCollisions, rxErrors } = rows[0]!;
  assert.deepEqual([rxBytes, rxPackets, rxDropped, rxMulticast], [1, 2, 3, 4]);
  assert.deepEqual([txBytes, txPackets, txCollisions, rxErrors], [11, 12, 13, null]);
});

test('a line longer or shorter than the header is refused, not guessed at', async () => {
  const dev = `${heading} face |bytes packets|bytes packets\n  eth0: 1 2 3\n  eth1: 1 2 3 4 5\n  eth2: 1 2 3 4\n`;
  const { rows, stderr } = await readTree({ dev }, 'ifstat');
  assert.deepEqual(
    rows.map((row) => row['interface']),
    ['eth2'],
  );
  assert.deepEqual(stderr.trimEnd().split('\n'), [
    'procnet: /dev:3: the header names 4 counters, but this line has 3',
    'procnet: /dev:4: the header names 4 counters, but this line has 5',
  ]);
});

test('without a header, the counters cannot be identified', async () => {
  const counters = Array.from({ length: 16 }, (_, at) => at).join(' ');
  await withTree({ dev: `  eth0: ${counters}\n` }, async (directory) => {
    const { code, stdout, stderr } = await runInProcess(['ifstat', '--proc', directory]);
    assert.deepEqual([code, stdout], [3, '']);
    assert.match(stderr, /dev:1: no header that names the counters/);
  });
});

test('a column named twice in the header counts once, and is reported', async () => {
  const dev = `${heading} face |bytes bytes packets|bytes packets\n  eth0: 1 2 3 4 5\n`;
  const { rows, stderr } = await readTree({ dev }, 'ifstat');
  assert.deepEqual([rows[0]!['rxBytes'], rows[0]!['rxPackets'], rows[0]!['txBytes']], [1, 3, 4]);
  assert.match(stderr, /dev:2: rxBytes: duplicate; keeping the first\n/);
});

test('an interface without statistics is listed with unknown counters', async () => {
  const dev = `${heading} face |bytes packets|bytes packets\n  sit0: No statistics available.\n`;
  const { rows, stderr } = await readTree({ dev }, 'ifstat');
  assert.equal(stderr, '');
  assert.equal(rows[0]!['interface'], 'sit0');
  assert.deepEqual(new Set(valuesOf(rows[0])), new Set([null]));
});

test('a second header line that names no counters keeps those of the first', async () => {
  const dev = ' face |bytes packets|bytes packets\nInter-|   Receive |  Transmit\n  eth0: 1 2 3 4\n';
  const { rows } = await readTree({ dev }, 'ifstat');
  assert.deepEqual([rows[0]!['rxBytes'], rows[0]!['txPackets']], [1, 4]);
});
