import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Ipv4RouteRow, ipv4RouteRows } from '../../src/tables/route.ts';
import { readTable } from './read-table.ts';

const header = 'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n';
const columns = ['eth0', '0000000A', '010200C0', '0003', '0', '0', '100', '000000FF', '1400', '4000', '100'];

/** The row with some of its columns replaced, by position. */
const line = (changes: Readonly<Record<number, string>> = {}): string =>
  `${columns.map((column, place) => changes[place] ?? column).join('\t')}\n`;

const read = (text: string, endian: 'little' | 'big' = 'little') =>
  readTable(header + text, (lines) => ipv4RouteRows(lines, endian));

test('a row, little-endian', () => {
  const expected: Ipv4RouteRow = {
    line: 2,
    interface: 'eth0',
    network: 0x0a000000,
    prefixLength: 8,
    gateway: 0xc0000201,
    flags: 3,
    metric: 100,
    mtu: 1400,
    window: 4000,
    irtt: 100,
    refCount: 0,
    useCount: 0,
  };
  assert.deepEqual(read(line()), { records: [expected], problems: [] });
  const big = line({ 1: '0A000000', 2: 'C0000201', 7: 'FF000000' });
  assert.deepEqual(read(big, 'big'), { records: [expected], problems: [] });
});

test('every mask from /0 to /32, in either byte order', () => {
  for (let length = 0; length <= 32; length++) {
    const mask = '1'.repeat(length).padEnd(32, '0');
    const bytes = [0, 8, 16, 24].map((at) => Number.parseInt(mask.slice(at, at + 8), 2));
    const hex = (order: readonly number[]) =>
      order.map((byte) => byte.toString(16).padStart(2, '0')).join('');
    assert.equal(read(line({ 7: hex(bytes.toReversed()) })).records[0]?.prefixLength, length);
    assert.equal(read(line({ 7: hex(bytes) }), 'big').records[0]?.prefixLength, length);
  }
});

test('a star means no device, and old kernels print large metrics as negative numbers', () => {
  const { records } = read(line({ 0: '*', 2: '00000000', 6: '-1294967296' }));
  assert.deepEqual(
    [records[0]!.interface, records[0]!.gateway, records[0]!.metric],
    [null, 0, 3_000_000_000],
  );
});

test('a bad value drops the row if the route depends on it, otherwise only itself', () => {
  const bad = [
    line({ 1: '000000A' }),
    line({ 2: '0102000G' }),
    line({ 3: '100000000' }),
    line({ 4: 'x' }),
    line({ 6: '4294967296' }),
    line({ 6: 'none' }),
    line({ 7: '00FF00FF' }),
    line({ 7: '00FFFF' }),
  ];
  const { records, problems } = read(bad.join('') + line({ 8: 'x', 9: '-1', 10: '' }));
  assert.deepEqual(
    problems.map((problem) => problem.split(':').slice(0, 2).join(':')),
    [
      '2: Destination',
      '3: Gateway',
      '4: Flags',
      '5: RefCnt',
      '6: Metric',
      '7: Metric',
      '8: Mask',
      '9: Mask',
      '10: MTU',
      '10: Window',
      '10: IRTT',
    ],
  );
  assert.deepEqual(
    records.map(({ line: number, mtu, window, irtt }) => [number, mtu, window, irtt]),
    [[10, null, null, null]],
  );
});
