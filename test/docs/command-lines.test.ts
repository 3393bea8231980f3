import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { commandLines } from '../../src/docs/command-lines.ts';
import { loadReports } from '../../src/reports/registry.ts';
import { needs } from '../support/needs.ts';

const reports = await loadReports();
const commands = reports.flatMap(({ examples }) => examples.map(([command]) => command));

/** The tokens that bash makes of it, including pipes, semicolons and redirections. */
const wordsIn = (command: string): string => {
  const script = `printf '%s\\n' ${command.replaceAll(/[;|<>&]/g, '"$&"')}`;
  const { stdout } = spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8' });
  assert.match(stdout, /^procnet\n/, script);
  return stdout;
};

test('a wrapped command line means the same to a shell, and fits', needs('bash'), () => {
  for (const command of commands) {
    const lines = commandLines(command, 50);
    assert.equal(wordsIn(lines.join('\n')), wordsIn(command), command);
    if (lines.length > 1 && !command.includes("'"))
      assert.ok(
        lines.every((line) => line.length <= 50),
        lines.join('\n'),
      );
  }
});

test('a short one is unchanged, and quoted text is never split', () => {
  assert.deepEqual(commandLines('procnet conns -t', 20), ['procnet conns -t']);
  assert.deepEqual(commandLines("procnet diff a --ignore 'state = x'", 24), [
    'procnet diff a \\',
    '    --ignore \\',
    "    'state = x'",
  ]);
});
