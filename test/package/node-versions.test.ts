import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { hang, isRequired } from '../support/needs.ts';

const skip = isRequired
  ? false
  : 'runs in continuous integration only: it downloads five versions of Node.js';

test('the package works on every supported Node.js version, and refuses an older one', {
  skip,
  timeout: 2 * hang,
}, () => {
  const { status, stdout, stderr } = spawnSync('bash', ['test/package/node-versions.sh'], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stdout + stderr);
});
