import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const check = 'npm ci && npm run check';

test('the README’s two commands set up a fresh clone to list sockets and to run all checks', () => {
  const commands = [...readFileSync('README.md', 'utf8').matchAll(/^```sh\n(npm ci .*)\n```$/gm)];
  assert.deepEqual(
    commands.map(([, command]) => command),
    ['npm ci && node bin/procnet.js conns', check],
  );
});

test('continuous integration runs the same check, then the tests of the single executable', () => {
  const last = readFileSync('.ci/run', 'utf8').trimEnd().split('\n').slice(-2);
  assert.deepEqual(last, [check, 'npm run test:binary']);
});
