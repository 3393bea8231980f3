import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Report } from '../../src/core/report.ts';
import { metaSchema, reportSchema } from '../../src/docs/schema.ts';
import { loadReports } from '../../src/reports/registry.ts';
import { runHere } from '../cli/run-here.ts';

const all = await loadReports();
const machines = [
  'test/fixtures/captures/A',
  'test/fixtures/captures/B',
  ...readdirSync('test/fixtures')
    .filter((name) => name !== 'captures')
    .map((name) => `test/fixtures/${name}`),
];

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });

const parsed = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

const rowsOf = async (...argv: string[]): Promise<unknown[] | null> => {
  const { out, code } = await runHere(argv);
  return code === 0 && out !== '' ? (JSON.parse(out) as unknown[]) : null;
};

const switchesOf = ({ name }: Report): string[] => (name === 'conns' ? ['-A', 'all'] : []);

/** Each report with the command that shows it. */
const shown = all.flatMap((report): readonly (readonly [Report, readonly string[]])[] => [
  [report, [report.name]],
  ...Object.entries(report.variants ?? {}).map(
    ([option, variant]) => [variant, [report.name, option]] as const,
  ),
]);

for (const [report, command] of shown) {
  const { name } = report;

  test(`${name} --json output matches its schema on every machine`, async () => {
    const validate = ajv.compile(reportSchema(report));
    let rows = 0;
    for (const machine of machines) {
      const argv = [...command, ...switchesOf(report), '--json', '--columns', 'all', '--proc', machine];
      const found = await rowsOf(...argv);
      if (found === null) continue;
      rows += found.length;
      assert.ok(validate(found), `${machine}: ${ajv.errorsText(validate.errors?.slice(0, 3))}`);
      const names = report.columns.map((column) => column.name);
      for (const row of found) assert.deepEqual(Object.keys(row as object), names);
    }
    assert.ok(rows > 0, 'no machine has a row of this report');
  });

  test(`the schema of ${name} rejects anything else`, () => {
    const validate = ajv.compile({ ...reportSchema(report), $id: `urn:test:${name}` });
    assert.ok(validate([{}]));
    assert.ok(!validate([{ surplus: 1 }]), 'an unknown column');
    assert.ok(!validate({}), 'an object');
    for (const column of report.columns)
      assert.ok(!validate([{ [column.name]: { a: 1 } }]), `${column.name} may not be an object`);
  });

  test(`${name} --json --meta output matches its schema`, async () => {
    const validate = ajv.compile(metaSchema(report));
    const outputs = await Promise.all(
      machines.map((machine) => runHere([...command, '--json', '--meta', '--proc', machine])),
    );
    const document = JSON.parse(outputs.find(({ code }) => code === 0)!.out) as Record<string, unknown>;
    assert.ok(validate(document), ajv.errorsText(validate.errors));
    const { complete: _, ...without } = document;
    assert.ok(!validate(without), 'an envelope that lacks complete');
    assert.ok(!validate({ ...document, schema: 'procnet/other@1' }), 'the envelope of another report');
  });

  test(`procnet schema ${name} prints the schema`, async () => {
    const { out, code } = await runHere(['schema', name]);
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(out), JSON.parse(JSON.stringify(reportSchema(report))));
    const meta = JSON.parse((await runHere(['schema', name, '--meta'])).out) as { type: string };
    assert.equal(meta.type, 'object');
  });
}

test('every golden JSON file matches the packaged schema', () => {
  const paths = readdirSync('test/golden', { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.json'),
  );
  assert.ok(paths.length >= all.length * 2, `${paths.length} files`);
  for (const path of paths) {
    const schema = parsed(`dist/schema/${basename(path)}`) as { $id: string };
    const fits = ajv.validate({ ...schema, $id: `${schema.$id}:${path}` }, parsed(`test/golden/${path}`));
    assert.ok(fits, `${path}: ${ajv.errorsText(ajv.errors)}`);
  }
});

test('counts, samples and differences match the schemas too', async () => {
  const lines: readonly (readonly [Report, string[]])[] = [
    [all.find(({ name }) => name === 'conns')!, ['conns', '--count-by', 'state,protocol']],
    [all.find(({ name }) => name === 'ifstat')!, ['ifstat', '--interval', '0.1', '--count', '2']],
    [all.find(({ name }) => name === 'snmp')!, ['snmp', '--interval', '0.1', '--count', '2']],
  ];
  for (const [report, argv] of lines) {
    const validate = ajv.compile({ ...reportSchema(report), $id: `urn:test:more:${report.name}` });
    const found = await rowsOf(...argv, '--json', '--proc', 'test/fixtures/captures/A');
    assert.ok(found !== null && found.length > 0, argv.join(' '));
    assert.ok(validate(found), `${argv.join(' ')}: ${ajv.errorsText(validate.errors?.slice(0, 3))}`);
  }
});

test('schema takes one report', async () => {
  for (const argv of [['schema'], ['schema', 'arp', 'conns'], ['schema', 'nothing-like-it']]) {
    const { out, code } = await runHere(argv);
    assert.deepEqual([out, code], ['', 2], argv.join(' '));
  }
});
