import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import type { Report } from '../src/core/report.ts';
import { loadReports } from '../src/reports/registry.ts';
import { runInProcess } from './support/in-process.ts';
import { machines, sourceArguments } from './support/machines.ts';

/**
 * Whole outputs, byte for byte, so that any change shows in the diff. `UPDATE_GOLDEN=1` rewrites them;
 * review that diff before committing. That big-endian gives what A gives is tested by the contract.
 */
const update = process.env['UPDATE_GOLDEN'] === '1';
const root = 'test/golden';

const all = await loadReports();
const everything: Readonly<Record<string, readonly string[]>> = { conns: ['-A', 'all'], routes: ['--all'] };

/** The golden file's extension, the arguments that make it, and a terminal's width. */
type Shot = readonly [extension: string, argv: (report: Report) => readonly string[], width?: number];

const json: Shot = ['json', ({ name }) => ['--json', '--columns', 'all', ...(everything[name] ?? [])]];
const onTerminal = (width: number): Shot => [`${width}.table`, () => ['--color', 'never'], width];
const shots: Readonly<Record<string, readonly Shot[]>> = {
  'captures/A': [
    json,
    ['plain', () => ['--plain']],
    ['csv', () => ['--csv']],
    ['table', () => ['--format', 'table', '--color', 'never']],
    onTerminal(80),
    onTerminal(60),
  ],
  'captures/B': [json, onTerminal(80), onTerminal(60)],
  hostile: [json],
  torn: [json],
};

const check = (path: string, actual: string): void => {
  if (!update) assert.equal(actual, existsSync(path) ? readFileSync(path, 'utf8') : '', path);
  else if (actual === '') rmSync(path, { force: true });
  else writeFileSync(path, actual);
};

for (const [name, wanted] of Object.entries(shots)) {
  const machine = machines.find((one) => one.name === name)!;
  const directory = `${root}/${basename(name)}`;
  mkdirSync(directory, { recursive: true });
  for (const report of all)
    for (const [extension, argv, width] of wanted)
      test(`${report.name} of ${name} as ${extension}`, async () => {
        const result = await runInProcess(
          [report.name, ...sourceArguments(machine), ...argv(report)],
          width ?? null,
        );
        const path = `${directory}/${report.name}.${extension}`;
        check(path, result.stdout);
        check(`${path}.stderr`, result.stderr);
        assert.equal(result.code, 0);
      });
  test(`no unused golden file of ${name} is left`, () => {
    const known = all.flatMap((report) => wanted.map(([extension]) => `${report.name}.${extension}`));
    const extra = readdirSync(directory).filter((file) => !known.includes(file.replace(/\.stderr$/, '')));
    assert.deepEqual(extra, []);
  });
}
