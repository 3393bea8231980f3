import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

/** Each is exponential, or of a high power, where a match that fails is tried again from every place. */
const evil = [
  '^(a+)+$',
  '^(a|aa)+$',
  '(a*)*b',
  '(.*a)*b',
  '^([a-z]+)*$',
  '^(\\w+\\s?)*$',
  'a{9,99}a{9,99}a{9,99}b',
];

test('no regular expression takes for ever', () => {
  const program = `
    import { patternTest } from './.build/src/query/pattern.js';
    const longest = 'a'.repeat(255) + '!' + 'a'.repeat(5000);
    for (const flags of ['', 'i', 'ms'])
      for (const pattern of ${JSON.stringify(evil)}) if (patternTest(pattern, flags)(longest)) throw pattern;
  `;
  const { status, signal, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    timeout: 60_000,
    encoding: 'utf8',
  });
  assert.deepEqual({ status, signal, stderr }, { status: 0, signal: null, stderr: '' });
});
