import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isPattern, matchesGlob } from '../../src/core/glob.ts';
import { runs } from '../support/runs.ts';

const cases: readonly (readonly [pattern: string, text: string, expected: boolean])[] = [
  ['', '', true],
  ['', 'a', false],
  ['a', '', false],
  ['*', '', true],
  ['*', 'abc', true],
  ['**', 'abc', true],
  ['a*', 'abc', true],
  ['*c', 'abc', true],
  ['*b', 'abc', false],
  ['*b*', 'abc', true],
  ['a*c', 'abcbc', true],
  ['a*bc', 'abcbc', true],
  ['*ab', 'aab', true],
  ['?', 'a', true],
  ['?', '', false],
  ['?', 'ab', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['?*', 'a', true],
  ['*?', '', false],
  ['abc', 'ab', false],
  ['ab', 'abc', false],
  ['TCP*retrans', 'TcpExtFailRetrans', true],
  ['tcp*RETRANS', 'TcpExtTCPRetrans', true],
  ['a.c', 'abc', false],
];

for (const [pattern, text, expected] of cases)
  test(`"${pattern}" and "${text}": ${expected}`, () => assert.equal(matchesGlob(pattern, text), expected));

test('it agrees with an equivalent regular expression', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
  const plain = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
  fc.assert(
    fc.property(letters, plain, (pattern, text) => {
      const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      assert.equal(matchesGlob(pattern, text), expression.test(text));
    }),
    { numRuns: runs(1000) },
  );
});

test('a star or a question mark makes it a pattern', () => {
  assert.deepEqual(['a', 'a*', '?', ''].map(isPattern), [false, true, true, false]);
});
