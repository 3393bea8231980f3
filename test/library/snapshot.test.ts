import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import {
  addrs,
  conns,
  differences,
  ifstat,
  openSnapshot,
  ReadError,
  type ReadOptions,
  routes,
  toJSON,
  UnsupportedError,
  UsageError,
} from '../../src/index.ts';
import { parseExactly } from '../../src/samples/saved.ts';
import { procnet, withTree } from '../cli/black-box.ts';

const directory = mkdtempSync(join(tmpdir(), 'procnet-library-'));
after(() => rmSync(directory, { recursive: true }));

const B = 'test/fixtures/captures/B';

/** Takes a snapshot of a copied tree with the command. */
const snapshotOf = (tree: string, name: string): string => {
  const file = join(directory, name);
  const { code, stderr } = procnet(['snapshot', '--proc', tree, '-o', file]);
  assert.equal(code, 0, stderr);
  return file;
};

const printed = (...argv: readonly string[]): unknown => {
  const { stdout } = procnet([...argv, '--json']);
  return parseExactly(stdout);
};

test('reports read an opened snapshot as the command does, repeatedly', async () => {
  const file = snapshotOf(B, 'b.tgz');
  const from = await openSnapshot(file);
  assert.equal(from.form, 'archive');
  assert.match(from.takenAt!, /^\d{4}-\d\d-\d\dT/);
  const reports: readonly (readonly [(options: ReadOptions) => Iterable<object>, string])[] = [
    [conns, 'conns'],
    [routes, 'routes'],
    [addrs, 'addrs'],
    [ifstat, 'ifstat'],
  ];
  for (const [report, name] of reports) {
    const argv = [name, '--from', file, '--columns'];
    const rows = [...report({ from })];
    assert.ok(rows.length > 0, name);
    assert.deepEqual(parseExactly(toJSON(rows)), printed(...argv, Object.keys(rows[0]!).join(',')), name);
    assert.deepEqual([...report({ from })], rows);
  }
  const asynchronous: unknown[] = [];
  for await (const row of conns({ from, state: 'LISTEN' })) asynchronous.push(row);
  assert.deepEqual(asynchronous, [...conns({ from, state: 'LISTEN' })]);
});

test('a file that is not a snapshot is refused', async () => {
  const text = join(directory, 'text');
  writeFileSync(text, 'nothing\n');
  await assert.rejects(openSnapshot(text), UnsupportedError);
  await assert.rejects(openSnapshot(join(directory, 'none')), ReadError);
  assert.throws(() => conns({ from: text as never }), /from: expected a snapshot from openSnapshot/);
});

const dev = (lo: number, eth0: number): string =>
  [
    'Inter-|   Receive                                                |  Transmit',
    ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed',
    `    lo: ${lo} 1 0 0 0 0 0 0 ${lo} 1 0 0 0 0 0 0`,
    `  eth0: ${eth0} 1 0 0 0 0 0 0 5 1 0 0 0 0 0 0`,
    '',
  ].join('\n');

test('differences match what the command finds between two snapshots', async () => {
  const files: string[] = [];
  for (const text of [dev(10, 20), dev(10, 29)])
    await withTree({ dev: text }, (tree) => {
      files.push(snapshotOf(tree, `${files.length}.tgz`));
    });
  const [before, later] = await Promise.all(files.map((file) => openSnapshot(file)));
  const found = differences(ifstat, ifstat({ from: before! }), ifstat({ from: later! }));
  const expected = printed('diff', ...files, '--report', 'ifstat') as readonly Record<string, unknown>[];
  assert.equal(expected.length, 1);
  assert.deepEqual(
    found.map(({ change, row }) => [change, row.interface, row.rxBytes, row.txBytes]),
    expected.map((row) => [row['change'], row['interface'], BigInt(row['rxBytes'] as number), 0n]),
  );
  assert.deepEqual([found[0]?.row.rxBytes, found[0]?.reason], [9n, null]);
});

test('differences: opened and closed rows, restarts, and rows without their identifying columns', () => {
  const rows = [...conns({ proc: B })];
  const [first, ...others] = rows;
  assert.deepEqual(
    differences(conns, rows, others).map(({ change, row }) => [change, row]),
    [['closed', first]],
  );
  assert.deepEqual(
    differences(conns, others, rows).map(({ change, row }) => [change, row.localPort]),
    [['opened', first!.localPort]],
  );
  const counters = [...ifstat({ proc: B })];
  const more = counters.map((row) => ({ ...row, rxBytes: row.rxBytes! + 1n }));
  for (const { row, reason } of differences(ifstat, counters, more, { restarted: true }))
    assert.deepEqual([row.rxBytes, reason], [null, 'rebooted']);
  const bare = [...conns({ proc: B, columns: ['state'] })];
  assert.throws(() => differences(conns, bare, bare), UsageError);
  assert.throws(() => differences((() => []) as never, [], []), /expected a report function, such as conns/);
});
