import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { ByteWriter } from '../../src/core/bytes.ts';
import type { BoundColumn } from '../../src/core/column.ts';
import { visible } from '../../src/core/text.ts';
import { csv } from '../../src/formats/csv.ts';
import type { Format } from '../../src/formats/format.ts';
import { json } from '../../src/formats/json.ts';
import { runs } from '../support/runs.ts';

type Row = { readonly a: string | null; readonly b: string | null };

const columns = ['a', 'b'].map((name) => ({
  name,
  kind: 'text',
  help: '',
  read: (row: Row) => row[name as keyof Row],
})) as unknown as readonly BoundColumn[];

const show = (format: Format, rows: readonly Row[]): string => {
  const chunks: Buffer[] = [];
  const out = new ByteWriter((bytes) => chunks.push(Buffer.from(bytes)));
  const formatter = format({ columns, header: true, width: null, color: false, indent: false }, out);
  formatter.begin();
  for (const row of rows) formatter.row(row as never);
  formatter.end();
  out.flush();
  return Buffer.concat(chunks).toString('utf8');
};

const unsafe = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(' a', 'b ', '', '"', 'a,b', '=1+1', '\x1b[31m', '\u202e', '\udc85', '__proto__'),
);
const rows = fc.array(fc.record({ a: fc.option(text), b: fc.option(text) }), { maxLength: 20 });
const numRuns = runs(500);

test('an independent CSV reader gets every cell, escaped, and the bytes are safe (fault 47)', () => {
  fc.assert(
    fc.property(rows, (given) => {
      const written = show(csv, given);
      assert.doesNotMatch(written, unsafe);
      const [header, ...cells] = parse(written) as string[][];
      assert.deepEqual(header, ['a', 'b']);
      assert.deepEqual(
        cells,
        given.map(({ a, b }) => [visible(a ?? ''), visible(b ?? '')]),
      );
    }),
    { numRuns },
  );
});

test('JSON round-trips every text, and the bytes are safe', () => {
  fc.assert(
    fc.property(rows, (given) => {
      const written = show(json, given);
      assert.doesNotMatch(written, unsafe);
      assert.deepEqual(
        JSON.parse(written),
        given.map(({ a, b }) => ({ a, b })),
      );
    }),
    { numRuns },
  );
});

test('an empty text is not unknown', () => {
  assert.equal(show(csv, [{ a: '', b: null }]), 'a,b\n"",\n');
});
