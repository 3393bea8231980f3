import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { HolderIndex } from '../../src/lookup/processes.ts';
import { holderTest } from '../../src/query/expression/holders.ts';
import { FakeFiles } from './fake-files.ts';
import { holder, indexOf, init, processOf } from './fake-processes.ts';

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

test('a link that only looks like a socket is none (trap 56)', () => {
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

test('a socket that no process holds is the kernel’s; inode 0 is no socket', () => {
  const index = indexOf({ ...init, ...processOf(7, 'x', { 3: 'socket:[5]' }) });
  assert.equal(index.holders(6), null);
  assert.equal(index.whyUnknown(6), 'kernel');
  assert.equal(index.holders(0), null);
  assert.equal(index.whyUnknown(0), 'none');
});

test('where process 1 is not listed, others are hidden too (hidepid=2) (fault 10)', () => {
  const index = indexOf(processOf(700, 'mine', { 3: 'socket:[5]' }));
  assert.deepEqual(index.holders(5), [holder(700, 'mine', 3)]);
  assert.equal(index.denied, 0);
  assert.equal(index.whyUnknown(6), 'denied');
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
  assert.ok(holders.some(holderTest('12')));
  assert.ok(holders.some(holderTest('nginx')));
  assert.ok(!holders.some(holderTest('1')));
  assert.ok(!holders.some(holderTest('99')));
  assert.ok(!holders.some(holderTest('ngin')));
  assert.ok(!holders.some(holderTest('NGINX')));
  assert.ok(!holders.some(holderTest('')));
});
