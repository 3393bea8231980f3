import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atLeast, atMost, exactly, holdsFor } from '../../../src/check/conditions/possible.ts';
import { comparisons } from '../../../src/check/conditions/syntax.ts';

const operators: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};

/** The result for every number in the range: true, false, or both. */
const expected = (numbers: readonly number[], operator: string, limit: number): boolean | null => {
  const answers = new Set(numbers.map((number) => operators[operator]!(number, limit)));
  return answers.size === 1 ? [...answers][0]! : null;
};

test('a comparison is decided only if every possible number agrees', () => {
  const all = Array.from({ length: 21 }, (_, at) => at - 10);
  for (const operator of comparisons)
    for (const limit of [-9, 0, 3]) {
      for (const number of [-9, 0, 3, 5])
        assert.equal(
          holdsFor(exactly(number), operator, limit),
          expected([number], operator, limit),
          `${number} ${operator} ${limit}`,
        );
      assert.equal(
        holdsFor(atLeast(1), operator, limit),
        expected(
          all.filter((number) => number >= 1),
          operator,
          limit,
        ),
        `at least 1 ${operator} ${limit}`,
      );
      assert.equal(
        holdsFor(atMost(2), operator, limit),
        expected(
          all.filter((number) => number <= 2),
          operator,
          limit,
        ),
        `at most 2 ${operator} ${limit}`,
      );
    }
});

test('counters compare exactly beyond 2^53', () => {
  assert.equal(holdsFor(exactly(2n ** 53n + 1n), '>', 2 ** 53), true);
  assert.equal(holdsFor(exactly(2n ** 64n - 1n), '=', 2n ** 64n - 1n), true);
  assert.equal(holdsFor(exactly(2n ** 64n - 1n), '=', 2n ** 64n - 2n), false);
});
