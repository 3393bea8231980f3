import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingsAcross } from '../../src/check/across.ts';
import type { Found, Sample } from '../../src/check/readings.ts';
import type { Found as Site } from '../../src/lookup/namespaces/find-namespaces.ts';
import { finding } from './finding.ts';

const site = (netns: string, isReadable = true): Site => ({
  facts: {
    netns,
    scope: 'other',
    label: null,
    runtime: null,
    container: netns === 'b' ? 'f'.repeat(64) : null,
    pod: null,
    podNamespace: null,
    unit: null,
    processes: 1,
    leader: null,
    leaderPid: null,
    inode: null,
    name: null,
  },
  location: isReadable ? { net: `/proc/${netns}/net` } : null,
});

const found: Found = {
  rows: [
    { netns: '1', port: 80 },
    { netns: '2', port: 81 },
    { netns: '1', port: 82 },
  ],
  undecided: 3,
  undecidedIn: new Map([['2', 3]]),
  failure: null,
  account: {
    sources: [
      { path: '/proc/1/net/tcp', state: 'ok', rows: 2 },
      { path: '/proc/2/net/tcp', state: 'ok', rows: 1 },
      { path: '/proc/sys/net/x', state: 'ok', rows: 1 },
    ],
    problems: [{ path: '/proc/2/net/tcp', line: 3, field: 'st', message: 'bad' }],
    problemCount: 1,
    unowned: { none: 0, denied: 0, kernel: 0, absent: 0 },
    isRoot: true,
    undecided: 3,
    doubtful: 0,
    unplaced: 0,
    rows: 3,
    bounds: { fewest: 3, most: 6 },
    remarks: [],
  },
};

const sample: Sample = { at: 0, of: () => found as never };

test('each namespace gets its own rows, and the problems of its own files', () => {
  const seen = new Map<string, Found>();
  const sites = [site('1'), site('2')];
  findingsAcross(sites, sites, { now: sample, before: null }, (now) => {
    const mine = now.of(null as never) as Found;
    seen.set(String(seen.size + 1), mine);
    return [];
  });
  const [first, second] = ['1', '2'].map((name) => seen.get(name)!);
  assert.deepEqual([first!.rows, first!.undecided], [[{ port: 80 }, { port: 82 }], 0]);
  assert.deepEqual([second!.rows, second!.undecided], [[{ port: 81 }], 3]);
  assert.deepEqual(first!.account!.problems, []);
  assert.equal(second!.account!.problems.length, 1);
  assert.deepEqual(
    first!.account!.sources.map(({ path }) => path),
    ['/proc/1/net/tcp', '/proc/sys/net/x'],
  );
});

test('a namespace that has ended is not checked, one without a process is skipped, and the host is checked once', () => {
  const sites = [site('0', false), site('1'), site('2'), site('b')];
  const still = sites.filter(({ facts }) => facts.netns !== '2');
  const all = findingsAcross(sites, still, { now: sample, before: null }, () => [
    finding({ rule: 'exposed' }),
    finding({ rule: 'orphans', scope: 'host' }),
  ]);
  assert.deepEqual(
    all.map(({ rule, netns, container, status }) => [rule, netns, container?.length ?? null, status]),
    [
      ['namespace', '0', null, 'skip'],
      ['exposed', '1', null, 'pass'],
      ['orphans', '1', null, 'pass'],
      ['exposed', 'b', 64, 'pass'],
    ],
  );
});
