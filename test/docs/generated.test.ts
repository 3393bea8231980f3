import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { committedFiles, editionOf, packagedFiles, withVariants } from '../../src/docs/generated.ts';
import { columnsPage, columnTable, withRuleTable } from '../../src/docs/markdown-tables.ts';
import { loadReports } from '../../src/reports/registry.ts';

const all = await loadReports();
const read = (path: string): string => readFileSync(path, 'utf8');
const sources = {
  changelog: read('CHANGELOG.md'),
  ci: read('src/docs/CI.md'),
  manifest: read('package.json'),
  declarations: (path: string) => read(`dist/lib/${path}`),
};
const files = committedFiles(all, sources);

for (const [path, text] of files) {
  test(`${path} matches the reports and options (if not, run "npm run docs")`, () => {
    assert.equal(read(path), text);
  });
}

test('no page of a removed report is left, and the package installs every page', () => {
  const pages = [...files.keys()].filter((path) => path.startsWith('man/')).toSorted();
  assert.deepEqual(
    readdirSync('man').toSorted(),
    pages.map((path) => path.slice('man/'.length)),
  );
  const { man } = JSON.parse(sources.manifest) as { man: string[] };
  assert.deepEqual(
    man,
    pages.map((path) => `./${path}`),
  );
});

test('the column page lists every report’s columns', () => {
  const page = columnsPage(all);
  for (const { name } of all) assert.ok(page.includes(`\n## ${name}\n\n| column |`), name);
});

test('the table of rules is written only between its markers', () => {
  const text = 'a\n<!-- rules -->\nlast time\n<!-- /rules -->\nb\n';
  const made = withRuleTable(text);
  assert.ok(
    made.startsWith('a\n<!-- rules -->\n\n| rule |') || made.startsWith('a\n<!-- rules -->\n| rule |'),
    made.slice(0, 100),
  );
  assert.ok(made.endsWith('|\n\n<!-- /rules -->\nb\n'), made.slice(-100));
  assert.ok(!made.includes('last time'));
  assert.equal(withRuleTable(made), made);
  assert.throws(() => withRuleTable('no table'), /no markers for the table/);
});

test('a table has one row of three cells per column', () => {
  for (const report of all) {
    const rows = columnTable(report).split('\n').slice(2);
    assert.deepEqual(
      rows.map((row) => /^\| `(\w+)`/.exec(row)?.[1]),
      report.columns.map(({ name }) => name),
    );
    for (const row of rows) assert.equal(row.replaceAll('\\|', '').split('|').length, 5, row);
  }
});

test('the date of the pages is from the changelog, not from the clock', () => {
  const manifest = '{"version":"1.2.3"}';
  const changelog = '# Changelog\n\n## 1.2.3 (2020-02-03)\n\n## 1.2.2 (2019-01-01)\n';
  assert.deepEqual(editionOf({ changelog, manifest }), { version: '1.2.3', date: '2020-02-03' });
  assert.throws(() => editionOf({ changelog: '# Changelog', manifest }), /contains no date/);
});

test('the package includes a schema of each report and of its --meta', () => {
  const packaged = packagedFiles(all);
  const every = withVariants(all);
  for (const { name } of every) {
    const schema = JSON.parse(packaged.get(`dist/schema/${name}.json`) ?? '') as { type: string };
    const meta = JSON.parse(packaged.get(`dist/schema/${name}.meta.json`) ?? '') as { type: string };
    assert.deepEqual([schema.type, meta.type], ['array', 'object'], name);
  }
  assert.equal(packaged.size, every.length * 2);
});
