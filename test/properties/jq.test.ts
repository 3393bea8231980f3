import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadReports } from '../../src/reports/registry.ts';
import { withTree } from '../cli/black-box.ts';
import { runInProcess } from '../support/in-process.ts';
import { machines, sourceArguments } from '../support/machines.ts';
import { needs } from '../support/needs.ts';
import { runs } from '../support/runs.ts';

const numRuns = runs(30, 1_000);

/** The output of jq, which must accept the whole text. */
const jq = (filter: string, input: string): string => {
  const { status, stdout, stderr, error } = spawnSync('jq', ['-c', filter], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (error !== undefined) throw error;
  assert.deepEqual([status, stderr], [0, '']);
  return stdout;
};

/** jq has no lone surrogates: for a byte that is not UTF-8 it reads the replacement character. */
const asJqReads = (text: string): readonly unknown[] =>
  JSON.parse(text, (_, value) =>
    typeof value === 'string' ? value.replaceAll(/\p{Cs}/gu, '\ufffd') : value,
  );

const json = async (...argv: readonly string[]): Promise<string> => {
  const { code, stdout } = await runInProcess(argv);
  assert.ok(code === 0 || code === 3, `${code}`);
  return stdout;
};

/** The JSON of a report on each machine that has its files. */
const outputs = async (name: string, ...format: readonly string[]): Promise<readonly string[]> => {
  const everything = ['--columns', 'all', ...(name === 'conns' ? ['-A', 'all'] : []), ...format];
  const texts: string[] = [];
  for (const machine of machines) texts.push(await json(name, ...sourceArguments(machine), ...everything));
  return texts.filter((text) => text !== '');
};

/** jq prints one line for each value it reads. */
const jqValues = (filter: string, texts: readonly string[]): readonly unknown[] =>
  jq(filter, texts.join('\n'))
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

for (const { name } of await loadReports())
  test(`${name}: jq reads every machine’s JSON unchanged`, needs('jq'), async () => {
    const arrays = await outputs(name, '--json');
    const expected = arrays.map(asJqReads);
    assert.ok(expected.flat().length > 0);
    assert.deepEqual(jqValues('.', arrays), expected);
    assert.deepEqual(
      jqValues('length', arrays),
      expected.map((rows) => rows.length),
    );
    assert.deepEqual(jqValues('.', await outputs(name, '--ndjson')), expected.flat());
    assert.deepEqual(jqValues('.rows', await outputs(name, '--json', '--meta')), expected);
  });

const heading =
  'Inter-|   Receive                                                |  Transmit\n face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n';
const numbers = ': 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n';

/** Interface names that the kernel accepts: up to 15 characters without spaces, `/` and colons. */
const interfaceName = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 15 })
  .map((text) => text.replaceAll(/[\s\p{Z}\0/:\ufeff]/gu, '"').replaceAll(/\p{Cs}/gu, '\\'))
  .filter((text) => text !== '' && text !== '.' && text !== '..');

test('jq finds any interface name', needs('jq'), () =>
  fc.assert(
    fc.asyncProperty(fc.uniqueArray(interfaceName, { minLength: 1, maxLength: 100 }), (names) =>
      withTree({ dev: heading + names.map((name) => name + numbers).join('') }, async (directory) => {
        const found = jq('[.[].interface]', await json('ifstat', '--json', '--proc', directory));
        assert.deepEqual(JSON.parse(found), names);
      }),
    ),
    { numRuns, includeErrorInReport: true },
  ),
);
