import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { ReadError, UnsupportedError } from '../../src/core/errors.ts';
import { conns } from '../../src/index.ts';
import { nodeFileSystem, readSmallFile } from '../../src/source/filesystem.ts';
import { guardedFiles } from '../../src/source/guarded.ts';
import { needs } from '../support/needs.ts';

const tcpHeader = '  sl  local_address rem_address   st\n';
const row = (inode: number): string =>
  `   0: 0100007F:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0 100 0 0 10 0\n`;

const tree = (fill: (root: string) => void, use: (root: string) => void): void => {
  const root = mkdtempSync(`${realpathSync(tmpdir())}/procnet-tree-`);
  try {
    fill(root);
    use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
};

const tcp = { protocols: ['tcp'], families: ['ipv4'] } as const;
const readAll = (proc: string): unknown[] => [...conns({ proc, ...tcp })];

const isEscape = (error: unknown): boolean =>
  error instanceof ReadError && error.code === 'EXDEV' && /outside the copied tree/.test(error.message);

for (const target of ['/etc/passwd', '../../../../../../etc/passwd', '/proc/self/net/tcp'])
  test(`a link in a copied tree to ${target} is not followed`, () => {
    tree(
      (root) => {
        mkdirSync(`${root}/net`);
        symlinkSync(target, `${root}/net/tcp`);
      },
      (root) => assert.throws(() => readAll(root), isEscape),
    );
  });

test('links within the tree are followed, even absolute ones', () => {
  tree(
    (root) => {
      mkdirSync(`${root}/net`);
      writeFileSync(`${root}/kept`, tcpHeader + row(7));
      symlinkSync('../net/./one', `${root}/net/tcp`);
      symlinkSync(`${root}/kept`, `${root}/net/one`);
    },
    (root) => assert.equal(readAll(root).length, 1),
  );
});

test('a circle of links ends', () => {
  tree(
    (root) => {
      mkdirSync(`${root}/net`);
      symlinkSync('tcp', `${root}/net/tcp`);
    },
    (root) => assert.throws(() => readAll(root), /ELOOP/),
  );
});

test('a net symlink out of the tree is not followed, neither to /etc nor to this process’s namespace', () => {
  for (const target of ['/etc', '/proc/self/net'])
    tree(
      (root) => symlinkSync(target, `${root}/net`),
      (root) => assert.throws(() => readAll(root), isEscape),
    );
});

test('a genuine copy that kept the net symlink is read as a copy', () => {
  tree(
    (root) => {
      mkdirSync(`${root}/1234/net`, { recursive: true });
      writeFileSync(`${root}/1234/net/tcp`, tcpHeader + row(7));
      writeFileSync(`${root}/version`, 'Linux version 6.18\n');
      symlinkSync('1234', `${root}/self`);
      symlinkSync('self/net', `${root}/net`);
    },
    (root) => {
      const rows = [...conns({ proc: root, ...tcp, columns: ['inode', 'uid', 'user'] })];
      assert.deepEqual(
        rows,
        [{ inode: 7, uid: 0, user: null }],
        'a user of another machine has no name here',
      );
    },
  );
});

test('if self links to this machine, nothing is read', () => {
  tree(
    (root) => {
      writeFileSync(`${root}/version`, 'Linux version 6.18\n');
      symlinkSync('/proc/self', `${root}/self`);
      symlinkSync('self/net', `${root}/net`);
    },
    (root) => assert.throws(() => readAll(root), isEscape),
  );
});

test('a process’s namespace in a copy is read from the copy', () => {
  tree(
    (root) => {
      mkdirSync(`${root}/7`);
      mkdirSync(`${root}/8/net`, { recursive: true });
      writeFileSync(`${root}/8/net/tcp`, tcpHeader + row(8));
      symlinkSync('/proc/self/net', `${root}/7/net`);
    },
    (root) => {
      assert.throws(() => [...conns({ proc: root, ...tcp, netns: 7 })], isEscape);
      assert.equal([...conns({ proc: root, ...tcp, netns: 8 })].length, 1);
      assert.throws(() => [...conns({ proc: root, ...tcp, netns: 9 })], /no process 9/);
    },
  );
});

const processesOf = (root: string): unknown =>
  [...conns({ proc: root, ...tcp, columns: ['processes'] })].map((socket) => socket.processes)[0];

const withProcess = (fill: (directory: string) => void, use: (root: string) => void): void =>
  tree((root) => {
    mkdirSync(`${root}/net`);
    writeFileSync(`${root}/net/tcp`, tcpHeader + row(7));
    mkdirSync(`${root}/1`);
    writeFileSync(`${root}/1/stat`, `1 (init) S ${'0 '.repeat(18)}5 0\n`);
    fill(`${root}/1`);
  }, use);

const holding7 = (directory: string): void => {
  mkdirSync(`${directory}/fd`);
  symlinkSync('socket:[7]', `${directory}/fd/3`);
};

test('owners are read from the copy', () => {
  withProcess(
    (directory) => {
      holding7(directory);
      writeFileSync(`${directory}/comm`, 'init\n');
    },
    (root) => assert.equal(JSON.stringify(processesOf(root)), '[{"pid":1,"name":"init","fd":3}]'),
  );
});

test('a process whose name is a link to a file on this machine has no name', () => {
  withProcess(
    (directory) => {
      holding7(directory);
      symlinkSync('/etc/passwd', `${directory}/comm`);
    },
    (root) => assert.equal(processesOf(root), null),
  );
});

test('descriptors that link to those of this machine are not listed', () => {
  withProcess(
    (directory) => {
      mkdirSync(`${directory}/real`);
      writeFileSync(`${directory}/comm`, 'init\n');
      symlinkSync(`/proc/${process.pid}/fd`, `${directory}/fd`);
    },
    (root) => assert.equal(processesOf(root), null),
  );
});

test('a zero-byte table is not an empty table (fault 7, trap 24)', () => {
  tree(
    (root) => {
      mkdirSync(`${root}/net`);
      writeFileSync(`${root}/net/tcp`, '');
    },
    (root) => assert.throws(() => readAll(root), UnsupportedError),
  );
});

test('a pipe in a tree is refused without waiting for its writer', needs('mkfifo'), () => {
  tree(
    (root) => {
      mkdirSync(`${root}/net`);
      execFileSync('mkfifo', [`${root}/net/tcp`]);
    },
    (root) => assert.throws(() => readAll(root), /net\/tcp: not a regular file/),
  );
});

test('a device in a tree is refused', needs('root', 'mknod'), () => {
  tree(
    (root) => {
      mkdirSync(`${root}/net`);
      execFileSync('mknod', [`${root}/net/tcp`, 'c', '1', '5']);
    },
    (root) => assert.throws(() => readAll(root), /net\/tcp: not a regular file/),
  );
});

test('reading stops at the size the file had when it was opened, or after 1 GiB', () => {
  const zeros = {
    ...nodeFileSystem,
    read: (_: number, _bytes: Uint8Array, _offset: number, length: number) => length,
  };
  tree(
    (root) => writeFileSync(`${root}/small`, 'x'),
    (root) => {
      const files = guardedFiles(zeros, root);
      const fd = files.open(`${root}/small`);
      const buffer = new Uint8Array(1 << 24);
      let total = 0;
      for (let got = -1; got !== 0; total += got) got = files.read(fd, buffer, 0, buffer.length);
      files.close(fd);
      assert.equal(total, 1 << 30);
    },
  );
});

test('a file replaced by a link between check and open is not read', () => {
  tree(
    (root) => {
      mkdirSync(`${root}/net`);
      writeFileSync(`${root}/net/tcp`, tcpHeader);
    },
    (root) => {
      const swapping = {
        ...nodeFileSystem,
        open(path: string): number {
          return nodeFileSystem.open(path === `${root}/net/tcp` ? '/etc/passwd' : path);
        },
      };
      const files = guardedFiles(swapping, root);
      assert.throws(() => readSmallFile(files, `${root}/net/tcp`), isEscape);
    },
  );
});

test('a path outside the tree is rejected', () => {
  tree(
    () => {},
    (root) => {
      const files = guardedFiles(nodeFileSystem, root);
      for (const path of ['/etc/passwd', `${root}-beside/x`, `${root}/../x`])
        assert.throws(() => files.open(path), isEscape);
    },
  );
});
