import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ByteWriter } from '../../src/core/bytes.ts';
import type { BoundColumn } from '../../src/core/column.ts';
import { csv } from '../../src/formats/csv.ts';
import type { Format } from '../../src/formats/format.ts';
import { json, ndjson } from '../../src/formats/json.ts';
import { plain } from '../../src/formats/plain.ts';
import { conns } from '../../src/reports/conns.ts';
import { socketProtocols } from '../../src/reports/sockets/tables.ts';
import { withTree } from '../cli/black-box.ts';
import { damage, damagedText } from '../support/damaged-lines.ts';
import { openKernel } from '../support/kernel-source.ts';
import { noLookups } from '../support/no-lookups.ts';
import { runs } from '../support/runs.ts';
import { socketTable } from '../support/socket-table.ts';

const kinds = {
  tcp: socketTable(700, 1, 1),
  tcp6: socketTable(500, 4, 2),
  udp: socketTable(300, 1, 3),
  raw6: socketTable(50, 4, 4),
  unix: 'Num       RefCount Protocol Flags    Type St Inode Path\n0000000000000000: 00000002 00000000 00010000 0001 01 21735 /run/x y\n',
  if_inet6: '00000000000000000000000000000001 01 80 10 80       lo\n',
};

const show = (format: Format, columns: readonly BoundColumn[], proc: string, indent = false): string => {
  const kernel = openKernel({ proc, endian: 'little' }, () => {});
  const chunks: Buffer[] = [];
  const out = new ByteWriter((bytes) => chunks.push(Buffer.from(bytes)));
  const formatter = format({ columns, header: true, width: null, color: false, indent }, out);
  formatter.begin();
  const switches = { ...(conns.switches() as object), tables: new Set(socketProtocols) };
  const wanted = new Set(columns.map(({ name }) => name));
  for (const view of conns.scan({ kernel, wanted, states: null, switches, lookups: noLookups }))
    formatter.row(view);
  formatter.end();
  out.flush();
  return Buffer.concat(chunks).toString();
};

/** The same columns, which every format then reads value by value. */
const withoutVectors = (columns: readonly BoundColumn[]): readonly BoundColumn[] =>
  columns.map(({ vector: _, ...column }) => column);

const named = (...names: readonly string[]): readonly BoundColumn[] =>
  names.map((name) => conns.columns.find((column) => column.name === name)!);

const columnSets: Readonly<Record<string, readonly BoundColumn[]>> = {
  usual: conns.columns.filter(({ optional }) => !optional),
  all: conns.columns,
  'in another order': named(
    'interface',
    'remotePort',
    'uid',
    'remoteAddress',
    'state',
    'localAddress',
    'localPort',
    'family',
  ),
  'one word': named('protocol'),
  'one number': named('recvQueue'),
  'ports alone': named('localPort', 'inode', 'remotePort'),
};

for (const [name, columns] of Object.entries(columnSets))
  test(`columns ${name}: a row written from numbers equals the row written value by value`, async () => {
    assert.notEqual(withoutVectors(columns).length, 0);
    await withTree(kinds, async (directory) => {
      for (const format of [plain, csv, json, ndjson])
        assert.equal(show(format, columns, directory), show(format, withoutVectors(columns), directory));
      assert.equal(
        show(json, columns, directory, true),
        show(json, withoutVectors(columns), directory, true),
      );
    });
  });

const few = {
  tcp: socketTable(12, 1, 5),
  tcp6: socketTable(12, 4, 6),
  udp: socketTable(12, 1, 7),
  unix: kinds.unix,
};

test('and they stay equal after random changes to the lines of the table', async () => {
  const changed = fc.record({
    file: fc.constantFrom(...(Object.keys(few) as (keyof typeof few)[])),
    damages: fc.array(damage, { minLength: 1, maxLength: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(changed, async ({ file, damages }) => {
      const files = { ...few, [file]: damagedText(few[file], damages) };
      await withTree(files, (directory) => {
        for (const format of [plain, json])
          assert.equal(
            show(format, conns.columns, directory),
            show(format, withoutVectors(conns.columns), directory),
          );
      });
    }),
    { numRuns: runs(100, 1_000) },
  );
});
