import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Holder, Value } from '../../../src/core/column.ts';
import { compileExpression } from '../../../src/query/expression/compile.ts';
import type { Filter } from '../../../src/query/expression/filter.ts';
import { buildFilter } from '../../../src/query/filters.ts';
import { type PlainRow, plainColumn } from '../../support/plain-columns.ts';
import { runs } from '../../support/runs.ts';

/** Represents a value that exists but is hidden. */
const hidden = 'hidden' as const;

const isHidden = (name: string) => (row: PlainRow) => row[name] === hidden;
const readSeen = (name: string) => (row: PlainRow) => (row[name] === hidden ? null : (row[name] ?? null));
const hiding = (name: string, kind: Parameters<typeof plainColumn>[1]) =>
  plainColumn(name, kind, { read: readSeen(name), hides: isHidden(name) });

const octets = (row: PlainRow) => Uint8Array.from(String(row['localAddress']).split('.').map(Number));

const columns = [
  plainColumn('localPort', 'port'),
  plainColumn('recvQueue', 'integer'),
  plainColumn('localAddress', 'address', { octets }),
  hiding('interface', 'interface'),
  hiding('processes', 'list'),
  hiding('mark', 'integer'),
];
const meanings = { portsOf: () => [], userId: () => null };

const nginx: readonly Holder[] = [{ pid: 1, name: 'nginx', fd: 3 }];
const others: readonly Holder[] = [
  { pid: 2, name: 'sshd', fd: 3 },
  { pid: 3, name: 'node', fd: 4 },
];

/** Possible values of a hidden column; never null, because a value exists. */
const domains: Readonly<Record<string, readonly Value[]>> = {
  interface: ['eth0', 'lo', 'wlan0'],
  processes: [nginx, others, [...nginx, ...others]],
  mark: [0, 1, 2, 3],
};

const rows = fc.record({
  localPort: fc.constantFrom(22, 80),
  recvQueue: fc.constantFrom(0, 2, null),
  localAddress: fc.constantFrom('0.0.0.0', '10.0.0.1'),
  interface: fc.constantFrom('eth0', 'lo', null, hidden),
  processes: fc.constantFrom<readonly Holder[] | null | typeof hidden>(nginx, others, null, hidden),
  mark: fc.constantFrom(0, 1, null, hidden),
});

const tests = fc.constantFrom(
  ...[
    'localPort = 22',
    'localPort != 22',
    'recvQueue > 1',
    'recvQueue = null',
    'recvQueue != mark',
    'mark = recvQueue',
  ],
  ...[
    'interface = eth0',
    'interface != lo',
    'interface in (lo, null)',
    'interface ~ /^e/',
    'interface !~ /0$/',
  ],
  ...['dev eth0', 'dev != lo', 'interface = null', 'interface != null', 'interface not in (eth0, lo)'],
  ...['process = nginx', 'process != nginx', 'process = null', 'pid in (2-9)', 'pid > 1', 'process ~ /^s/'],
  ...['mark = 1', 'mark != 1', 'mark > 2', 'mark <= 0', 'mark in (1-2)', 'mark = null'],
);

type Tree = { readonly text: string };

const { expression } = fc.letrec<{ expression: Tree }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    tests.map((text) => ({ text })),
    tie('expression').map(({ text }) => ({ text: `not (${text})` })),
    fc
      .tuple(tie('expression'), fc.constantFrom('and', 'or'), tie('expression'))
      .map(([left, operator, right]) => ({ text: `(${left.text}) ${operator} (${right.text})` })),
  ),
}));

/** Every row that this one could be. */
const assignments = (row: PlainRow): readonly PlainRow[] =>
  Object.keys(domains).reduce<readonly PlainRow[]>(
    (known, name) =>
      row[name] === hidden
        ? known.flatMap((partly) => domains[name]!.map((value) => ({ ...partly, [name]: value })))
        : known,
    [row],
  );

const couldHold = ({ test: passes }: Filter, row: PlainRow): boolean =>
  assignments(row).some((complete) => passes(complete as never));

