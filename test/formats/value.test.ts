import assert from 'node:assert/strict';
import { test } from 'node:test';
import { valueText } from '../../src/formats/value.ts';

test('a process whose name looks like two holders is shown as one', () => {
  const holders = [
    { pid: 7, name: 'x(1,fd=3);y', fd: 4 },
    { pid: 8, name: 'a\\b\x1b', fd: 5 },
  ];
  assert.equal(valueText(holders), 'x(1,fd=3)\\x3by(7,fd=4);a\\\\b\\x1b(8,fd=5)');
});
