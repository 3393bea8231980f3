import assert from 'node:assert/strict';
import { test } from 'node:test';
import { locate } from '../../src/source/location.ts';
import { Machine } from '../../src/source/machine.ts';
import { Namespace } from '../../src/source/namespace.ts';
import { Problems } from '../../src/source/problems.ts';
import { findTree } from '../../src/source/tree.ts';
import { type Entry, FakeFiles } from '../lookup/fake-files.ts';
import { processOf } from '../lookup/fake-processes.ts';

/** Files below `net` have a different inode in each namespace. */
class Namespaces extends FakeFiles {
  override stat(path: string) {
    return { ...super.stat(path), inode: path.startsWith('/proc/7/') ? 70n : 1n };
  }
}

const system: Readonly<Record<string, Entry>> = {
  '/proc/net/dev': '',
  '/proc/self/net/dev': '',
  '/proc/8/net/dev': '',
  '/proc/stat': 'cpu  1 2 3\nbtime 1761000000\nprocesses 9\n',
  '/proc/sys/kernel/random/boot_id': '6b21ecae-1111-4222-8333-0123456789ab\n',
  '/proc/sys/net/ipv4/tcp_mem': '1\t2\t3\n',
};

const open = (files: FakeFiles, pid?: number): Namespace => {
  const tree = findTree({}, files);
  return new Namespace(new Machine(tree), locate(tree, pid), new Problems());
};

test('limits below /proc/sys/net apply to the reader only', () => {
  const files = new Namespaces({ ...system, '/proc/7/net/dev': '' });
  const limit = (pid?: number) => open(files, pid).sysctl('net/ipv4/tcp_mem');
  assert.equal(limit(), '1\t2\t3');
  assert.equal(limit(8), '1\t2\t3', 'process 8 is in the reader’s namespace');
  assert.equal(limit(7), null);
});

test('a machine’s start time is known', () => {
  const machine = new Machine(findTree({}, new FakeFiles(system)));
  assert.equal(machine.bootTime, 1_761_000_000);
  assert.equal(machine.bootId, '6b21ecae-1111-4222-8333-0123456789ab');
  const bare = new Machine(findTree({}, new FakeFiles({ '/proc/net/dev': '' })));
  assert.deepEqual([bare.bootTime, bare.bootId], [null, null]);
});

test('a reused pid is not taken for the process that was named', () => {
  let started = 100;
  const files = new FakeFiles({ ...system, ...processOf(7, 'x', {}, () => started), '/proc/7/net/dev': '' });
  const tree = findTree({}, files);
  const location = locate(tree, 7);
  const again = () => new Namespace(new Machine(tree), location, new Problems());
  const reading = again();
  started = 101;
  for (const act of [again, () => reading.conclude()])
    assert.throws(act, { code: 'ESRCH', message: /process 7 has ended and its pid was given to another/ });
});

test('a process that ended is reported as such, whichever open failed', () => {
  let ended = false;
  const stat = processOf(7, 'x', {})['/proc/7/stat']!;
  const files = new FakeFiles({
    ...system,
    '/proc/7/stat': () => (ended ? { errno: 'ENOENT' } : stat),
    '/proc/7/net/dev': '',
  });
  const reading = open(files, 7);
  ended = true;
  reading.open('tcp');
  assert.throws(() => reading.conclude(), { code: 'ESRCH', message: /process 7 has ended$/ });
});

test('errors name their errno code', () => {
  class Failing extends FakeFiles {
    override read(): number {
      throw Object.assign(new Error('EIO'), { code: 'EIO' });
    }
  }
  const reading = open(new Failing({ ...system, '/proc/net/tcp': 'x' }));
  const lines = reading.open('tcp')!;
  assert.equal(lines.next(), false);
  assert.throws(() => reading.conclude(), { code: 'EIO', message: 'cannot read /proc/net/tcp: EIO' });
  for (const [errno, message] of [
    ['ENOMEM', /: ENOMEM$/],
    ['EACCES', /permission denied \(EACCES\); try as root$/],
    ['ENOENT', /no such file \(ENOENT\)/],
  ] as const) {
    const denied = open(new FakeFiles({ ...system, '/proc/net/tcp': { errno } }));
    assert.equal(denied.open('tcp'), null);
    assert.throws(() => denied.conclude(), { code: errno, message });
  }
});
