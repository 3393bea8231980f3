import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acrossNamespaces } from '../../src/core/across-namespaces.ts';
import type { FoundNamespace, NamespaceFacts } from '../../src/core/namespace.ts';
import type { Kernel, Report, ScanContext } from '../../src/core/report.ts';
import { copyRow } from '../../src/query/copy.ts';

const noFacts: NamespaceFacts = {
  netns: '',
  scope: 'other',
  label: null,
  runtime: null,
  container: null,
  pod: null,
  podNamespace: null,
  unit: null,
  processes: null,
  leader: null,
  leaderPid: null,
  inode: null,
  name: null,
};

const namespace = (
  netns: string,
  container: string | null,
  names: readonly string[] | null,
): FoundNamespace => ({
  facts: { ...noFacts, netns, container },
  kernel: names === null ? null : ({ notes: names } as unknown as Kernel),
});

const found = [
  namespace('host', null, ['a', 'b']),
  namespace('x', null, null),
  namespace('y', 'y1', ['c', 'd']),
];

const report = {
  name: 'test',
  identity: ['name'],
  watched: ['name'],
  columns: [{ name: 'name', kind: 'text', help: '', read: (view: string) => view }],
  scan: ({ kernel }: ScanContext) => kernel.notes,
} as unknown as Report;

const context = { namespaces: () => found } as unknown as ScanContext;

const copies = function* (of: Report): Generator<unknown> {
  for (const view of of.scan(context)) yield Object.values(copyRow(of.columns, view));
};

test('a report across namespaces puts the namespace first in each row', () => {
  const across = acrossNamespaces(report);
  assert.deepEqual(
    across.columns.map(({ name }) => name),
    ['netns', 'container', 'name'],
  );
  assert.deepEqual(across.identity, ['netns', 'name']);
  assert.deepEqual(across.watched, ['netns', 'container', 'name']);
  assert.deepEqual(
    [...copies(across)],
    [
      ['host', null, 'a'],
      ['host', null, 'b'],
      ['y', 'y1', 'c'],
      ['y', 'y1', 'd'],
    ],
  );
});

test('two interleaved readings keep their namespaces apart', () => {
  const across = acrossNamespaces(report);
  const [one, other] = [copies(across), copies(across)];
  for (let row = 0; row < 3; row++) one.next();
  other.next();
  assert.deepEqual(one.next().value, ['y', 'y1', 'd']);
});
