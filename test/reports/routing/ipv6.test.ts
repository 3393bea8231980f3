import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ipv6Routes } from '../../../src/reports/routing/ipv6.ts';
import { formatPrefix } from '../../../src/reports/routing/route.ts';
import { readTable } from '../../tables/read-table.ts';

const zero = '0'.repeat(32);
const line = (
  destination: string,
  length: string,
  metric: string,
  flags = '00000003',
  source = `${zero} 00`,
) =>
  `${destination.padEnd(32, '0')} ${length} ${source} ${`fd77${'5'.padStart(28, '0')}`} ${metric} 00000001 00000000 ${flags} v0\n`;
const anywhere = (metric: string): string => line('', '00', metric);
const end = line('', '00', 'ffffffff', '00200200').replace(/fd77\S+/, zero);
const limited = line('', '00', '00000400', '00000003', `fd77${'0'.repeat(28)} 40`);

/* Output of a kernel that had these tables, in this order, which the hash of a table's number determines. */
const tables = [
  anywhere('00000400'),
  line('fd99', '40', '00000400') + end,
  limited + end,
  end,
  line('fd98', '40', '00000400') + end,
  limited + line('fd77', '40', '00000100') + anywhere('00000400') + anywhere('000007d0'),
  anywhere('00000400'),
  line(`${'0'.repeat(31)}1`, '80', '00000000', '80200001') + end,
];

test('tables include the entry at their root', () => {
  const { records } = readTable(tables.join(''), ipv6Routes);
  const expected = tables.flatMap((text, table) =>
    text
      .split('\n')
      .slice(0, -1)
      .map(() => table),
  );
  assert.deepEqual(
    records.map(({ table }) => table),
    expected,
    records.map((route) => `${formatPrefix(route)} ${route.metric}`).join('\n'),
  );
});

test('the entry that ends a table is distinguished from a rejecting route', () => {
  const rejects = line('', '00', 'fffffffe', '00200200') + line('fd01', '10', 'ffffffff', '00200200') + end;
  const { records } = readTable(rejects, ipv6Routes);
  assert.deepEqual(
    records.map(({ isNull, type }) => `${isNull} ${type}`),
    ['false reject', 'false reject', 'true reject'],
  );
});
