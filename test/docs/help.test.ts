import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { commandHelp, overview, overviewExamples, pageHelp } from '../../src/docs/help.ts';
import { definitions, paragraph, wrap } from '../../src/docs/wrap.ts';
import { optionsOf } from '../../src/options/index.ts';
import { listed } from '../../src/options/listed.ts';
import { commandPages } from '../../src/options/pages.ts';
import { loadReports } from '../../src/reports/registry.ts';
import { runHere } from '../cli/run-here.ts';

const all = await loadReports();

const directory = mkdtempSync(join(tmpdir(), 'procnet-help-'));
after(() => rmSync(directory, { recursive: true }));

/** The arguments of the first procnet in a command line, as a shell parses them. */
const wordsOf = (command: string): string[] => {
  const script = `procnet() { printf '%s\\0' "$@" >&3; exit; }; ${command}`;
  const { output } = spawnSync('sh', ['-c', script], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  return String(output[3]).split('\0').slice(0, -1);
};

/** A command line in an example may be longer, because it is meant to be copied. */
const isCommand = (line: string): boolean => /^ {2}(procnet|source) /.test(line);

const refuseUntidy = (text: string, width: number): void => {
  assert.ok(text.endsWith('\n') && !text.endsWith('\n\n'), 'one line feed at the end');
  for (const line of text.split('\n')) {
    assert.doesNotMatch(line, /\s$/, `trailing spaces:  ${line}`);
    assert.doesNotMatch(line, /[^\x20-\x7e]/, `a sign that some terminal cannot show: ${line}`);
    assert.ok(line.length <= width || isCommand(line), `${line.length} columns: ${line}`);
  }
};

test('text wraps between words, and an overlong word stays whole', () => {
  assert.deepEqual(wrap('aa bb cc', 5), ['aa bb', 'cc']);
  assert.deepEqual(wrap('a bbbbbbbb c', 4), ['a', 'bbbbbbbb', 'c']);
  assert.equal(paragraph('aa bb cc', 2, 7, 1), '  aa\n   bb\n   cc');
});

test('descriptions are aligned in one column, continuation lines included', () => {
  assert.equal(
    definitions(
      [
        ['a', 'one two'],
        ['long', 'three'],
      ],
      14,
    ),
    '  a     one\n        two\n  long  three',
  );
});

test('an overlong term gets its own line', () => {
  const term = 'x'.repeat(40);
  assert.equal(definitions([[term, 'meaning']]), `  ${term}\n${' '.repeat(34)}meaning`);
});

for (const report of all) {
  test(`help of ${report.name} is tidy at any width and complete`, () => {
    for (const width of [80, 100, 200]) refuseUntidy(commandHelp(report, width), Math.min(width, 100));
    const text = commandHelp(report).replaceAll(/\s+/g, ' ');
    for (const { name, heading, help } of report.columns) {
      assert.match(text, new RegExp(`(?<!\\w)${name}[*+]?(?!\\w)`), `the column ${name}`);
      if (heading !== undefined) assert.ok(text.includes(`, ${heading} `), `the heading ${heading}`);
      assert.ok(text.includes(help), `the meaning of ${name}`);
    }
    for (const { name, help } of listed(optionsOf(report))) {
      assert.ok(text.includes(`--${name}`), `--${name}`);
      assert.ok(text.includes(help), `the meaning of --${name}`);
    }
    for (const note of report.notes) assert.ok(text.includes(note), note);
  });

  test(`help ${report.name}, ${report.name} --help and its aliases print the same, examples first`, async () => {
    const { out, code } = await runHere(['help', report.name]);
    assert.equal(code, 0);
    for (const name of [report.name, ...report.aliases])
      assert.equal((await runHere([name, '--help'])).out, out, name);
    const titles = out.split('\n').filter((line) => /^\w.*:$/.test(line));
    assert.equal(titles[0], 'Examples:');
  });
}

for (const [command] of [...all.flatMap(({ examples }) => examples), ...overviewExamples]) {
  test(`the example works: ${command}`, async () => {
    const words = wordsOf(command);
    assert.ok(words.length > 0, 'no procnet in it');
    const once = words.includes('--interval') ? ['--count', '1'] : [];
    const proc = words.some((word) => /^--(proc|pid)/.test(word))
      ? []
      : ['--proc', 'test/fixtures/captures/A'];
    const { err, code } = await runHere([...words, ...once, ...proc]);
    assert.notEqual(code, 2, err);
    assert.notEqual(code, 70, err);
  });
}

test('the overview lists every command, and all four ways to it work', async () => {
  const text = overview(all);
  for (const width of [80, 100]) refuseUntidy(overview(all, width), width);
  for (const { name, summary } of [...all, ...commandPages]) {
    assert.match(text, new RegExp(`^ {2}${name}\\b`, 'm'));
    assert.ok(text.includes(summary), summary);
  }
  for (const argv of [[], ['help'], ['-h'], ['--help']])
    assert.deepEqual(await runHere(argv), { out: text, err: '', code: 0 }, argv.join(' '));
});

for (const page of commandPages) {
  test(`help of ${page.name}`, async () => {
    for (const width of [80, 100]) refuseUntidy(pageHelp(page, width), width);
    const { out, code } = await runHere(['help', page.name]);
    assert.deepEqual([out, code], [pageHelp(page), 0]);
    assert.equal((await runHere([page.name, '--help'])).out, out);
  });
}

test('help for an unknown command is a usage error with a suggestion', async () => {
  const { out, err, code } = await runHere(['help', 'explian']);
  assert.deepEqual([out, code], ['', 2]);
  assert.match(err, /did you mean "explain"\?/);
  assert.equal((await runHere(['help', 'arp', 'conns'])).code, 2);
});
