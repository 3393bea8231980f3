import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ipv4Types } from '../../../src/reports/routing/ipv4-types.ts';
import { localTable, mainTable, type TrieEntry } from '../../../src/tables/fib-trie.ts';
import type { Ipv4RouteRow } from '../../../src/tables/route.ts';

const entry = (type: TrieEntry['type'], tos = 0, table = mainTable): TrieEntry => ({
  table,
  network: 0x0a000000,
  prefixLength: 24,
  type,
  tos,
  line: 1,
});

/** Rows with the same prefix by how the kernel prints them: through a device, rejecting, or without a device only. */
const row = (how: 'sent' | 'refused' | 'dropped'): Ipv4RouteRow => ({
  line: 1,
  interface: how === 'sent' ? 'eth0' : null,
  network: 0x0a000000,
  prefixLength: 24,
  gateway: 0,
  flags: how === 'refused' ? 0x201 : 1,
  metric: 0,
  mtu: 0,
  window: 0,
  irtt: 0,
  refCount: 0,
  useCount: 0,
});

const told = (entries: readonly TrieEntry[], ...rows: Parameters<typeof row>[0][]): string[] =>
  new Ipv4Types(entries).of(rows.map(row)).map(({ type, tos }) => (tos === 0 ? type : `${type} ${tos}`));

test('routes with the same prefix keep the file’s order', () => {
  const entries = (['unicast', 'unreachable', 'blackhole', 'prohibit', 'throw'] as const).map((type) =>
    entry(type),
  );
  assert.deepEqual(told(entries, 'sent', 'refused', 'dropped', 'refused', 'dropped'), [
    'unicast',
    'unreachable',
    'blackhole',
    'prohibit',
    'throw',
  ]);
});

test('if fib_trie is missing or does not match, rejecting routes are reject', () => {
  assert.deepEqual(told([], 'sent', 'refused', 'dropped'), ['unicast', 'reject', 'reject']);
  const mixed = [entry('unreachable'), entry('prohibit'), entry('blackhole'), entry('blackhole')];
  assert.deepEqual(told(mixed, 'refused', 'dropped'), ['reject', 'blackhole']);
});

test('local routes of the local table, which may be printed as part of main', () => {
  assert.deepEqual(told([entry('local'), entry('unicast')], 'sent'), ['unicast']);
  assert.deepEqual(told([entry('local'), entry('unicast', 16)], 'sent'), ['unicast 16']);
  assert.deepEqual(told([entry('local')], 'sent'), ['local']);
  assert.deepEqual(told([entry('local'), entry('unicast')], 'sent', 'sent'), ['local', 'unicast']);
});

test('broadcast and multicast routes are not in route, and other tables do not count', () => {
  const entries = [
    entry('broadcast'),
    entry('multicast'),
    entry('blackhole', 0, localTable),
    entry('throw', 0, 100),
    entry('blackhole'),
  ];
  assert.deepEqual(told(entries, 'dropped'), ['blackhole']);
});

test('types of service, and types without a name', () => {
  assert.deepEqual(told([entry('unicast', 16), entry('unicast')], 'sent', 'sent'), ['unicast 16', 'unicast']);
  assert.deepEqual(told([entry('unknown')], 'sent'), ['unicast']);
});
