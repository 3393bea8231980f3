import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { ReadError, UnsupportedError } from '../../src/core/errors.ts';
import { conns } from '../../src/index.ts';
import { locate } from '../../src/source/location.ts';
import { FakeFiles, failure } from '../lookup/fake-files.ts';

const tree = (fill: (root: string) => void, use: (root: string) => void): void => {
  const root = mkdtempSync(`${tmpdir()}/procnet-tree-`);
  try {
    mkdirSync(`${root}/net`);
    fill(root);
    use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
};

const readAll = (proc: string): unknown[] => [...conns({ proc, protocols: ['tcp'], families: ['ipv4'] })];

for (const target of ['/etc/passwd', '../../../../../../etc/passwd'])
  test(`a link in a copied tree to ${target} is not followed`, () => {
    tree(
      (root) => symlinkSync(target, `${root}/net/tcp`),
      (root) =>
        assert.throws(
          () => readAll(root),
          (error: unknown) => error instanceof ReadError && /leads out of the tree/.test(error.message),
        ),
    );
  });

test('a link to a file of the tree itself is followed', () => {
  tree(
    (root) => {
      writeFileSync(`${root}/net/kept`, '  sl  local_address rem_address   st\n');
      symlinkSync('kept', `${root}/net/tcp`);
    },
    (root) => assert.deepEqual(readAll(root), []),
  );
});

test('a net that is a link out of the tree is not followed either', () => {
  tree(
    (root) => {
      rmSync(`${root}/net`, { recursive: true });
      symlinkSync('/etc', `${root}/net`);
    },
    (root) => assert.throws(() => readAll(root), ReadError),
  );
});

test('a table without a byte is not an empty table (fault 7, trap 24)', () => {
  tree(
    (root) => writeFileSync(`${root}/net/tcp`, ''),
    (root) => assert.throws(() => readAll(root), UnsupportedError),
  );
});

/** The same, where what is not there has no inode either. */
class Tree extends FakeFiles {
  readonly #paths: readonly string[];

  constructor(tree: ConstructorParameters<typeof FakeFiles>[0]) {
    super(tree);
    this.#paths = Object.keys(tree);
  }

  override inode(path: string): bigint {
    if (this.#paths.some((known) => known === path || known.startsWith(`${path}/`))) return 1n;
    throw failure('ENOENT', path);
  }
}

const net = { 'net/dev': '', 'net/tcp': '' };
const below = (root: string, files: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [`${root}/${name}`, text]));

test('a foreign procfs is read through its first process: its net is a link to whoever reads (fault 12)', () => {
  const files = new Tree({
    ...below('/host/proc/1', net),
    ...below('/host/proc/self', net),
    '/host/proc/net': { link: 'self/net' },
  });
  assert.deepEqual(locate({ proc: '/host/proc/' }, files), {
    net: '/host/proc/1/net',
    root: '/host/proc',
    live: true,
  });
});

test('a copied tree may hold net, or be it', () => {
  assert.equal(locate({ proc: '/copy' }, new Tree(below('/copy', net))).net, '/copy/net');
  assert.equal(locate({ proc: '/copy' }, new Tree({ '/copy/tcp': '' })).net, '/copy');
});

test('without /proc/net, as on a mount with subset=pid, our own directory is read (fault 1, trap 58)', () => {
  assert.equal(locate({}, new Tree(below('/proc/self', net))).net, '/proc/self/net');
});

test('no process, and a process that has ended, are told apart (fault 11)', () => {
  assert.throws(() => locate({ pid: 7 }, new Tree(below('/proc', net))), /no such process/);
  assert.throws(
    () =>
      locate(
        { pid: 7 },
        new Tree({ ...below('/proc', net), '/proc/7/stat': '', '/proc/7/net': { errno: 'EINVAL' } }),
      ),
    /has ended/,
  );
});
