import assert from 'node:assert/strict';
import { test } from 'node:test';
import { github, stepSummary } from '../../../src/check/formats/github.ts';
import { finding, hostile, layout, mixed, unsafe } from '../finding.ts';

type Command = { readonly name: string; readonly title: string; readonly message: string };

/** actions/runner, ActionCommand.cs: where a line is a command, and how its parts are unescaped. */
const commandOf = (line: string): Command | null => {
  const [, name, properties, data] = /^\s*::([a-z-]+)(?: ([^:]*(?:%3A[^:]*)*))?::(.*)$/s.exec(line) ?? [];
  if (name === undefined) return null;
  const plain = (text: string): string =>
    text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
  const title = /^title=([^,]*)$/.exec(properties ?? '')?.[1];
  assert.ok(title !== undefined, `one property, without a comma: ${line}`);
  return {
    name,
    title: plain(title.replaceAll('%3A', ':').replaceAll('%2C', ',')),
    message: plain(data!),
  };
};

/** The runner also accepts `##[name]` anywhere in a line as a command of its older dialect. */
const read = (text: string): { commands: Command[]; others: string[] } => {
  const lines = text.split(/\r\n|\r|\n/);
  const commands = lines.flatMap((line) => commandOf(line) ?? []);
  const others = lines.filter((line) => commandOf(line) === null && line !== '');
  for (const line of others) assert.doesNotMatch(line, /^\s*::|##\[/);
  return { commands, others };
};

test('fault 59: a name cannot end an annotation or start another', () => {
  const text = github(mixed, layout);
  assert.doesNotMatch(text.replaceAll('\n', ''), unsafe);
  const { commands } = read(text);
  assert.deepEqual(
    commands.map(({ name, title }) => [name, title.split(':')[1]!.trim().slice(0, 10)]),
    [
      ['error', 'udp-errors'],
      ['warning', 'exposed'],
      ['warning', 'a\'b="c|d\\x'],
    ],
  );
  assert.match(commands[0]!.message, /^lost by a'b/);
});

test('the ten worst findings of a kind become annotations, the rest log lines', () => {
  const many = Array.from({ length: 25 }, (_, at) =>
    finding({ rule: `${hostile}${at}`, status: 'critical' }),
  );
  const { commands, others } = read(github([...many, finding({ status: 'warn' })], layout));
  assert.deepEqual([commands.filter(({ name }) => name === 'error').length, commands.length], [10, 11]);
  assert.equal(others.length, 15 + 1);
  assert.match(others.at(-1)!, /^26 checks: 25 critical, 1 warning$/);
});

test('the summary is a Markdown table that no name breaks, within the size limit', () => {
  const summary = stepSummary(mixed);
  const rows = summary.split('\n').filter((line) => line.startsWith('|'));
  assert.equal(rows.length, mixed.length + 2);
  for (const row of rows) assert.equal(row.replaceAll(/\\./g, '').split('|').length, 5, row);
  assert.doesNotMatch(summary.replaceAll('\n', ''), unsafe);
  assert.doesNotMatch(summary, /<b>/);
  const many = Array.from({ length: 1_000 }, () => finding({ status: 'critical', message: 'ü'.repeat(500) }));
  const cut = stepSummary(many, 100_000);
  assert.ok(Buffer.byteLength(cut) <= 100_000 && Buffer.byteLength(cut) > 90_000);
  assert.match(cut, /1000 checks: 1000 critical\n$/);
  assert.equal(stepSummary(many, 10), '');
});
