import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoundColumn, Value } from '../../src/core/column.ts';
import { UsageError } from '../../src/core/errors.ts';
import { sortKeys, sortRows } from '../../src/query/sort.ts';

const sorted = (values: readonly Value[], descending = false): readonly Value[] =>
  sortRows(
    values.map((a) => ({ a })),
    [{ name: 'a', descending }],
  ).map(({ a }) => a!);

const holder = (pid: number) => ({ pid, name: 'x', fd: 3 });

/** Each in its expected order. */
const orders: readonly (readonly [what: string, values: readonly Value[]])[] = [
  ['texts', ['', 'a', 'ab', 'b']],
  ['upper case before lower case, by code unit', ['B', 'a']],
  ['embedded numbers by value', ['eth2', 'eth9', 'eth10', 'eth10a', 'eth10b', 'eth11']],
  ['a number before text in the same position', ['1', 'a']],
  ['addresses', ['10.0.0.9', '10.0.0.10', '10.0.1.0', '192.168.0.1']],
  ['numbers of equal length by digits', ['a19b', 'a20a', 'a21']],
  ['numbers', [-1, 0, 2, 10, 1e9]],
  ['counters beyond 2^53', [1n, 9007199254740992n, 9007199254740993n, 2n ** 64n - 1n]],
  ['flags', [false, true]],
  ['processes, by their text', [[holder(9)], [holder(10)]]],
];

for (const [what, values] of orders)
  test(`in order: ${what}`, () => {
    const reversed = values.toReversed();
    assert.deepEqual(sorted(reversed), values);
    assert.deepEqual(sorted(values), values);
    assert.deepEqual(sorted(values, true), reversed);
  });

test('unknown values sort last in either direction', () => {
  assert.deepEqual(sorted([null, 2, null, 1]), [1, 2, null, null]);
  assert.deepEqual(sorted([null, 1, null, 2], true), [2, 1, null, null]);
});

test('ties are broken by the next key, then by the original order', () => {
  const rows = [
    { a: 1, b: 'x', at: 0 },
    { a: null, b: 'y', at: 1 },
    { a: 1, b: 'y', at: 2 },
    { a: null, b: 'z', at: 3 },
    { a: 0, b: 'x', at: 4 },
    { a: 1, b: 'x', at: 5 },
  ];
  const keys = [
    { name: 'a', descending: true },
    { name: 'b', descending: true },
  ];
  assert.deepEqual(
    sortRows([...rows], keys).map(({ at }) => at),
    [2, 0, 5, 4, 3, 1],
  );
});

test('a sign before a name sets the direction; inside, it is part of the name', () => {
  const columns = ['a', 'b-c'].map((name) => ({ name })) as unknown as readonly BoundColumn[];
  assert.deepEqual(sortKeys(['-a', '+b-c', 'a'], columns), [
    { name: 'a', descending: true },
    { name: 'b-c', descending: false },
    { name: 'a', descending: false },
  ]);
  assert.throws(
    () => sortKeys(['d'], columns),
    (error) => error instanceof UsageError && /--sort/.test(error.message),
  );
});
