import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brokenLines } from '../../src/cli/broken-lines.ts';

test('long lines of a message are wrapped between words, with continuation lines indented', () => {
  assert.equal(brokenLines('one two three\n', 9), 'one two\n  three\n');
  assert.equal(brokenLines('one two\nlongerthanthat x', 9), 'one two\nlongerthanthat\n  x');
  assert.equal(brokenLines('字字 字字', 6), '字字\n  字字');
});

test('text above a caret and overwritten lines are not wrapped', () => {
  assert.equal(brokenLines('  a filter that is long\n    ^\n', 9), '  a filter that is long\n    ^\n');
  assert.equal(brokenLines('\rprocnet: 1 of 2', 9), '\rprocnet: 1 of 2');
});
