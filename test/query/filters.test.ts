import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoundColumn } from '../../src/core/column.ts';
import type { FilterOptions } from '../../src/core/request.ts';
import { buildFilter } from '../../src/query/filters.ts';
import { conns } from '../../src/reports/conns.ts';
import { withTree } from '../cli/black-box.ts';
import { runHere } from '../cli/run-here.ts';

const columns = conns.columns as unknown as readonly BoundColumn[];
const build = (options: FilterOptions) =>
  buildFilter(options, columns, { portsOf: () => [], userId: () => null })!;

test('every state means all: no row is filtered by state, even before decoding', () => {
  assert.equal(build({ state: ['all'] }).states, null);
  assert.equal(build({ state: ['listen', 'all'] }).states, null);
  assert.deepEqual(build({ state: ['listen', '0x0d'] }).states, new Set(['LISTEN', 'UNKNOWN(0x0D)']));
  assert.equal(build({ where: ['state = all'] }).states, null);
});

test('a filter reads exactly the columns it declares', () => {
  assert.deepEqual(build({ where: ['dst :443'] }).reads, new Set(['remotePort']));
  assert.deepEqual(build({ where: ['dst [::1]:443'] }).reads, new Set(['remoteAddress', 'remotePort']));
  assert.deepEqual(build({ where: ['dev eth0'] }).reads, new Set(['interface', 'localAddress']));
  assert.deepEqual(build({ interface: ['eth0'] }).reads, new Set(['interface', 'localAddress']));
  assert.deepEqual(build({ interfaceStrict: ['eth0'] }).reads, new Set(['interface']));
});

const tcp = (...states: readonly string[]): string =>
  [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    ...states.map(
      (state, at) =>
        `   ${at}: 0100007F:0016 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${at + 1} 1 0 100 0 0 10 0`,
    ),
    '',
  ].join('\n');

test('a socket in an unnamed state is kept, and can be filtered', () =>
  withTree({ tcp: tcp('0A', '0D') }, async (directory) => {
    const states = async (...words: string[]): Promise<unknown> => {
      const { out } = await runHere(['conns', '--proc', directory, '--json', '--columns', 'state', ...words]);
      return JSON.parse(out).map(({ state }: { state: string }) => state);
    };
    const both = ['LISTEN', 'UNKNOWN(0x0D)'];
    for (const words of [[], ['--state', 'all'], ['state', 'all'], ['--where', 'state in (all)']])
      assert.deepEqual(await states(...words), both, words.join(' '));
    for (const words of [
      ['--state', '0x0d'],
      ['state', '0x0D'],
      ['--where', 'state = "UNKNOWN(0x0D)"'],
    ])
      assert.deepEqual(await states(...words), ['UNKNOWN(0x0D)'], words.join(' '));
    assert.deepEqual(await states('exclude', 'listening'), ['UNKNOWN(0x0D)']);
    assert.deepEqual(await states('exclude', 'all'), []);
  }));
