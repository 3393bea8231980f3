import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

/** The number of each kind. Test titles name those they cover: `fault 12: …`, `… (faults 44, 45, trap 26)`. */
const kinds = { fault: 96, trap: 65 } as const;

const comment = /^\s*(?:\/\/|\/?\*).*$/gm;
const literal = /'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g;

/** All string literals in tests, including titles, but not comments. */
const texts = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts') && path !== 'numbered.test.ts')
  .flatMap((path) => readFileSync(join('test', path), 'utf8').replace(comment, '').match(literal) ?? []);

const readme = readFileSync('test/README.md', 'utf8');

const numbersIn = (text: string, kind: string): number[] =>
  [...text.matchAll(new RegExp(`\\b${kind}s? (\\d+(?:, \\d+)*)`, 'g'))].flatMap(([, list]) =>
    list!.split(', ').map(Number),
  );

for (const [kind, last] of Object.entries(kinds))
  test(`each ${kind} has a test that names it, or a documented reason`, () => {
    const shown = new Set(texts.flatMap((text) => numbersIn(text, kind)));
    const rows = readme.match(new RegExp(`^\\| ${kind} \\d+.*$`, 'gm')) ?? [];
    const excused = new Set(rows.flatMap((row) => numbersIn(row.split('|')[1]!, kind)));
    const all = Array.from({ length: last }, (_, at) => at + 1);
    assert.deepEqual(
      all.filter((number) => !shown.has(number) && !excused.has(number)),
      [],
      'neither',
    );
    assert.deepEqual(
      all.filter((number) => shown.has(number) && excused.has(number)),
      [],
      'both',
    );
    assert.deepEqual(
      [...shown, ...excused].filter((number) => !all.includes(number)),
      [],
      'unknown',
    );
  });
