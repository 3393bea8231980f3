import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawn, sparkline } from '../../src/formats/spark.ts';

test('a sparkline has one bar per value and a gap for unknown ones', () => {
  assert.equal(sparkline([0, 7, null, 3.5], 8, false), '▁█ ▅');
  assert.equal(sparkline([0, 0], 8, true), '__');
  assert.equal(sparkline([1, 2, 3, 4], 2, true).length, 2);
});

test('a column of rates has the same width from the first sample on', () => {
  const trend = { name: 'trend', kind: 'numbers', unit: 'per second', help: '', read: () => [] } as const;
  const { text } = drawn(trend, true);
  assert.equal(text!([1, null, 2] as never, {} as never), '= #'.padStart(12));
  const pids = { name: 'pid', kind: 'numbers', help: '', read: () => [] } as const;
  assert.equal(drawn(pids, true), pids);
});
