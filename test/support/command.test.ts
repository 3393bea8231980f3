import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

/** They test the package on Node.js or its text, measure it, or draw the README's picture. */
const aboutNode =
  /^test\/(?:package|bench)\/|^test\/support\/(?:command|command\.test|picture)\.ts$|^test\/(?:start|cli\/attacks)\.test\.ts$/;

test('the tests start the command named by PROCNET_BIN', () => {
  const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
    .map((name) => join('test', name))
    .filter((path) => path.endsWith('.ts') && !aboutNode.test(path));
  assert.ok(files.length > 100);
  const named = files.filter((path) => readFileSync(path, 'utf8').includes('bin/procnet.js'));
  assert.deepEqual(named, [], 'use `command` of support/command.ts');
});
