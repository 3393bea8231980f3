import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Holder } from '../../src/core/column.ts';
import { HolderIndex, holderMatches } from '../../src/lookup/processes.ts';
import { type Entry, FakeFiles } from './fake-files.ts';

const statOf = (pid: number, name: string, started: number): string =>
  `${pid} (${name}) S 1 ${pid} ${pid} 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 ${started} 9 9 184 0 0\n`;

/** A process as procfs shows it: its links by descriptor. */
const processOf = (
  pid: number,
  name: string,
  links: Readonly<Record<number, Entry | string>>,
  started: () => number = () => 100,
): Record<string, Entry> => ({
  [`/proc/${pid}/comm`]: `${name}\n`,
  [`/proc/${pid}/stat`]: () => statOf(pid, name, started()),
  ...Object.fromEntries(
    Object.entries(links).map(([fd, link]) => [
      `/proc/${pid}/fd/${fd}`,
      typeof link === 'string' ? { link } : link,
    ]),
  ),
});

const init = processOf(1, 'init', { 0: '/dev/null' });

const indexOf = (tree: Record<string, Entry>): HolderIndex => {
  const files = new FakeFiles(tree);
  const index = new HolderIndex(files, '/proc');
  assert.equal(files.leaked, 0, 'a file was left open');
  return index;
};

const holder = (pid: number, name: string, fd: number): Holder => ({ pid, name, fd });

test('all holders of a shared socket are listed, by pid and descriptor as numbers', () => {
  const index = indexOf({
    ...init,
    ...processOf(30, 'worker', { 10: 'socket:[5]', 9: 'socket:[5]' }),
    ...processOf(4, 'master', { 3: 'socket:[5]', 4: 'socket:[6]' }),
    ...processOf(200, 'worker', { 9: 'socket:[5]' }),
  });
  assert.deepEqual(index.holders(5), [
    holder(4, 'master', 3),
    holder(30, 'worker', 9),
    holder(30, 'worker', 10),
    holder(200, 'worker', 9),
  ]);
  assert.deepEqual(index.holders(6), [holder(4, 'master', 4)]);
  assert.equal(index.scanned, 4);
  assert.equal(index.denied, 0);
  assert.deepEqual(index.problems, []);
});

test('a link that only looks like a socket is none', () => {
  const links = [
    '/tmp/socket:[4242] (deleted)',
    '/tmp/socket:[4242]',
    'socket:[12]x',
    'xsocket:[12]',
    'socket:[]',
    'socket:[',
    'socket:[0]',
    'socket:[1a]',
    'socket:[-12]',
    'socket:[ 12]',
    'socket:12]',
    'pipe:[12]',
    'anon_inode:[12]',
    'socket:[99999999999999999999]',
    '',
  ];
  const index = indexOf({ ...init, ...processOf(7, 'liar', { ...links }) });
  for (const inode of [0, 1, 12, 4242, 1e20]) assert.equal(index.holders(inode), null);
});

test('no target but the exact one names a socket', () => {
  const parts = fc.constantFrom(
    'socket:[',
    ']',
    '[',
    'socket:',
    '1',
    '42',
    ' ',
    '/',
    'x',
    '(deleted)',
    '\n',
    '-',
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 6 }), (words) => {
      const target = words.join('');
      const [, digits] = /^socket:\[(\d+)\]$/.exec(target) ?? [];
      const index = indexOf({ ...init, ...processOf(7, 'x', { 3: target }) });
      for (const inode of [1, 11, 14, 42, 421, 4242])
        assert.equal(index.holders(inode) !== null, digits !== undefined && Number(digits) === inode, target);
    }),
  );
});

test('a name may hold a bracket, a line feed and an escape sequence', () => {
  const hostile = 'a) S 1\n\x1b[2Jx';
  const index = indexOf({ ...init, ...processOf(7, hostile, { 3: 'socket:[5]' }) });
  assert.deepEqual(index.holders(5), [holder(7, hostile, 3)]);
});

