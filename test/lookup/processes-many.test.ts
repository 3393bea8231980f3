import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Entry, FakeFiles, failure } from './fake-files.ts';
import { holder, holdersOf, lookAt, processOf } from './fake-processes.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

const pids = numbers(10_000);
const descriptors = numbers(100);

/** Once listed, every third process is gone; another third ends halfway through its descriptors. */
const isGone = (pid: number): boolean => pid % 3 === 0;
const ends = (pid: number): boolean => pid % 3 === 1;

const inodeOf = (pid: number, fd: number): number => pid * 1000 + fd;

const tree = (): Record<string, Entry> =>
  Object.assign(
    {},
    ...pids.map((pid) =>
      ends(pid) ? { [`/proc/${pid}/stat`]: { errno: 'ESRCH' } } : processOf(pid, `p${pid}`, {}),
    ),
  );

/** Each descriptor of each process is a socket of its own. */
class ManyProcesses extends FakeFiles {
  links = 0;

  override readdir(path: string): string[] {
    if (path === '/proc') return pids.map(String);
    if (isGone(Number(path.split('/')[2]))) throw failure('ENOENT', path);
    return descriptors.map(String);
  }

  override readlink(path: string): string {
    this.links++;
    const [, , pid, , fd] = path.split('/').map(Number);
    if (ends(pid!) && fd! > 50) throw failure('ENOENT', path);
    return `socket:[${inodeOf(pid!, fd!)}]`;
  }
}

test('fault 64: of 10,000 processes with 100 sockets each, all that stay alive are found', () => {
  const files = new ManyProcesses(tree());
  const index = lookAt(files);
  const stays = pids.filter((pid) => !isGone(pid) && !ends(pid));
  assert.deepEqual([index.scanned, index.denied, index.problems], [stays.length, 0, []]);
  for (const pid of pids)
    for (const fd of descriptors)
      assert.deepEqual(
        holdersOf(index, inodeOf(pid, fd)),
        isGone(pid) || ends(pid) ? null : [holder(pid, `p${pid}`, fd)],
      );
  assert.ok(files.links <= 2 * pids.length * descriptors.length, `${files.links} links were asked for`);
  assert.equal(files.leaked, 0);
});
