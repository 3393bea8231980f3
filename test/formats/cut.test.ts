import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cut, cutHolders, leastHolders } from '../../src/formats/cut.ts';

const holders = 'nginx-worker(1234,fd=6);postgres(77,fd=12)';

test('a cut name ends in a mark that takes one column', () => {
  assert.equal(cut('abcdef', 4, '…'), 'abc…');
  assert.equal(cut('日本語', 5, '…'), '日本…');
  assert.equal(cut('abc', 3, '…'), 'abc');
});

test('process names in owner lists are cut, process ids never', () => {
  assert.equal(cutHolders(holders, 40, '…'), 'nginx-wo…(1234,fd=6);postgres(77,fd=12)');
  for (let width = leastHolders(holders); width < holders.length; width++) {
    const shown = cutHolders(holders, width, '…');
    assert.ok(shown.length <= width, `${width}: ${shown}`);
    assert.match(shown, /\b1234\b.*\b77\b/);
  }
});
