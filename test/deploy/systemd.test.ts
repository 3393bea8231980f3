import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { command } from '../support/command.ts';
import { hang, needs } from '../support/needs.ts';

const text = readFileSync('src/deploy/systemd/procnet.service', 'utf8');

const directory = mkdtempSync(join(tmpdir(), 'procnet-systemd-'));
after(() => rmSync(directory, { recursive: true }));

const path = join(directory, 'procnet.service');
writeFileSync(path, text.replace('/usr/bin/procnet', command.join(' ')));

const analyze = (...args: readonly string[]): { readonly status: number | null; readonly said: string } => {
  const { status, stdout, stderr } = spawnSync('systemd-analyze', args, { encoding: 'utf8', timeout: hang });
  return { status, said: stdout + stderr };
};

test('systemd finds no mistake in the unit', needs('systemd-analyze'), () => {
  const { status, said } = analyze('verify', '--man=no', path);
  assert.equal(status, 0, said);
  assert.doesNotMatch(said, /procnet\.service/);
});

/** The settings that the unit's first comment suggests. */
const suggested = text
  .split('\n')
  .flatMap((line) => /^# {3}(.+)/.exec(line)?.[1] ?? [])
  .join('\n');

test(
  'systemd accepts the suggested settings, and expands all that is in them',
  needs('systemd-analyze'),
  () => {
    const unit = join(directory, 'adjusted.service');
    writeFileSync(unit, `${text.replace('/usr/bin/procnet', command.join(' '))}\n${suggested}\n`);
    const { status, said } = analyze('verify', '--man=no', unit);
    assert.equal(status, 0, said);
    assert.doesNotMatch(said, /adjusted\.service/);
    assert.doesNotMatch(suggested, /\$/, 'systemd expands no variables in Environment=');
  },
);

test('procnet serve accepts the suggested options', () => {
  const [, value] = /^Environment="PROCNET_OPTIONS=(.*)"$/m.exec(suggested)!;
  writeFileSync(join(directory, 'token'), 'short', { mode: 0o600 });
  const { status, stderr } = spawnSync(
    command[0],
    [...command.slice(1), 'serve', ...value!.replace('%d', directory).split(' ')],
    { encoding: 'utf8', timeout: hang },
  );
  assert.equal(status, 2);
  assert.match(stderr, /^procnet: --token-file \S+\/token: expected 16 characters or more/);
});

test('systemd rates the unit as well sandboxed', needs('systemd-analyze'), () => {
  const { status, said } = analyze('security', '--offline=true', '--threshold=20', path);
  assert.equal(status, 0, said);
  assert.match(said, /Overall exposure level for procnet\.service: [01]\.\d OK/);
});
