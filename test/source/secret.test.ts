import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { secretOfRun } from '../../src/source/secret.ts';

test('the secret stays the same throughout a run, and differs between runs', () => {
  assert.equal(secretOfRun(), secretOfRun());
  assert.equal(secretOfRun().length, 2);
  const path = JSON.stringify(new URL('../../src/source/secret.js', import.meta.url).href);
  const script = `const { secretOfRun } = await import(${path}); console.log(secretOfRun().join());`;
  const drawn = Array.from({ length: 3 }, () =>
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }),
  );
  assert.equal(new Set([...drawn, `${secretOfRun().join()}\n`]).size, 4, drawn.join());
});