test('a name ends before its last line feed only, may be empty, and need not be UTF-8', () => {
  const name = (comm: Uint8Array): string =>
    indexOf({ ...init, ...processOf(7, 'x', { 3: 'socket:[5]' }), '/proc/7/comm': comm }).holders(5)![0]!
      .name;
  assert.equal(name(Buffer.from('a\n\n')), 'a\n');
  assert.equal(name(Buffer.from('\n')), '');
  assert.equal(name(Buffer.from('é\xff\n', 'latin1')), '\udce9\udcff');
  assert.equal(name(Buffer.from('né\n')), 'né');
});

test('processes that may not be looked into are counted, and explain what is not known', () => {
  const index = indexOf({
    ...init,
    '/proc/8/fd': { errno: 'EACCES' },
    '/proc/8/fd/3': { link: 'socket:[8]' },
    '/proc/9/fd': { errno: 'EPERM' },
    '/proc/9/fd/3': { link: 'socket:[9]' },
    ...processOf(10, 'mine', { 3: 'socket:[10]' }),
  });
  assert.equal(index.denied, 2);
  assert.equal(index.scanned, 2);
  assert.deepEqual(index.holders(10), [holder(10, 'mine', 3)]);
  assert.equal(index.holders(8), null);
  assert.equal(index.whyUnknown(8), 'denied');
  assert.deepEqual(index.problems, []);
});

test('a process whose links are denied though their list is not counts once', () => {
  const denied = { errno: 'EACCES' };
  const index = indexOf({ ...init, ...processOf(8, 'x', { 0: denied, 1: denied, 2: denied }) });
  assert.equal(index.denied, 1);
  assert.equal(index.scanned, 1);
});

test('a socket that no process holds is the kernel’s; inode 0 is no socket', () => {
  const index = indexOf({ ...init, ...processOf(7, 'x', { 3: 'socket:[5]' }) });
  assert.equal(index.holders(6), null);
  assert.equal(index.whyUnknown(6), 'kernel');
  assert.equal(index.holders(0), null);
  assert.equal(index.whyUnknown(0), 'none');
});

test('where process 1 is not listed, others are hidden too (hidepid=2)', () => {
  const index = indexOf(processOf(700, 'mine', { 3: 'socket:[5]' }));
  assert.deepEqual(index.holders(5), [holder(700, 'mine', 3)]);
  assert.equal(index.denied, 0);
  assert.equal(index.whyUnknown(6), 'denied');
});

test('a descriptor closed between the listing and the look costs itself only', () => {
  const gone = { errno: 'ENOENT' };
  const index = indexOf({
    ...init,
    ...processOf(7, 'x', { 3: gone, 4: 'socket:[5]', 5: gone, 6: 'socket:[6]' }),
  });
  assert.deepEqual(index.holders(5), [holder(7, 'x', 4)]);
  assert.deepEqual(index.holders(6), [holder(7, 'x', 6)]);
});

const errnos = [
  'ENOENT',
  'ESRCH',
  'EACCES',
  'EPERM',
  'EINVAL',
  'ENXIO',
  'ENAMETOOLONG',
  'EMFILE',
  'ENOMEM',
  'EIO',
];

test('whatever fails about one process, the others are listed', () => {
  for (const errno of errnos)
    for (const path of ['fd', 'fd/3', 'comm', 'stat']) {
      const index = indexOf({
        ...init,
        ...processOf(7, 'bad', { 3: 'socket:[5]' }),
        [`/proc/7/${path}`]: { errno },
        ...processOf(9, 'good', { 3: 'socket:[5]' }),
      });
      assert.deepEqual(index.holders(5), [holder(9, 'good', 3)], `${errno} on ${path}`);
    }
});

