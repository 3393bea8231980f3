import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoundColumn } from '../../src/core/column.ts';
import { UsageError } from '../../src/core/errors.ts';
import { columnNamed, columnsNamed, selectColumns } from '../../src/query/select.ts';
import { conns } from '../../src/reports/conns.ts';
import { conntrack } from '../../src/reports/conntrack.ts';
import { routes } from '../../src/reports/routes.ts';

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

test('the words for one end that expressions accept name its column', () => {
  for (const [words, inConns, inConntrack] of [
    ['laddr', 'localAddress', 'source'],
    ['raddr', 'remoteAddress', 'destination'],
    ['src', 'localAddress localPort', 'source sourcePort'],
    ['dst', 'remoteAddress remotePort', 'destination destinationPort'],
    ['lport sport', 'localPort', 'sourcePort'],
    ['rport dport', 'remotePort', 'destinationPort'],
  ] as const)
    for (const word of words.split(' ')) {
      const found = [conns, conntrack].map((report) => columnsNamed(report.columns, word, '--sort'));
      assert.deepEqual(
        found.map((columns) => columns.map(({ name }) => name).join(' ')),
        [inConns, inConntrack],
        word,
      );
    }
  assert.throws(() => columnNamed(routes.columns, 'dst', '--sort'), UsageError);
});

test('a word for both ends suggests the column of each', () => {
  const hint = (word: string): RegExp => new RegExp(`no such column: "${word}"; did you mean (.*)\\?\n`);
  for (const [word, expected] of [
    ['port', 'localPort or remotePort'],
    ['addr', 'localAddress or remoteAddress'],
    ['lprt', 'lport'],
  ] as const)
    assert.throws(
      () => columnNamed(conns.columns, word, '--columns'),
      (error: Error) => hint(word).exec(error.message)?.[1] === expected,
    );
});
