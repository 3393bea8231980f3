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

/** What jq makes of a text; it must take all of it. */
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

/** jq has no lone surrogates: where a byte is no UTF-8 it reads the replacement character. */
const asJqReads = (text: string): readonly unknown[] =>
  JSON.parse(text, (_, value) =>
    typeof value === 'string' ? value.replaceAll(/\p{Cs}/gu, '\ufffd') : value,
  );

const json = async (...argv: readonly string[]): Promise<string> => {
  const { code, stdout } = await runInProcess(argv);
  assert.ok(code === 0 || code === 3, `${code}`);
  return stdout;
};

for (const { name } of await loadReports())
  test(`${name}: jq reads the JSON of every machine as it was written`, needs('jq'), async () => {
    let rows = 0;
    for (const machine of machines) {
      const argv = [
        name,
        ...sourceArguments(machine),
        '--columns',
        'all',
        ...(name === 'conns' ? ['-A', 'all'] : []),
      ];
      const array = await json(...argv, '--json');
      if (array === '') continue;
      const expected = asJqReads(array);
      assert.deepEqual(JSON.parse(jq('.', array)), expected, machine.name);
      const lines = jq('.', await json(...argv, '--ndjson')).split('\n');
      assert.deepEqual(
        lines.slice(0, -1).map((line) => JSON.parse(line)),
        expected,
        machine.name,
      );
      const meta = JSON.parse(jq('.', await json(...argv, '--json', '--meta')));
      assert.deepEqual(meta.rows, expected);
      assert.equal(jq('length', array), `${expected.length}\n`);
      rows += expected.length;
    }
    assert.ok(rows > 0);
  });

const heading =
  'Inter-|   Receive                                                |  Transmit\n face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n';
const numbers = ': 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n';

/** What the kernel takes for the name of an interface: up to 15 characters, no blanks, `/` or colon. */
const interfaceName = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 15 })
  .map((text) => text.replaceAll(/[\s\p{Z}\0/:\ufeff]/gu, '"').replaceAll(/\p{Cs}/gu, '\\'))
  .filter((text) => text !== '' && text !== '.' && text !== '..');

test('any name of an interface is found by jq', needs('jq'), () =>
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
