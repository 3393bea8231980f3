import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { BadWord } from '../../../src/query/expression/context.ts';
import { patternTest } from '../../../src/query/expression/pattern.ts';
import { hang } from '../../support/needs.ts';
import { runs } from '../../support/runs.ts';

/** Patterns that take a backtracking engine exponential time, and long ones without a letter to search for. */
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
  '[ab]?.{0,400}[b-c]{0,80}[d-e]',
  '.*[ab].{450}[de]',
  '\\b.{0,450}\\b[de]\\B',
];

test('no regular expression runs forever', () => {
  const program = `
    import { patternTest } from './.build/src/query/expression/pattern.js';
    const longest = 'abca'.repeat(1024) + '!';
    for (const flags of ['', 'i', 'ms'])
      for (const pattern of ${JSON.stringify(evil)}) patternTest(pattern, flags)(longest);
  `;
  const { status, signal, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    timeout: hang,
    encoding: 'utf8',
  });
  assert.deepEqual({ status, signal, stderr }, { status: 0, signal: null, stderr: '' });
});

test('the engine is loaded only by the first regular expression', () => {
  const program = `
    import { Module } from 'node:module';
    const loaded = () => Object.keys(Module._cache).some((path) => path.includes('re2js'));
    const { compileExpression } = await import('./.build/src/query/expression/compile.js');
    const columns = [{ name: 'path', kind: 'text', help: '', read: (row) => row }];
    const compile = (text) => compileExpression(text, columns, { portsOf: () => [] });
    compile('path = /a*/');
    const before = loaded();
    compile('path ~ /a*/');
    console.log(before, loaded());
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  assert.deepEqual({ stdout, stderr }, { stdout: 'false true\n', stderr: '' });
});

test('compiling a regular expression has no side effects on the process', () => {
  patternTest('a', 'i');
  const experimental = 'l';
  assert.throws(() => new RegExp('a', experimental), SyntaxError);
});

test('matches agree with the built-in engine', () => {
  const part = fc.constantFrom(
    ...['a', 'b', 'A', '.', '[ab]', '[^a]', '[@-Z]', '[Z-a]', '[A-Z]', '[^A-Z]', '(a|b)', '(?:ab)', '^', '$'],
    ...[
      '\\b',
      '\\B',
      '\\w',
      '\\W',
      '\\d',
      '\\.',
      '\\x41',
      '\\u0062',
      '\\t',
      '|',
      '[\\w-]',
      '[.\\]]',
      '(?<n>a)',
    ],
  );
  const repeated = fc.tuple(part, fc.constantFrom('', '', '?', '*', '+', '+?', '{2}', '{1,3}'));
  const pattern = fc
    .array(repeated, { minLength: 1, maxLength: 5 })
    .map((parts) => parts.map(([what, often]) => (/^[\^$|]|^\\b/i.test(what) ? what : what + often)).join(''))
    .filter((source) => source.split('?<n>').length < 3);
  const subject = fc.array(
    fc.constantFrom(...['a', 'b', 'A', 'Z', '[', '^', '_', '`', '.', '-', '1', '\t', '\n', 'é', '日']),
    { maxLength: 8 },
  );
  const flags = fc.constantFrom('', 'i', 'm', 's', 'im', 'is');
  fc.assert(
    fc.property(pattern, flags, subject, (source, flags, letters) => {
      const text = letters.join('');
      assert.equal(patternTest(source, flags)(text), new RegExp(source, flags).test(text));
    }),
    { numRuns: runs(2_000) },
  );
});

const caseless: readonly (readonly [pattern: string, matches: string, not: string])[] = [
  ['\\x41', 'aA', 'bB'],
  ['\\u0041', 'aA', 'bB'],
  ['[@-Z]', '@aAzZ', '[^_`'],
  ['[Z-a]', 'zZ[^_`aA', 'bByY'],
  ['é', 'éÉ', 'e'],
  ['[^a]', 'bB', 'aA'],
  ['\\W', '.-', 'aA_'],
];

for (const [pattern, matching, other] of caseless)
  test(`/${pattern}/i matches each of ${matching} and none of ${other}`, () => {
    const holds = patternTest(pattern, 'i');
    for (const letter of matching) assert.equal(holds(letter), true, letter);
    for (const letter of other) assert.equal(holds(letter), false, letter);
  });

test('bytes that are not UTF-8 are characters', () => {
  assert.equal(patternTest('^..$', '')('\udc80\udcff'), true);
  assert.equal(patternTest('^.$', '')('😀'), true);
  assert.equal(patternTest('\\x{dc80}', '')('\udc80'), true);
});

test('only the first 4096 characters of a value are matched', () => {
  assert.equal(patternTest('b', '')(`${'a'.repeat(4095)}b`), true);
  assert.equal(patternTest('b', '')(`${'a'.repeat(4096)}b`), false);
});

const refused: readonly (readonly [pattern: string, flags: string, reason: RegExp])[] = [
  ['a'.repeat(201), '', /at most 200 characters/],
  ['a', 'u', /flags of a regular expression are i, m and s/],
  ['a', 'gi', /flags of a regular expression are i, m and s/],
  ['(', '', /^not a regular expression: missing closing \): `\(`$/],
  ['[b-a]', '', /invalid character class range: `b-a`/],
  ['*', '', /missing argument to repetition operator/],
  ['\\', '', /trailing backslash/],
  ['\\u00', '', /invalid escape sequence: `\\\\u`/],
  ['(a)\\1', '', /^back references and look-around are not supported/],
  ['(?<n>a)\\k<n>', '', /^back references and look-around are not supported/],
  ['a(?=b)', '', /^back references and look-around are not supported/],
  ['a(?!b)', '', /^back references and look-around are not supported/],
  ['(?<=a)b', '', /^back references and look-around are not supported/],
  ['(?<!a)b', '', /^back references and look-around are not supported/],
  ['a{1001}', '', /invalid repeat count/],
  ['(a{1000})?a{1000}', '', /smaller repeat counts/],
  ['\u001b(', '', /missing closing \): `\\x1b\(`/],
];

for (const [pattern, flags, reason] of refused)
  test(`${JSON.stringify(pattern).slice(0, 40)} with ${flags || 'no'} flags is refused`, () =>
    assert.throws(
      () => patternTest(pattern, flags),
      (error) => error instanceof BadWord && reason.test(error.message),
    ));

test('any pattern is either compiled or refused', () => {
  const part = fc.constantFrom(
    ...[
      'a',
      '(',
      ')',
      '[',
      ']',
      '{2}',
      '{',
      '}',
      '*',
      '?',
      '\\',
      '^',
      '-',
      '|',
      '\\p{L}',
      '\\Q',
      '(?i)',
      ':',
    ],
  );
  const pattern = fc.oneof(
    fc.string(),
    fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(pattern, fc.string(), (source, subject) => {
      try {
        patternTest(source, 'i')(subject);
      } catch (error) {
        assert.ok(error instanceof BadWord, String(error));
      }
    }),
    { numRuns: runs(2_000) },
  );
});
