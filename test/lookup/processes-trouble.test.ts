import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findHolders } from '../support/find-holders.ts';
import { type Entry, FakeFiles } from './fake-files.ts';
import { holder, holdersOf, indexOf, init, lookAt, processOf } from './fake-processes.ts';

test('processes that cannot be inspected are counted, and explain missing owners (fault 9)', () => {
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
  assert.deepEqual(holdersOf(index, 10), [holder(10, 'mine', 3)]);
  assert.equal(holdersOf(index, 8), null);
  assert.equal(index.whyUnknown(8), 'denied');
  assert.deepEqual(index.problems, []);
});

test('a process with readable fd list but unreadable links counts once', () => {
  const denied = { errno: 'EACCES' };
  const index = indexOf({ ...init, ...processOf(8, 'x', { 0: denied, 1: denied, 2: denied }) });
  assert.equal(index.denied, 1);
  assert.equal(index.scanned, 1);
});

test('a descriptor closed between listing and lookup loses only itself', () => {
  const gone = { errno: 'ENOENT' };
  const index = indexOf({
    ...init,
    ...processOf(7, 'x', { 3: gone, 4: 'socket:[5]', 5: gone, 6: 'socket:[6]' }),
  });
  assert.deepEqual(holdersOf(index, 5), [holder(7, 'x', 4)]);
  assert.deepEqual(holdersOf(index, 6), [holder(7, 'x', 6)]);
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

test('any error about one process leaves the others listed (trap 59)', () => {
  for (const errno of errnos)
    for (const path of ['fd', 'fd/3', 'comm', 'stat']) {
      const index = indexOf({
        ...init,
        ...processOf(7, 'bad', { 3: 'socket:[5]' }),
        [`/proc/7/${path}`]: { errno },
        ...processOf(9, 'good', { 3: 'socket:[5]' }),
      });
      assert.deepEqual(holdersOf(index, 5), [holder(9, 'good', 3)], `${errno} on ${path}`);
    }
});

test('running out of descriptors is reported once (fault 14)', () => {
  const tree: Record<string, Entry> = { ...init };
  for (const pid of [7, 8, 9]) {
    tree[`/proc/${pid}/fd`] = { errno: 'EMFILE' };
    tree[`/proc/${pid}/fd/3`] = { link: 'socket:[5]' };
  }
  const { problems } = indexOf(tree);
  assert.equal(problems.length, 1);
  assert.match(problems[0]!, /\/proc\/7 .*EMFILE/);
});

test('a procfs whose processes cannot be listed is reported, not thrown', () => {
  const index = findHolders({ files: new FakeFiles({}), procRoot: '/nowhere', live: true });
  assert.equal(holdersOf(index, 5), null);
  assert.match(index.problems[0]!, /\/nowhere.*ENOENT/);
});

test('an error that is not from the kernel is not swallowed', () => {
  for (const call of ['readdir', 'readlink', 'open'] as const) {
    const files = new FakeFiles({ ...init, ...processOf(7, 'x', { 3: 'socket:[5]' }) });
    const real = files[call].bind(files);
    const faulty = (path: string) => (path === '/proc' ? real(path) : assert.fail('an error of ours'));
    Object.assign(files, { [call]: faulty });
    assert.throws(() => lookAt(files), { message: 'an error of ours' }, call);
  }
});

/** A start time that differs at each of these calls, counted from 0. */
const startsAnewAt = (...looks: readonly number[]): (() => number) => {
  let look = 0;
  let started = 100;
  return () => {
    if (looks.includes(look++)) started++;
    return started;
  };
};

test('a pid reused during the scan is read again (fault 66)', () => {
  const index = indexOf({ ...init, ...processOf(7, 'x', { 3: 'socket:[5]' }, startsAnewAt(1)) });
  assert.deepEqual(holdersOf(index, 5), [holder(7, 'x', 3)]);
});

test('a pid reused again is left out (fault 66)', () => {
  const index = indexOf({ ...init, ...processOf(7, 'x', { 3: 'socket:[5]' }, startsAnewAt(1, 3)) });
  assert.equal(holdersOf(index, 5), null);
});

test('the descriptors of an ended process are not attributed to its pid’s next owner (fault 66)', () => {
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
  assert.equal(holdersOf(index, 5), null);
  assert.deepEqual(holdersOf(index, 6), [holder(7, 'new', 4)]);
});

test('a copy without processes does not report hidden processes', () => {
  const index = lookAt(new FakeFiles({ '/proc/net/tcp': '' }), false);
  assert.equal(index.whyUnknown(5), 'absent');
  assert.equal(index.whyUnknown(0), 'none');
  const whole = lookAt(new FakeFiles({ ...init }), false);
  assert.equal(whole.whyUnknown(5), 'kernel');
});
