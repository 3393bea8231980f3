import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { machines } from './machines.ts';
import { toBigEndian } from './to-big-endian.ts';

test('every machine documents its source', () => {
  for (const { proc } of machines) {
    const about = readFileSync(`${proc}/ABOUT.md`, 'utf8');
    assert.match(about, /^(A real capture|Made from|Made by hand)\b/, proc);
    assert.equal(about.trim().split('\n\n').length, 1, `${proc}: one paragraph`);
  }
});

test('the big-endian machine is A, converted by the script only', () => {
  const from = 'test/fixtures/captures/A/net';
  const to = 'test/fixtures/big-endian/net';
  const names = readdirSync(from).filter((name) => statSync(`${from}/${name}`).isFile());
  assert.deepEqual(readdirSync(to).sort(), names.sort());
  for (const name of names) {
    const turned = toBigEndian(name, readFileSync(`${from}/${name}`, 'latin1'));
    assert.equal(readFileSync(`${to}/${name}`, 'latin1'), turned, name);
  }
});

test('converting twice restores the original, and only addresses are converted', () => {
  const row =
    '   2: 0100007F:1F90 0000000000000000FFFF00000100007F:0050 0A 00000000:00000003 00:00000000 00000000 ';
  const turned =
    '   2: 7F000001:1F90 00000000000000000000FFFF7F000001:0050 0A 00000000:00000003 00:00000000 00000000 ';
  assert.equal(toBigEndian('tcp', row), turned);
  assert.equal(toBigEndian('tcp', turned), row);
  assert.equal(toBigEndian('dev', row), row);
});
