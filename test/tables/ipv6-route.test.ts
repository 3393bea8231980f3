import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ipv6RouteRows } from '../../src/tables/ipv6-route.ts';
import { readTable } from './read-table.ts';

const zero = '0'.repeat(32);
const columns = [
  `20010db8${'0'.repeat(24)}`,
  '20',
  `fd01${'0'.repeat(28)}`,
  '10',
  `fe80${'0'.repeat(27)}2`,
  'ffffffff',
  '00000002',
  '00000003',
  '80200003',
  'eth0',
];
const line = (changes: Readonly<Record<number, string>> = {}): string =>
  `${columns.map((column, place) => changes[place] ?? column).join(' ')}\n`;

test('a row: numbers are hexadecimal, addresses in network order', () => {
  const { records, problems } = readTable(line(), ipv6RouteRows);
  assert.deepEqual(problems, []);
  const [row] = records;
  assert.equal(Buffer.from(row!.destination).toString('hex'), columns[0]);
  assert.equal(Buffer.from(row!.source).toString('hex'), columns[2]);
  assert.equal(Buffer.from(row!.nextHop).toString('hex'), columns[4]);
  assert.deepEqual(
    [row!.prefixLength, row!.sourcePrefixLength, row!.metric, row!.refCount, row!.useCount, row!.flags],
    [32, 16, 4294967295, 2, 3, 0x80200003],
  );
  assert.equal(row!.interface, 'eth0');
});

test('the device may be missing, and a prefix may have all 128 bits', () => {
  const { records } = readTable(line({ 1: '80', 3: '80', 9: '' }), ipv6RouteRows);
  assert.deepEqual(
    [records[0]!.prefixLength, records[0]!.sourcePrefixLength, records[0]!.interface],
    [128, 128, null],
  );
});

test('prefix lengths above 128 and numbers above 32 bits are rejected, with their field', () => {
  const many = 'f'.repeat(16);
  const bad = [
    line({ 0: zero.slice(1) }),
    line({ 1: '81' }),
    line({ 1: 'ff' }),
    line({ 1: many }),
    line({ 1: 'g0' }),
    line({ 3: '81' }),
    line({ 5: '100000000' }),
    line({ 6: many }),
    line({ 7: many }),
    line({ 8: many }),
    `${columns.slice(0, 8).join(' ')}\n`,
  ];
  const { records, problems } = readTable(bad.join(''), ipv6RouteRows);
  assert.deepEqual(records, []);
  assert.deepEqual(
    problems.map((problem) => problem.split(': ').slice(0, 2).join(' ')),
    [
      '1 destination',
      '2 prefix length',
      '3 prefix length',
      '4 prefix length',
      '5 prefix length',
      '6 source prefix length',
      '7 metric',
      '8 references',
      '9 use',
      '10 flags',
      '11 flags',
    ],
  );
});
