import assert from 'node:assert/strict';
import { test } from 'node:test';
import { devMcastInterfaces } from '../../src/tables/dev-mcast.ts';
import { igmp6Interfaces, igmpInterfaces } from '../../src/tables/igmp.ts';
import { readTable } from './read-table.ts';

test('igmp: interfaces without their groups, even if the colon is attached to a long name', () => {
  const { records, problems } = readTable(
    [
      'Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter',
      '1\tlo        :     1      V3',
      '\t\t\t\t010000E0     1 0:00000000\t\t0',
      '12\tabcdefghijklmno:     1      V2',
      '2147483648\tv0        :     1      V3',
      '3\tv1',
      '4\t:     1      V3',
      '',
    ].join('\n'),
    igmpInterfaces,
  );
  assert.deepEqual(records, [
    { index: 1, name: 'lo' },
    { index: 12, name: 'abcdefghijklmno' },
  ]);
  assert.deepEqual(
    problems.map((problem) => problem.split(': ').slice(0, 2).join(' ')),
    ['5 Idx', '6 Device', '7 Device'],
  );
});

test('igmp6 and dev_mcast: an index and a name, once for each group', () => {
  const igmp6 = '2    v0              ff020000000000000000000000000001     1 0000000C 0\n';
  const devMcast = '2    v0              1     0     333300000001\n4294967296 v1 1 0 333300000001\n';
  assert.deepEqual(readTable(igmp6, igmp6Interfaces).records, [{ index: 2, name: 'v0' }]);
  const { records, problems } = readTable(devMcast, devMcastInterfaces);
  assert.deepEqual(records, [{ index: 2, name: 'v0' }]);
  assert.deepEqual(problems, ['2: index: expected a number from 0 to 2147483647, got "4294967296"']);
});
