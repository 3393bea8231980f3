import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SourceOptions } from '../../src/core/request.ts';
import { type Location, locate } from '../../src/source/location.ts';
import { findTree } from '../../src/source/tree.ts';
import { FakeFiles } from '../lookup/fake-files.ts';
import { processOf } from '../lookup/fake-processes.ts';

const net = { 'net/dev': '', 'net/tcp': '' };
const below = (root: string, files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`${root}/${name}`, text]));

const locateIn = ({ pid, ...options }: SourceOptions & { pid?: number }, files: FakeFiles): Location =>
  locate(findTree(options, files), pid);

const hostProc = () => {
  const files = new FakeFiles({
    ...below('/host/proc/1', net),
    ...below('/host/proc/self', net),
    '/host/proc/net': { link: 'self/net' },
  });
  files.procfs = ['/proc', '/host/proc'];
  return files;
};

test('another procfs is read through process 1, because its net links to the reader (fault 12)', () => {
  const tree = findTree({ proc: '/host/proc/' }, hostProc());
  assert.deepEqual([tree.kind, tree.root], ['mount', '/host/proc']);
  assert.deepEqual(locate(tree), { net: '/host/proc/1/net' });
});

test('a mount that hides process 1 is not read in place of another namespace', () => {
  const files = new FakeFiles(below('/host/proc/self', net));
  files.procfs = ['/host/proc'];
  assert.throws(() => locateIn({ proc: '/host/proc' }, files), {
    name: 'ReadError',
    code: 'ENOENT',
    message: /process 1 is hidden .* try as root, or name a process with --netns/,
  });
  assert.equal(locateIn({ proc: '/host/proc', pid: 7 }, withProcess7(files)).net, '/host/proc/7/net');
});

const withProcess7 = (files: FakeFiles): FakeFiles => {
  const more = new FakeFiles({ ...below('/host/proc/self', net), ...below('/host/proc/7', net) });
  more.procfs = files.procfs;
  return more;
};

test('a process’s directory in a procfs, or its net, is live and knows its root', () => {
  for (const [proc, expected] of [
    ['/host/proc/1', '/host/proc/1/net'],
    ['/host/proc/1/net', '/host/proc/1/net'],
  ] as const) {
    const tree = findTree({ proc }, hostProc());
    assert.deepEqual([tree.kind, tree.root], ['inside', '/host/proc']);
    assert.equal(locate(tree).net, expected);
  }
});

test('/proc under any of its names is our own', () => {
  for (const proc of [undefined, '/proc', '/proc/', '/proc//'])
    assert.equal(
      findTree({ ...(proc === undefined ? {} : { proc }) }, new FakeFiles(below('/proc', net))).kind,
      'own',
    );
});

test('another directory that resolves to /proc is not our own', () => {
  class OtherRoot extends FakeFiles {
    override realpath(path: string): string {
      return path === '/proc/7/root/proc' ? '/proc' : path;
    }
    override stat(path: string) {
      return { ...super.stat(path), device: path.startsWith('/proc/7/root') ? 9n : 1n };
    }
  }
  const files = new OtherRoot({
    ...below('/proc', net),
    ...below('/proc/7/root/proc/1', net),
    ...below('/proc/7/root/proc/self', net),
  });
  assert.deepEqual(locateIn({ proc: '/proc/7/root/proc' }, files), { net: '/proc/7/root/proc/1/net' });
});

test('file names do not make a procfs: a copy with self/net, version and the net symlink is a copy', () => {
  const files = new FakeFiles({
    ...below('/copy/self', net),
    '/copy/version': 'Linux',
    '/copy/net': { link: 'self/net' },
  });
  assert.equal(findTree({ proc: '/copy' }, files).kind, 'copy');
  assert.equal(locateIn({ proc: '/copy' }, files).net, '/copy/net');
});

test('a copied tree may contain net, or be it', () => {
  assert.equal(locateIn({ proc: '/copy' }, new FakeFiles(below('/copy', net))).net, '/copy/net');
  const bare = findTree({ proc: '/copy' }, new FakeFiles({ '/copy/tcp': '' }));
  assert.equal(locate(bare).net, '/copy');
  assert.equal(bare.root, null);
});

test('a copy without net is read at the target of its net symlink', () => {
  assert.equal(locateIn({ proc: '/copy' }, new FakeFiles(below('/copy/1', net))).net, '/copy/1/net');
  assert.equal(
    locateIn({ proc: '/copy' }, new FakeFiles({ ...below('/copy/self', net), ...below('/copy/1', net) })).net,
    '/copy/self/net',
  );
});

test('a copy with a dangling net symlink is an error', () => {
  const files = new FakeFiles({ '/copy/net': { link: 'self/net' }, '/copy/version': 'Linux' });
  assert.throws(() => locateIn({ proc: '/copy' }, files), /the copy has neither a net directory/);
});

test('without /proc/net, as on a mount with subset=pid, our own directory is read (fault 1, trap 58)', () => {
  assert.equal(locateIn({}, new FakeFiles(below('/proc/self', net))).net, '/proc/self/net');
});

test('a missing process and one that has ended are distinguished (fault 11)', () => {
  assert.throws(() => locateIn({ pid: 7 }, new FakeFiles(below('/proc', net))), /no such process/);
  const zombie = { ...below('/proc', net), '/proc/7/stat': '', '/proc/7/net': { errno: 'EINVAL' } };
  assert.throws(() => locateIn({ pid: 7 }, new FakeFiles(zombie)), /is a zombie/);
});

test('the process through which a namespace is read is verified by its start time', () => {
  const files = new FakeFiles({ ...processOf(7, 'x', {}, () => 1234), ...below('/proc/7', net) });
  assert.deepEqual(locateIn({ pid: 7 }, files), {
    net: '/proc/7/net',
    process: { pid: 7, directory: '/proc/7', started: 1234 },
  });
});