test('running out of descriptors is said once', () => {
  const tree: Record<string, Entry> = { ...init };
  for (const pid of [7, 8, 9]) {
    tree[`/proc/${pid}/fd`] = { errno: 'EMFILE' };
    tree[`/proc/${pid}/fd/3`] = { link: 'socket:[5]' };
  }
  const { problems } = indexOf(tree);
  assert.equal(problems.length, 1);
  assert.match(problems[0]!, /\/proc\/7\/fd.*EMFILE/);
});

test('a procfs whose processes cannot be listed is said, not thrown', () => {
  const index = new HolderIndex(new FakeFiles({}), '/nowhere');
  assert.equal(index.holders(5), null);
  assert.match(index.problems[0]!, /\/nowhere.*ENOENT/);
});

test('an error that is no answer of the kernel is not swallowed', () => {
  for (const call of ['readdir', 'readlink', 'open'] as const) {
    const files = new FakeFiles({ ...init, ...processOf(7, 'x', { 3: 'socket:[5]' }) });
    const real = files[call].bind(files);
    const faulty = (path: string) => (path === '/proc' ? real(path) : assert.fail('a fault of ours'));
    Object.assign(files, { [call]: faulty });
    assert.throws(() => new HolderIndex(files, '/proc'), { message: 'a fault of ours' }, call);
  }
});

/** A start time that is another at each of these looks, counted from 0. */
const startsAnewAt = (...looks: readonly number[]): (() => number) => {
  let look = 0;
  let started = 100;
  return () => {
    if (looks.includes(look++)) started++;
    return started;
  };
};

test('a pid that was given to another process meanwhile is looked at again', () => {
  const index = indexOf({ ...init, ...processOf(7, 'x', { 3: 'socket:[5]' }, startsAnewAt(1)) });
  assert.deepEqual(index.holders(5), [holder(7, 'x', 3)]);
});

test('a pid that changes hands again is left out', () => {
  const index = indexOf({ ...init, ...processOf(7, 'x', { 3: 'socket:[5]' }, startsAnewAt(1, 3)) });
  assert.equal(index.holders(5), null);
});

test('the descriptors of a process that ended are not laid to the one that took its pid', () => {
  let owner = 'old';
  const index = indexOf({
    ...init,
    ...processOf(7, 'new', { 4: 'socket:[6]' }, () => (owner === 'old' ? 100 : 101)),
    '/proc/7/comm': () => `${owner}\n`,
    '/proc/7/fd/3': () => {
      const entry = owner === 'old' ? { link: 'socket:[5]' } : { errno: 'ENOENT' };
      owner = 'new';
      return entry;
    },
  });
  assert.equal(index.holders(5), null);
  assert.deepEqual(index.holders(6), [holder(7, 'new', 4)]);
});

test('only wanted sockets are kept, and only their processes asked for a name', () => {
  const files = new FakeFiles({
    ...init,
    ...processOf(7, 'x', { 3: 'socket:[5]', 4: 'socket:[6]' }),
    ...processOf(8, 'y', { 3: 'socket:[6]' }),
  });
  const index = new HolderIndex(files, '/proc', { wanted: new Set([5]) });
  assert.deepEqual(index.holders(5), [holder(7, 'x', 3)]);
  assert.equal(index.holders(6), null);
  assert.equal(index.scanned, 3);
  assert.deepEqual(
    files.opened.filter((path) => !path.startsWith('/proc/7/')),
    [],
  );
});

test('digits mean a pid, anything else an exact name', () => {
  const holders = [holder(12, 'nginx', 3), holder(13, '99', 3)];
  assert.ok(holderMatches(holders, '12'));
  assert.ok(holderMatches(holders, 'nginx'));
  assert.ok(!holderMatches(holders, '1'));
  assert.ok(!holderMatches(holders, '99'));
  assert.ok(!holderMatches(holders, 'ngin'));
  assert.ok(!holderMatches(holders, 'NGINX'));
  assert.ok(!holderMatches(holders, ''));
  assert.ok(!holderMatches([], 'nginx'));
});
