import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { patternTest } from '../../../src/query/expression/pattern.ts';
import { hang } from '../../support/needs.ts';
import { runs } from '../../support/runs.ts';

/** Each is exponential, or of a high power, where a match that fails is tried again from every place. */
const evil = [
  '^(a+)+$',
  '(a+)+$',
  '^(a|aa)+$',
  '(a*)*b',
  '(.*a)*b',
  '^([a-z]+)*$',
  '^(\\w+\\s?)*$',
  '.*a.*a.*a.*a.*a.*a.*b',
  'a{9,16}a{9,16}a{9,16}a{9,16}b',
  `${'a?'.repeat(66)}${'a'.repeat(66)}b`,
  `${'(a*|b*)'.repeat(28)}c`,
  `^${'(a|a)'.repeat(38)}c{1}`,
];

test('no regular expression takes for ever', () => {
  const program = `
    import { patternTest } from './.build/src/query/expression/pattern.js';
    const longest = 'a'.repeat(4095) + '!';
    for (const flags of ['', 'i', 'ms'])
      for (const pattern of ${JSON.stringify(evil)}) patternTest(pattern, flags)(longest);
  `;
  const { status, signal, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    timeout: hang,
    encoding: 'utf8',
  });
  assert.deepEqual({ status, signal, stderr }, { status: 0, signal: null, stderr: '' });
});

test('what it finds is what the usual engine finds', () => {
  const part = fc.constantFrom(
    'a',
    'b',
    '.',
    '[ab]',
    '[^a]',
    '(a|b)',
    '(?:ab)',
    '^',
    '$',
    '\\b',
    '\\w',
    '\\.',
    '|',
  );
  const repeated = fc.tuple(part, fc.constantFrom('', '', '?', '*', '+', '+?', '{2}', '{1,3}'));
  const pattern = fc
    .array(repeated, { minLength: 1, maxLength: 5 })
    .map((parts) => parts.map(([what, often]) => (/^[\^$|]|^\\b/.test(what) ? what : what + often)).join(''));
  const subject = fc.array(fc.constantFrom('a', 'b', 'A', '.', '\n'), { maxLength: 8 });
  fc.assert(
    fc.property(pattern, fc.constantFrom('', 'i', 'm', 's'), subject, (source, flags, letters) => {
      const text = letters.join('');
      assert.equal(patternTest(source, flags)(text), new RegExp(source, flags).test(text));
    }),
    { numRuns: runs(300) },
  );
});

test('a value is looked at as far as 4096 characters', () => {
  assert.equal(patternTest('b', '')(`${'a'.repeat(4095)}b`), true);
  assert.equal(patternTest('b', '')(`${'a'.repeat(4096)}b`), false);
});