const mustHold = ({ test: passes }: Filter, row: PlainRow): boolean =>
  assignments(row).every((complete) => passes(complete as never));

test('a row that might pass if hidden data were known is not a definite no', () => {
  fc.assert(
    fc.property(expression, rows, ({ text }, row) => {
      const filter = compileExpression(text, columns, meanings);
      const maybe = filter.maybe?.(row as never) ?? false;
      const passes = filter.test(row as never);
      if (passes) assert.equal(maybe, false, 'a row that passes is not undecided');
      else if (couldHold(filter, row)) assert.equal(maybe, true, text);
      if (!Object.values(row).includes(hidden)) assert.equal(maybe, false, 'nothing is hidden');
    }),
    { numRuns: runs(5_000) },
  );
});

test('a row that might not pass if hidden data were known is not a definite yes', () => {
  fc.assert(
    fc.property(expression, rows, ({ text }, row) => {
      const filter = compileExpression(text, columns, meanings);
      if (!filter.test(row as never)) return;
      const doubt = filter.doubt?.(row as never) ?? false;
      if (!mustHold(filter, row)) assert.equal(doubt, true, text);
      if (!Object.values(row).includes(hidden)) assert.equal(doubt, false, 'nothing is hidden');
    }),
    { numRuns: runs(5_000) },
  );
});

test('a single comparison is undecided exactly if hidden values matter', () => {
  fc.assert(
    fc.property(tests, rows, fc.boolean(), (text, row, negated) => {
      const filter = compileExpression(negated ? `not ${text}` : text, columns, meanings);
      const maybe = filter.maybe?.(row as never) ?? false;
      if (!filter.test(row as never)) assert.equal(maybe, couldHold(filter, row), text);
      else assert.equal(filter.doubt?.(row as never) ?? false, !mustHold(filter, row), text);
    }),
    { numRuns: runs(2_000) },
  );
});

const row: PlainRow = {
  localPort: 80,
  recvQueue: 0,
  localAddress: '10.0.0.1',
  interface: 'lo',
  processes: nginx,
  mark: 0,
};
const open = (text: string, over: PlainRow): boolean =>
  compileExpression(text, columns, meanings).maybe?.({ ...row, ...over } as never) ?? false;

test('known columns decide where they can', () => {
  assert.equal(open('process = sshd', { processes: hidden }), true);
  assert.equal(open('process = sshd', { processes: null }), false, 'no process at all');
  assert.equal(open('process = sshd and localPort = 22', { processes: hidden }), false);
  assert.equal(open('process = sshd or localPort = 80', { processes: hidden }), false, 'it passes');
  assert.equal(open('not (process = sshd)', { processes: hidden }), false, 'it passes');
  assert.equal(open('process != sshd', { processes: hidden }), true);
  assert.equal(
    open('not dev eth0', { interface: hidden, localAddress: '0.0.0.0' }),
    false,
    'on every interface',
  );
});

test('a filter that reads no hidden column is always decided', () => {
  assert.equal(compileExpression('localPort = 22 or not recvQueue > 1', columns, meanings).maybe, null);
  assert.notEqual(compileExpression('localPort = 22 or mark = 1', columns, meanings).maybe, null);
});

test('options and expressions are undecided together', () => {
  const build = (options: Parameters<typeof buildFilter>[0]) => buildFilter(options, columns, meanings)!;
  const maybe = (options: Parameters<typeof buildFilter>[0], over: PlainRow) =>
    build(options).maybe?.({ ...row, ...over } as never) ?? false;
  assert.equal(maybe({ process: ['sshd'], port: ['80'] }, { processes: hidden }), true);
  assert.equal(maybe({ process: ['sshd'], port: ['22'] }, { processes: hidden }), false);
  assert.equal(maybe({ interface: ['eth0'] }, { interface: hidden }), true);
  assert.equal(maybe({ interface: ['eth0'], where: ['mark = 1'] }, { interface: hidden, mark: 1 }), true);
  assert.equal(maybe({ interface: ['eth0'], where: ['mark = 1'] }, { interface: hidden }), false);
  assert.equal(build({ port: ['80'] }).maybe, null);
});
