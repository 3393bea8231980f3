import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import type { FilePolicy, Lines } from '../../src/core/report.ts';
import { conns } from '../../src/reports/conns.ts';
import { FakeFiles } from '../lookup/fake-files.ts';
import { damage, damagedText, isBlank, linesOf } from '../support/damaged-lines.ts';
import { KernelSource } from '../support/kernel-source.ts';
import { machines } from '../support/machines.ts';
import { noLookups } from '../support/no-lookups.ts';
import { only, type Table, tables } from '../support/row-tables.ts';
import { runs } from '../support/runs.ts';

const numRuns = runs(300);

const captures = (file: string): readonly string[] =>
  machines
    .filter(({ endian }) => endian === 'little')
    .map(({ proc }) => `${proc}/net/${file}`)
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, 'latin1'))
    .filter((text) => text !== '');

type Account = {
  readonly rows: readonly number[];
  readonly problems: readonly number[];
  /** For unix sockets. */
  readonly paths: readonly (string | null)[];
};

/** The line number of each row, and of each reported line. */
const account = ({ file, report, switches = {} }: Table, text: string): Account => {
  const problems: number[] = [];
  const rows: number[] = [];
  const paths: (string | null)[] = [];
  let opened: Lines | null = null;
  class Watched extends KernelSource {
    override open(name: string, policy?: FilePolicy): Lines | null {
      const lines = super.open(name, policy);
      if (name === file) opened = lines;
      return lines;
    }
  }
  const files = new FakeFiles({ [`/net/${file}`]: Buffer.from(text, 'latin1') });
  const kernel = new Watched(
    { net: '/net', root: null, live: false },
    { endian: 'little' },
    files,
    ({ line }) => {
      if (line !== null) problems.push(line);
    },
  );
  const path = report.columns.find(({ name }) => name === 'path');
  const context = { kernel, wanted: new Set<string>(), states: null, lookups: noLookups };
  for (const view of report.scan({
    ...context,
    switches: { ...(report.switches() as object), ...switches },
  })) {
    const { line } = view as { readonly line?: unknown };
    rows.push(typeof line === 'number' ? line : (opened as Lines | null)!.number);
    if (path !== undefined) paths.push(path.read(view) as string | null);
  }
  return { rows, problems, paths };
};

for (const table of tables) {
  const texts = captures(table.file);
  test(`${table.file}: every line is a header, empty, a row, a reported problem, or a repeated row`, () => {
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(damage, { maxLength: 6 }), (whole, damages) => {
        const text = damagedText(whole, damages);
        const { rows, problems } = account(table, text);
        const lines = linesOf(text);
        assert.deepEqual(
          rows,
          [...new Set(rows)].sort((a, b) => a - b),
          'at most one row a line, in their order',
        );
        const given = new Set<string>();
        let place = 0;
        for (const [at, line] of lines.entries()) {
          const number = at + 1;
          if (!isBlank(line)) place++;
          const isRow = rows.includes(number);
          const isProblem = problems.includes(number);
          if (isBlank(line) || table.isHeading?.(line, place, number)) {
            assert.ok(!isRow && !isProblem, `line ${number} says nothing: ${JSON.stringify(line)}`);
            continue;
          }
          const identity = table.identity?.(line);
          const isAgain = identity !== undefined && given.has(identity);
          assert.ok(isRow || isProblem || isAgain, `line ${number} is lost: ${JSON.stringify(line)}`);
          assert.ok(!isRow || !isAgain, `line ${number} is returned twice: ${JSON.stringify(line)}`);
          if (isRow && identity !== undefined) given.add(identity);
        }
        assert.ok([...rows, ...problems].every((number) => number <= lines.length));
      }),
      { numRuns, includeErrorInReport: true },
    );
  });
}

test('unix: every line is the header, empty, a row, part of a name, or a reported problem', () => {
  const table: Table = { file: 'unix', report: conns, switches: only('unix', 'unix') };
  const texts = captures('unix');
  const unlikeRepeats = damage.filter(({ kind }) => kind !== 'repeat');
  fc.assert(
    fc.property(fc.constantFrom(...texts), fc.array(unlikeRepeats, { maxLength: 6 }), (whole, damages) => {
      const text = damagedText(whole, damages);
      const { problems, paths } = account(table, text);
      const lines = linesOf(text);
      const heading = lines[0]?.slice(0, 200).includes('RefCount') ? 1 : 0;
      const inNames = paths.reduce((sum, path) => sum + (path?.split('\n').length ?? 1), 0);
      const lost = lines.length - heading - inNames - problems.length;
      const blank = lines.slice(heading).filter(isBlank).length;
      assert.ok(lost >= 0 && lost <= blank, `${lost} lines are lost, and ${blank} are blank`);
    }),
    { numRuns, includeErrorInReport: true },
  );
});
