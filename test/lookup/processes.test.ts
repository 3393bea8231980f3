import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { HolderIndex } from '../../src/lookup/processes/processes.ts';
import { holderTest } from '../../src/query/expression/holders.ts';
import { FakeFiles } from './fake-files.ts';
import { holder, holdersOf, indexOf, init, lookAt, processOf } from './fake-processes.ts';

test('all processes that hold a shared socket are listed, by pid and descriptor as numbers', () => {
  const index = indexOf({
    ...init,
    ...processOf(30, 'worker', { 10: 'socket:[5]', 9: 'socket:[5]' }),
    ...processOf(4, 'master', { 3: 'socket:[5]', 4: 'socket:[6]' }),
    ...processOf(200, 'worker', { 9: 'socket:[5]' }),
  });
  assert.deepEqual(holdersOf(index, 5), [
    holder(4, 'master', 3),
    holder(30, 'worker', 9),
    holder(30, 'worker', 10),
    holder(200, 'worker', 9),
  ]);
  assert.deepEqual(holdersOf(index, 6), [holder(4, 'master', 4)]);
  assert.equal(index.scanned, 4);
  assert.equal(index.denied, 0);
  assert.deepEqual(index.problems, []);
});

test('a link that only looks like a socket is ignored (trap 56)', () => {
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
  for (const inode of [0, 1, 12, 4242, 1e20]) assert.equal(holdersOf(index, inode), null);
});

test('only an exact target names a socket', () => {
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
        assert.equal(
          holdersOf(index, inode) !== null,
          digits !== undefined && Number(digits) === inode,
          target,
        );
    }),
  );
});

test('a name may hold a parenthesis, a line feed and an escape sequence', () => {
  const hostile = 'a) S 1\n\x1b[2Jx';
  const index = indexOf({ ...init, ...processOf(7, hostile, { 3: 'socket:[5]' }) });
  assert.deepEqual(holdersOf(index, 5), [holder(7, hostile, 3)]);
});

test('a name ends only before the final line feed, may be empty, and need not be UTF-8', () => {
  const name = (comm: Uint8Array): string =>
    holdersOf(indexOf({ ...init, ...processOf(7, 'x', { 3: 'socket:[5]' }), '/proc/7/comm': comm }), 5)![0]!
      .name;
  assert.equal(name(Buffer.from('a\n\n')), 'a\n');
  assert.equal(name(Buffer.from('\n')), '');
  assert.equal(name(Buffer.from('é\xff\n', 'latin1')), '\udce9\udcff');
  assert.equal(name(Buffer.from('né\n')), 'né');
});

test('a socket without a process is the kernel’s; inode 0 is not a socket', () => {
  const index = indexOf({ ...init, ...processOf(7, 'x', { 3: 'socket:[5]' }) });
  assert.equal(holdersOf(index, 6), null);
  assert.equal(index.whyUnknown(6), 'kernel');
  assert.equal(holdersOf(index, 0), null);
  assert.equal(index.whyUnknown(0), 'none');
});

test('if process 1 is not listed, others are hidden too (hidepid=2) (fault 10)', () => {
  const index = indexOf(processOf(700, 'mine', { 3: 'socket:[5]' }));
  assert.deepEqual(holdersOf(index, 5), [holder(700, 'mine', 3)]);
  assert.equal(index.denied, 0);
  assert.equal(index.whyUnknown(6), 'denied');
});

test('names that are not descriptors are ignored in a copy', () => {
  const odd = Object.fromEntries(
    ['abc', '-5', '1.5', '1e3', '0x10', '007', ''].map((fd) => [`/proc/7/fd/${fd}`, { link: 'socket:[5]' }]),
  );
  const index = lookAt(
    new FakeFiles({ ...init, ...odd, ...processOf(7, 'x', { 10: 'socket:[5]', 0: 'socket:[5]' }) }),
    false,
  );
  assert.deepEqual(holdersOf(index, 5), [holder(7, 'x', 0), holder(7, 'x', 10)]);
});

test('a copy needs no start times', () => {
  const { '/proc/7/stat': _, ...copied } = processOf(7, 'x', { 3: 'socket:[5]' });
  const index = lookAt(new FakeFiles({ ...init, ...copied }), false);
  assert.deepEqual(holdersOf(index, 5), [holder(7, 'x', 3)]);
});

test('threads keep the sockets after the main thread has ended', () => {
  const { '/proc/7/fd/3': link, ...leader } = processOf(7, 'x', { 3: 'socket:[5]' });
  const stat = String((leader['/proc/7/stat'] as () => string)()).replace(') S ', ') Z ');
  class Zombie extends FakeFiles {
    override readdir(path: string): string[] {
      return path === '/proc/7/fd/' || path === '/proc/7/task/7/fd/' ? [] : super.readdir(path);
    }
  }
  const index = lookAt(
    new Zombie({
      ...init,
      ...leader,
      '/proc/7/stat': stat,
      '/proc/7/task/7/comm': 'x\n',
      '/proc/7/task/9/fd/3': link!,
    }),
  );
  assert.deepEqual(holdersOf(index, 5), [holder(7, 'x', 3)]);
  assert.equal(index.denied, 0);
});

test('a process’s sockets, including those that no table lists', () => {
  const index = indexOf({
    ...init,
    ...processOf(7, 'x', { 3: 'socket:[5]', 4: 'socket:[6]' }),
    ...processOf(8, 'y', { 3: 'socket:[6]', 4: 'socket:[7]' }),
  });
  assert.deepEqual([...index.inodesOf(({ pid }) => pid === 8)].sort(), [6, 7]);
  assert.deepEqual([...index.inodesOf(() => false)], []);
});

test('lookups are done in batches of a few hundred links', () => {
  const links = Object.fromEntries(Array.from({ length: 1000 }, (_, fd) => [fd, `socket:[${fd + 1}]`]));
  const index = new HolderIndex({
    files: new FakeFiles({ ...init, ...processOf(7, 'x', links) }),
    procRoot: '/proc',
    live: true,
  });
  const turns = [...index.look()];
  assert.ok(turns.length >= 3, `${turns.length} turns`);
  assert.deepEqual(holdersOf(index, 1000), [holder(7, 'x', 999)]);
});

test('digits mean a pid, anything else an exact name', () => {
  const holders = [holder(12, 'nginx', 3), holder(13, '99', 3)];
  assert.ok(holders.some(holderTest('12')));
  assert.ok(holders.some(holderTest('nginx')));
  assert.ok(!holders.some(holderTest('1')));
  assert.ok(!holders.some(holderTest('99')));
  assert.ok(!holders.some(holderTest('ngin')));
  assert.ok(!holders.some(holderTest('NGINX')));
  assert.ok(!holders.some(holderTest('')));
});
