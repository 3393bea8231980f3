import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { withTree } from '../cli/black-box.ts';
import { parseExactly } from '../support/exact-json.ts';
import { type Result, runInProcess } from '../support/in-process.ts';
import type { Row } from '../support/read-tree.ts';

/** Runs `stat` over a tree of just these files; names with a slash are below `stat/`. */
const over = async (
  files: Readonly<Record<string, string>>,
  ...more: readonly string[]
): Promise<Result & { readonly values: Readonly<Record<string, unknown>> }> => {
  let result: Result = { code: -1, stdout: '', stderr: '' };
  await withTree({}, async (directory) => {
    mkdirSync(join(directory, 'stat'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
    result = await runInProcess(['stat', '--json', '--columns', 'key,value', '--proc', directory, ...more]);
    result = { ...result, stderr: result.stderr.replaceAll(directory, '') };
  });
  const rows = result.stdout === '' ? [] : parseExactly(result.stdout);
  return { ...result, values: Object.fromEntries(rows.map(({ key, value }) => [String(key), value])) };
};

const machine = 'test/fixtures/processors';

/** The file's contents by independent code: sums of columns, and for `entries` the number that every line repeats. */
const expectedOf = (name: string): [string, bigint][] => {
  const [header = '', ...lines] = readFileSync(`${machine}/net/stat/${name}`, 'latin1').trimEnd().split('\n');
  const numbers = lines.map((line) => line.split(/\s+/).map((word) => BigInt(`0x${word}`)));
  return header.split(/\s+/).map((column, at) => {
    const values = numbers.map((row) => row[at]!);
    const all = values.reduce((sum, value) => sum + value, 0n);
    return [`${name}:${column}`, column === 'entries' ? values[0]! : all];
  });
};

test('each column of each file of a host with two processors, summed', async () => {
  const { stdout, stderr } = await runInProcess([
    ...['stat', '--json', '--columns', 'key,value', '--strict', '--proc', machine],
  ]);
  const shown = (parseExactly(stdout) as readonly Row[])
    .map(({ key, value }) => [String(key), BigInt(value as number)] as const)
    .filter(([key]) => !key.startsWith('softnet_stat'));
  const files = readdirSync(`${machine}/net/stat`).sort();
  assert.equal(files.length, 5);
  assert.deepEqual(shown, files.flatMap(expectedOf));
  assert.equal(stderr, '');
});

test('entries is a single number, though every processor repeats it', async () => {
  const text = 'entries  lookups\n00000014 00000001\n00000014 ffffffff\n00000014 00000001\n';
  const { values } = await over({ 'stat/arp_cache': text });
  assert.deepEqual(values, { 'arp_cache:entries': 20, 'arp_cache:lookups': 2 ** 32 + 1 });
});

const words = (count: number, ...first: readonly number[]): string =>
  Array.from({ length: count }, (_, at) => (first[at] ?? 0).toString(16).padStart(8, '0')).join(' ');

test('softnet_stat has no header, and more columns on newer kernels (fault 34, trap 52)', async () => {
  const widths = [
    [9, ['processed', 'dropped', 'time_squeeze', 'cpu_collision']],
    [10, ['received_rps']],
    [11, ['flow_limit_count']],
    [13, ['backlog_len']],
    [15, ['input_qlen', 'process_qlen']],
    [17, []],
  ] as const;
  const expected: string[] = [];
  for (const [width, added] of widths) {
    expected.push(...added);
    const softnet_stat = `${words(width, 5, 1)}\n${words(width, 0xffffffff, 2, 3)}\n`;
    const { values, stderr } = await over({ softnet_stat }, '--strict');
    assert.deepEqual(
      Object.keys(values),
      expected.map((name) => `softnet_stat:${name}`),
      `${width} columns`,
    );
    assert.deepEqual(
      ['processed', 'dropped', 'time_squeeze'].map((name) => values[`softnet_stat:${name}`]),
      [2 ** 32 + 4, 3, 3],
    );
    assert.equal(stderr, '');
  }
});

test('a line’s CPU number is not a counter', async () => {
  const softnet_stat = `${words(15, ...Array.from({ length: 15 }, (_, at) => at + 1))}\n`;
  const { values } = await over({ softnet_stat });
  assert.deepEqual(Object.values(values), [1, 2, 3, 9, 10, 11, 12, 14, 15]);
});

test('a sum without one of its processors is unknown, never too low', async () => {
  const softnet_stat = `${words(15, 5)}\n${words(14, 5)}\n`;
  const { values, stderr } = await over({ softnet_stat });
  assert.deepEqual([...new Set(Object.values(values))], [null]);
  assert.match(stderr, /softnet_stat:2: expected 15 numbers, got 14\n/);
});

test('a bad number affects its own column only; entries is read from another line', async () => {
  const text = 'entries  found    drop\n00000003 0000001  00000001\n00000003 00000001 0000000g\n';
  const { values, stderr } = await over({ 'stat/nf_conntrack': text });
  assert.deepEqual(values, {
    'nf_conntrack:entries': 3,
    'nf_conntrack:found': null,
    'nf_conntrack:drop': null,
  });
  assert.deepEqual(stderr.match(/nf_conntrack:\d: \w+/g), ['nf_conntrack:2: found', 'nf_conntrack:3: drop']);
});

test('a duplicate name in the header counts once, and is reported', async () => {
  const text = 'entries  drop     drop\n00000003 00000001 00000009\n';
  const { values, stderr } = await over({ 'stat/nf_conntrack': text });
  assert.deepEqual(values, { 'nf_conntrack:entries': 3, 'nf_conntrack:drop': 1 });
  assert.match(stderr, /nf_conntrack:1: drop: duplicate; keeping the first\n/);
});

test('any file in the directory is read, using the names in its header', async () => {
  const { values } = await over({ 'stat/new_cache': 'entries\ta_counter\n00000000\t0000000000000001\n' });
  assert.deepEqual(values, { 'new_cache:entries': 0, 'new_cache:a_counter': 1 });
});

test('patterns are globs over name and key; a pattern without matches is an error', async () => {
  const keys = async (...patterns: readonly string[]): Promise<unknown> => {
    const { stdout } = await runInProcess(['stat', ...patterns, '--json', '--proc', machine]);
    return (JSON.parse(stdout) as Row[]).map(({ file, name }) => `${file}:${name}`);
  };
  assert.deepEqual(await keys('*_cache:hits'), ['arp_cache:hits', 'ndisc_cache:hits']);
  assert.deepEqual(await keys('DROPPED', 'early*'), ['nf_conntrack:early_drop', 'softnet_stat:dropped']);
  const { code, stderr } = await runInProcess(['stat', 'droped', '--proc', machine]);
  assert.deepEqual([code, stderr], [1, 'procnet: no such counter: droped; did you mean dropped?\n']);
});

test('text hides zeros unless requested', async () => {
  const lines = async (...more: readonly string[]): Promise<number> =>
    (await runInProcess(['stat', '--plain', '-H', '--proc', machine, ...more])).stdout.trimEnd().split('\n')
      .length;
  assert.ok((await lines()) < (await lines('-z')));
  assert.equal(await lines('nf_conntrack:drop'), 1);
});

test('a kernel with none of these files is an error; one without softnet_stat is not', async () => {
  const none = await over({});
  assert.equal(none.code, 3);
  assert.match(none.stderr, /softnet_stat: no such file/);
  const { code, stderr } = await over({ 'stat/synproxy': 'entries\n00000000\n' }, '--strict');
  assert.deepEqual([code, stderr], [0, '']);
});

test('every counter of a real host has a description and a kind', async () => {
  const { stdout } = await runInProcess([
    ...['stat', '--json', '--columns', 'key,kind,description', '--proc', machine],
    ...['--where', 'file != rt_cache'],
  ]);
  const rows = JSON.parse(stdout) as Row[];
  assert.ok(rows.length > 50);
  assert.deepEqual(
    rows.filter(({ kind, description }) => kind === null || description === null),
    [],
  );
});
