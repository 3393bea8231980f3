import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoundColumn } from '../../src/core/column.ts';
import { UsageError } from '../../src/core/errors.ts';
import { selectColumns } from '../../src/query/select.ts';

const columns = ['a', 'b', 'c', 'd'].map((name) => ({
  name,
  kind: 'text',
  help: '',
  read: () => null,
  ...(name > 'b' ? { optional: true } : {}),
})) as unknown as readonly BoundColumn[];

const names = (words: readonly string[] | undefined, extra: readonly string[] = []): string =>
  selectColumns(columns, words, extra, false)
    .map(({ name }) => name)
    .join('');

test('default columns, columns enabled by an option, all, and a list in order', () => {
  assert.equal(names(undefined), 'ab');
  assert.equal(names(undefined, ['d']), 'abd');
  assert.equal(names(['all']), 'abcd');
  assert.equal(names(['d', 'a', 'd']), 'da');
});

test('+ and - change the default columns and apply until the next sign', () => {
  assert.equal(names(['+c']), 'abc');
  assert.equal(names(['+c', 'd']), 'abcd');
  assert.equal(names(['-a', '+d']), 'bd');
  assert.equal(names(['-a', 'b', '+c']), 'c');
});

test('an unknown column or an empty selection is refused', () => {
  for (const words of [['x'], ['+x'], ['a', '+c'], ['-a', '-b'], ['constructor']])
    assert.throws(() => names(words), UsageError, words.join());
});
