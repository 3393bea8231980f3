import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { withColumnDocs } from '../../src/docs/declarations.ts';
import { loadReports } from '../../src/reports/registry.ts';

const all = await loadReports();
const library = 'dist/lib/reports';

test('every property of every exported record type has a docstring', () => {
  const text = readdirSync(library, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.d.ts'))
    .map((name) => readFileSync(join(library, name), 'utf8'))
    .join('\n');
  const lacking = all.flatMap(({ name, columns }) =>
    columns
      .filter(
        (column) => !text.includes(`    /** ${column.help}`) || !text.includes(` */\n    ${column.name}: `),
      )
      .map((column) => `${name}.${column.name}`),
  );
  assert.deepEqual(lacking, []);
});

test('old docstrings are replaced, other types are kept, and a second run changes nothing', () => {
  const arp = all.find(({ name }) => name === 'arp')!;
  const properties = arp.columns
    .map(({ name }) => `    /** Old\n words. */\n    ${name}: string | null;`)
    .join('\n');
  const text = `export type Other = {\n    a: string;\n};\nexport type ArpEntry = {\n${properties}\n};\n`;
  const made = withColumnDocs(text, all);
  assert.ok(made.startsWith('export type Other = {\n    a: string;\n};\n'));
  assert.ok(!made.includes('Old'));
  assert.ok(
    made.includes(
      "    /** The neighbour's IPv4 address. Null if unknown or not applicable. */\n    address: ",
    ),
  );
  assert.equal(withColumnDocs(made, all), made);
});
