import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { commandLines } from '../../src/docs/command-lines.ts';
import { manualPages } from '../../src/docs/man.ts';
import { argument, sentences } from '../../src/docs/mdoc.ts';
import { optionsOf } from '../../src/options/index.ts';
import { listed } from '../../src/options/listed.ts';
import { commandPages } from '../../src/options/pages.ts';
import { loadReports } from '../../src/reports/registry.ts';
import { needs } from '../support/needs.ts';

const all = await loadReports();
const pages = manualPages(all, { version: '1.2.3', date: '2020-02-03' });

const directory = mkdtempSync(join(tmpdir(), 'procnet-man-'));
after(() => rmSync(directory, { recursive: true }));

const pathOf = (name: string): string => {
  const path = join(directory, name);
  writeFileSync(path, pages.get(name)!);
  return path;
};

/** The page as shown to a reader, in wide lines, without bold, with hyphens as typed. */
const rendered = (name: string): string => {
  const env = {
    ...process.env,
    MANWIDTH: '1000',
    LC_ALL: 'C.UTF-8',
    MANROFFOPT: '-c',
    MAN_KEEP_FORMATTING: '',
  };
  const { stdout, stderr, status } = spawnSync('man', ['--warnings=all', '-P', 'cat', '-l', pathOf(name)], {
    env,
    encoding: 'utf8',
  });
  assert.deepEqual([stderr, status], ['', 0], name);
  return stdout
    .replaceAll(/.\x08/g, '')
    .replaceAll('’', "'")
    .replaceAll(/\x1b\[[\d;]*m/g, '');
};

test('procnet and each command have a page', () => {
  const names = [...all, ...commandPages].map(({ name }) => `procnet-${name}.1`);
  assert.deepEqual([...pages.keys()], ['procnet.1', ...names]);
});

for (const [name] of pages) {
  test(`${name} renders without warnings`, needs('man', 'groff'), () => {
    const text = rendered(name);
    assert.match(text, /^NAME$/m);
    assert.match(text, /procnet 1\.2\.3/);
    assert.match(text, /February 3, 2020/);
  });

  test(`${name} passes mandoc’s lint`, needs('mandoc'), () => {
    const { stdout, status } = spawnSync('mandoc', ['-T', 'lint', '-W', 'warning', pathOf(name)], {
      encoding: 'utf8',
    });
    assert.deepEqual([stdout, status], ['', 0]);
  });
}

for (const report of all) {
  test(
    `the page for ${report.name} shows every column, option, example and note verbatim`,
    needs('man', 'groff'),
    () => {
      const text = rendered(`procnet-${report.name}.1`).replaceAll(/\s+/g, ' ');
      // Text in backticks is printed in bold instead.
      const has = (part: string): void =>
        assert.ok(text.includes(part.replaceAll(/\s+/g, ' ').replaceAll('`', '')), part);
      for (const { name, heading, help } of report.columns) {
        has(heading === undefined ? ` ${name} (` : ` ${name}, ${heading} (`);
        has(help);
      }
      for (const { name, help, value } of listed(optionsOf(report))) {
        has(value === undefined ? `--${name}` : value);
        has(`--${name}`);
        has(help);
      }
      for (const [command] of report.examples) for (const line of commandLines(command, 66)) has(line.trim());
      for (const note of report.notes) has(note);
    },
  );
}

test('whatis finds each page by its name', needs('lexgrog'), () => {
  for (const [page] of pages) {
    const { stdout } = spawnSync('lexgrog', [pathOf(page)], { encoding: 'utf8' });
    assert.ok(stdout.includes(`: "${page.slice(0, -2)} - `), stdout);
  }
});

test('special characters on the first page are shown as typed', needs('man', 'groff'), () => {
  const text = rendered('procnet.1');
  for (const part of ['\\x1b', '\\u202e', '\\xNN', '\\udcNN', 'as \\\\,', '"~" | "!~"', "'*Retrans*'", '||'])
    assert.ok(text.includes(part), part);
});

test('text cannot contain roff requests', () => {
  assert.equal(sentences('.so /etc/passwd'), '\\&.so /etc/passwd');
  assert.equal(sentences("'so x"), "\\&'so x");
  assert.equal(sentences('a \\fB b'), 'a \\efB b');
  assert.equal(sentences('See `-a "b"`. It is.'), 'See \\fB\\-a \\(dqb\\(dq\\fR.\nIt is.');
  assert.equal(argument('Ar "x"'), '"\\&Ar \\(dqx\\(dq"');
});
