import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoundColumn, Value } from '../../src/core/column.ts';
import { outputColumns, type Query, runQuery } from '../../src/query/pipeline.ts';

type Row = Readonly<Record<string, Value>>;

const column = (name: string): BoundColumn =>
  ({ name, kind: 'text', help: '', read: (row: Row) => row[name] ?? null }) as unknown as BoundColumn;
const [a, b, c] = [column('a'), column('b'), column('c')];

const rows: readonly Row[] = [
  { a: 'x', b: 1, c: 3 },
  { a: 'y', b: 2, c: 2 },
  { a: 'x', b: 2, c: 1 },
  { a: null, b: 2, c: 0 },
  { a: 'x', b: 1, c: 9 },
];

const ask = (more: Partial<Query>, from: Iterable<Row> = rows): { found: number; taken: unknown[] } => {
  const query: Query = {
    columns: [a, b],
    test: () => true,
    sort: [],
    limit: Number.POSITIVE_INFINITY,
    isEnough: () => true,
    countBy: null,
    having: () => true,
    all: [a, b, c],
    ...more,
  };
  const shown = outputColumns(query);
  const taken: unknown[] = [];
  const found = runQuery(from as Iterable<never>, query, (row) =>
    taken.push(shown.map(({ read }) => read(row))),
  );
  return { found, taken };
};

/** Fails if more rows are read than needed. */
function* only(count: number): Generator<Row> {
  yield* rows.slice(0, count);
  assert.fail(`row ${count + 1} was read`);
}

test('rows arrive as they are read, in order, and no more than requested', () => {
  assert.deepEqual(ask({}).taken, [
    ['x', 1],
    ['y', 2],
    ['x', 2],
    [null, 2],
    ['x', 1],
  ]);
  assert.deepEqual(ask({ limit: 2 }, only(2)), {
    found: 2,
    taken: [
      ['x', 1],
      ['y', 2],
    ],
  });
  assert.deepEqual(ask({ limit: 0 }, only(0)), { found: 0, taken: [] });
  assert.deepEqual(ask({ limit: 9 }).found, 5);
});

test('reading goes on beyond the limit until enough rows are known', () => {
  const isEnough = (found: number): boolean => found >= 3;
  assert.deepEqual(ask({ limit: 1, isEnough }, only(3)), { found: 3, taken: [['x', 1]] });
  assert.deepEqual(ask({ limit: 0, isEnough }, only(3)), { found: 3, taken: [] });
  assert.deepEqual(ask({ limit: 4, isEnough }, only(4)).taken.length, 4);
});

test('the filter comes before the limit', () => {
  const test = (row: Row): boolean => row['b'] === 2;
  assert.deepEqual(ask({ test: test as never, limit: 2 }, only(3)).taken, [
    ['y', 2],
    ['x', 2],
  ]);
});

test('sorting comes before the limit, even by a hidden column', () => {
  const sort = [{ name: 'c', descending: false }];
  assert.deepEqual(ask({ sort, limit: 2 }).taken, [
    [null, 2],
    ['x', 2],
  ]);
  assert.equal(ask({ sort, limit: 2 }).found, 5);
  assert.deepEqual(ask({ sort: [{ name: 'c', descending: true }] }).taken[0], ['x', 1]);
});

test('counts are per combination of values, highest first, ties in order of appearance', () => {
  assert.deepEqual(ask({ countBy: [a] }).taken, [
    ['x', 3],
    ['y', 1],
    [null, 1],
  ]);
  assert.deepEqual(ask({ countBy: [b, a] }).taken, [
    [1, 'x', 2],
    [2, 'y', 1],
    [2, 'x', 1],
    [2, null, 1],
  ]);
  assert.deepEqual(ask({ countBy: [a], limit: 1 }), { found: 3, taken: [['x', 3]] });
  assert.deepEqual(ask({ countBy: [a], sort: [{ name: 'a', descending: true }] }).taken[0], ['y', 1]);
  const test = (row: Row): boolean => row['a'] === 'x';
  assert.deepEqual(ask({ countBy: [b], test: test as never }).taken, [
    [1, 2],
    [2, 1],
  ]);
});

test('lists are counted by element', () => {
  const held = [{ pid: 1, name: 'p', fd: 2 }];
  const lists: readonly Row[] = [{ a: held }, { a: [...held] }, { a: [] }];
  assert.deepEqual(ask({ countBy: [a] }, lists).taken, [
    [held, 2],
    [[], 1],
  ]);
});
