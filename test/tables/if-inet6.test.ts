import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ipv6AddressRows } from '../../src/tables/if-inet6.ts';
import { readTable } from './read-table.ts';

test('numbers are hexadecimal and validated', () => {
  const address = `fd78${'0'.repeat(27)}1`;
  const { records, problems } = readTable(
    [
      `${address} 12c 40 00 82     i300`,
      `${address} 02 81 00 80 eth0`,
      `${address} 80000000 40 00 80 eth0`,
      `${address} 02 40 10000 80 eth0`,
      `${address} 02 40 00 100000000 eth0`,
      `${address} 02 40 00 80`,
      '',
    ].join('\n'),
    ipv6AddressRows,
  );
  assert.deepEqual(
    records.map(({ octets, ...row }) => ({ ...row, octets: Buffer.from(octets).toString('hex') })),
    [{ octets: address, interfaceIndex: 300, prefixLength: 64, scope: 0, flags: 0x82, interface: 'i300' }],
  );
  assert.deepEqual(
    problems.map((problem) => problem.split(': ').slice(0, 2).join(' ')),
    ['2 prefix length', '3 index', '4 scope', '5 flags', '6 interface'],
  );
});
