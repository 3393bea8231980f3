import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { limits } from '../../src/snapshot/limits.ts';
import { MemoryFiles } from '../../src/snapshot/memory-files.ts';
import { netFiles } from '../../src/snapshot/net-files.ts';
import { needs } from '../support/needs.ts';
import { runs } from '../support/runs.ts';
import { collectionOf, contentOf, facts, type Machine, machineOf, opened, packed } from './machines.ts';

const machine: Machine = {
  'proc/net': '-> 1/net',
  'proc/1/net/dev': 'Inter-|\n',
  'proc/1/net/tcp': '  sl  local_address\n',
  'proc/1/net/tcp6': '',
  'proc/1/net/nf_conntrack': '!EACCES',
  'proc/1/net/stat/arp_cache': 'entries\n',
  'proc/1/comm': 'init\n',
  'proc/1/stat': '1 (init) S 0 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 42 0 0\n',
  'proc/1/exe': '-> /usr/lib/systemd/systemd',
  'proc/1/cmdline': '/sbin/init\0--password\0secret\0',
  'proc/1/fd/3': '-> socket:[77]',
  'proc/1/fd/4': '-> /home/me/diary.txt',
  'proc/1/fd/5': '-> /tmp/socket:[78] (deleted)',
  'proc/20/net': '-> ../1/net',
  'proc/20/comm': 'worker\n',
  'proc/20/fd': '!EACCES',
  'proc/300/net/dev': 'Inter-|\n',
  'proc/300/net/tcp': 'another\n',
  'proc/300/comm': 'boxed\n',
  'proc/1/mountinfo':
    '21 1 8:1 / / rw - ext4 /dev/secret rw\n35 24 0:4 net:[4026532200] /run/netns/blue rw shared:9 - nsfs nsfs rw\n',
  'proc/20/ns/net': '-> net:[4026532200]',
  'proc/40/net': '-> ../1/net',
  'proc/40/comm': 'threads\n',
  'proc/40/stat': '40 (threads) Z 0 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 43 0 0\n',
  'proc/40/task/40/comm': 'threads\n',
  'proc/40/task/41/fd/3': '-> socket:[99]',
  'proc/self': '-> 20',
  'proc/stat': 'cpu 1 2\nbtime 1700000000\n',
  'proc/sys/net/ipv4/tcp_mem': '1\t2\t3\n',
  'var/log/pods/shop_web-1_12345678-1234-1234-1234-123456789abc/x': '',
  'var/log/containers/web-1_shop_nginx-0123.log': '',
};

const code = (call: () => unknown): string => {
  try {
    call();
    return 'none';
  } catch (error) {
    return String((error as { code?: string }).code);
  }
};

test('files round-trip: present, empty, absent and denied', async () => {
  const { files } = await opened(await packed(machineOf(machine)));
  assert.equal(contentOf(files, '/proc/net/tcp'), '  sl  local_address\n');
  assert.equal(contentOf(files, '/proc/1/net/stat/arp_cache'), 'entries\n');
  assert.equal(contentOf(files, '/proc/net/tcp6'), '');
  assert.equal(contentOf(files, '/proc/sys/net/ipv4/tcp_mem'), '1\t2\t3\n');
  assert.equal(
    code(() => files.open('/proc/net/nf_conntrack')),
    'EACCES',
  );
  assert.equal(
    code(() => files.open('/proc/net/udp')),
    'ENOENT',
  );
  assert.deepEqual(files.readdir('/proc/net/stat'), ['arp_cache']);
});

test('facts about the machine are kept', async () => {
  const { info } = await opened(await packed(machineOf(machine)));
  assert.deepEqual({ ...info, ...facts }, info);
  assert.equal(info.startedAt, '2026-01-02T03:04:05.678Z');
  assert.equal(info.form, 'archive');
  assert.deepEqual(
    info.namespaces.map(({ leader }) => leader),
    [1],
  );
});

test('the machine’s own addresses belong to their namespace', async () => {
  const tree = machineOf(machine);
  const list = [{ label: 'eth0:1', octets: Uint8Array.from([10, 0, 0, 1]), prefixLength: 8 }];
  tree.keepAddresses('/proc/net', list);
  const { files, info } = await opened(await packed(tree, { allNamespaces: true }));
  assert.deepEqual(files.localAddresses('/proc/1/net'), list);
  assert.deepEqual(files.localAddresses('/proc/net'), list);
  assert.equal(files.localAddresses('/proc/300/net'), null);
  assert.deepEqual(info.addresses, [{ label: 'eth0:1', address: '10.0.0.1', prefixLength: 8 }]);
});

test('processes: names, sockets and namespace, but no private data', async () => {
  const bytes = await packed(machineOf(machine));
  const { files } = await opened(bytes);
  assert.equal(contentOf(files, '/proc/1/comm'), 'init\n');
  assert.equal(contentOf(files, '/proc/1/cmdline'), '/sbin/init\0');
  assert.equal(files.readlink('/proc/1/exe'), 'systemd');
  assert.deepEqual(files.readdir('/proc/1/fd'), ['3']);
  assert.equal(files.readlink('/proc/1/fd/3'), 'socket:[77]');
  assert.equal(files.stat('/proc/20/net/dev').inode, files.stat('/proc/1/net/dev').inode);
  assert.equal(
    code(() => files.readdir('/proc/20/fd')),
    'EACCES',
  );
  assert.equal(
    code(() => files.stat('/proc/300/net/dev')),
    'ENOENT',
  );
});

test('mount points of namespaces, and no other mounts', async () => {
  const { files } = await opened(await packed(machineOf(machine)));
  assert.equal(
    contentOf(files, '/proc/1/mountinfo'),
    '35 24 0:4 net:[4026532200] /run/netns/blue rw shared:9 - nsfs nsfs rw\n',
  );
  assert.equal(files.readlink('/proc/20/ns/net'), 'net:[4026532200]');
});

test('if a main thread has ended, its sockets are read from another thread', async () => {
  const { files } = await opened(await packed(machineOf(machine)));
  assert.deepEqual(files.readdir('/proc/40/task'), ['41']);
  assert.equal(files.readlink('/proc/40/task/41/fd/3'), 'socket:[99]');
});

test('log file names, which name pods; the start time; the reader’s namespace', async () => {
  const { files, info } = await opened(await packed(machineOf(machine)));
  assert.deepEqual(files.readdir('/var/log/pods'), ['shop_web-1_12345678-1234-1234-1234-123456789abc']);
  assert.deepEqual(files.readdir('/var/log/containers'), ['web-1_shop_nginx-0123.log']);
  assert.match(contentOf(files, '/proc/stat'), /^btime 1700000000$/m);
  assert.equal(info.own, 1);
  assert.equal(files.stat('/proc/self/net/dev').inode, files.stat('/proc/1/net/dev').inode);
});

test('every namespace on request, each under its leader', async () => {
  const { files, info } = await opened(await packed(machineOf(machine), { allNamespaces: true }));
  assert.deepEqual(
    info.namespaces.map(({ leader }) => leader),
    [1, 300],
  );
  assert.equal(contentOf(files, '/proc/300/net/tcp'), 'another\n');
  assert.equal(contentOf(files, '/proc/net/tcp'), '  sl  local_address\n');
});

test('without processes, the snapshot contains none', async () => {
  const { files, info } = await opened(await packed(machineOf(machine), { processes: false }));
  assert.equal(info.processes, false);
  assert.equal(
    code(() => files.open('/proc/1/comm')),
    'ENOENT',
  );
  assert.equal(contentOf(files, '/proc/net/tcp'), '  sl  local_address\n');
});

test('a table whose reading failed midway fails again at the same place', async () => {
  const tree = machineOf(machine);
  tree.fail('proc/1/net/tcp', 'EIO');
  const { files } = await opened(await packed(tree));
  const fd = files.open('/proc/net/tcp');
  const buffer = new Uint8Array(100);
  assert.equal(files.read(fd, buffer, 0, 100), 20);
  assert.equal(
    code(() => files.read(fd, buffer, 0, 100)),
    'EIO',
  );
});

test('a process that ended meanwhile leaves nothing, and its pid’s next owner is read', async () => {
  const tree = machineOf(machine);
  let asked = 0;
  const born = (time: number): Buffer => Buffer.from(`1 (x) S${' 0'.repeat(18)} ${time} 0\n`);
  const statFd = 1;
  const files = {
    ...bound(tree),
    open: (path: string) => (path === '/proc/1/stat' ? statFd : tree.open(path)),
    read: (fd: number, buffer: Uint8Array, offset: number, length: number) => {
      if (fd !== statFd) return tree.read(fd, buffer, offset, length);
      if (asked++ % 2 === 1) return 0;
      const stat = born(asked < 3 ? 1 : 2);
      buffer.set(stat, offset);
      return stat.length;
    },
    close: (fd: number) => (fd === statFd ? undefined : tree.close(fd)),
  };
  const collection = collectionOf(files);
  const paths = [...collection.members()].map(({ path }) => path);
  assert.equal(paths.filter((path) => path === 'proc/1/comm').length, 1);
  assert.ok(asked > 6, 'it was read again');
});

const bound = (tree: MemoryFiles) => ({
  readdir: (path: string) => tree.readdir(path),
  readlink: (path: string) => tree.readlink(path),
  realpath: (path: string) => tree.realpath(path),
  stat: (path: string) => tree.stat(path),
  magic: () => 0,
  localAddresses: () => null,
  pathOf: (fd: number) => tree.pathOf(fd),
});

test('the same machine gives the same bytes, and the document comes first', async () => {
  const [once, again] = [await packed(machineOf(machine)), await packed(machineOf(machine))];
  assert.ok(once.equals(again));
  const { stdout } = spawnSync('tar', ['tzf', '-'], { input: once, encoding: 'utf8' });
  assert.equal(stdout.split('\n')[0], 'procnet-snapshot.json');
});

test('a snapshot of a snapshot contains the same files', async () => {
  const first = await opened(await packed(machineOf(machine), { allNamespaces: true }));
  const second = await opened(await packed(first.files, { allNamespaces: true }));
  for (const file of ['net/tcp', '1/comm', '300/net/tcp', '1/net/stat/arp_cache'])
    assert.equal(contentOf(second.files, `/proc/${file}`), contentOf(first.files, `/proc/${file}`));
  assert.deepEqual(second.info, first.info);
});

test('what a reader would refuse is not written', async () => {
  for (const tight of [{ members: 3 }, { contents: 10 }, { file: 5 }])
    await assert.rejects(
      packed(machineOf(machine), { limits: { ...limits, ...tight } }),
      (error: { code?: string }) => error.code === 'EFBIG',
    );
});

const bytesText = fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes).toString('latin1'));
const anyMachine = fc.record({
  tables: fc.dictionary(fc.constantFrom(...netFiles), bytesText),
  processes: fc.dictionary(
    fc.integer({ min: 2, max: 99_999 }).map(String),
    fc.record({
      comm: bytesText,
      sockets: fc.uniqueArray(fc.nat({ max: 5000 }), { maxLength: 20 }),
    }),
    { maxKeys: 20 },
  ),
});

test('random machines round-trip', async () => {
  await fc.assert(
    fc.asyncProperty(anyMachine, async ({ tables, processes }) => {
      const texts = new Map([['proc/1/net/dev', '']]);
      const links = new Map([['proc/net', '1/net']]);
      for (const [name, text] of Object.entries(tables)) texts.set(`proc/1/net/${name}`, text);
      for (const [pid, { comm, sockets }] of Object.entries(processes)) {
        texts.set(`proc/${pid}/comm`, comm);
        for (const fd of sockets) links.set(`proc/${pid}/fd/${fd}`, `socket:[${fd * 7}]`);
      }
      const tree = new MemoryFiles();
      for (const [path, text] of texts) tree.addFile(path, Buffer.from(text, 'latin1'));
      for (const [path, target] of links) tree.addLink(path, target);
      const { files } = await opened(await packed(tree));
      for (const [path, text] of texts) assert.equal(contentOf(files, `/${path}`), text);
      for (const [path, target] of links) assert.equal(files.readlink(`/${path}`), target);
    }),
    { numRuns: runs(60, 2000) },
  );
});

const withFile = async (bytes: Uint8Array, use: (path: string) => void | Promise<void>): Promise<void> => {
  const directory = mkdtempSync(join(tmpdir(), 'procnet-'));
  try {
    const path = join(directory, 'a.tgz');
    writeFileSync(path, bytes);
    await use(path);
  } finally {
    rmSync(directory, { recursive: true });
  }
};

const readWithPython = `
import json, sys, tarfile
found = {}
for member in tarfile.open(sys.argv[1]):
    if member.issym(): found[member.name] = '-> ' + member.linkname
    else: found[member.name] = tarfile.open(sys.argv[1]).extractfile(member.name).read().decode('latin1')
    assert member.uid == member.gid == 0 and member.uname == member.gname == ''
print(json.dumps(found))
`;

test('python reads the same members', needs('python3'), async () => {
  await withFile(await packed(machineOf(machine)), (path) => {
    const { stdout, stderr } = spawnSync('python3', ['-c', readWithPython, path], { encoding: 'utf8' });
    const found = JSON.parse(stdout || stderr);
    assert.equal(found['proc/1/net/tcp'], '  sl  local_address\n');
    assert.equal(found['proc/1/fd/3'], '-> socket:[77]');
    assert.equal(found['proc/net'], '-> 1/net');
    assert.equal(JSON.parse(found['procnet-snapshot.json']).schema, 'procnet-snapshot@1');
    assert.equal(
      Object.keys(found).some((name) => name.includes('fd/4')),
      false,
    );
  });
});

for (const format of ['gnu', 'pax', 'ustar'])
  test(`an archive made by tar --format=${format} from the unpacked files is read`, async () => {
    await withFile(await packed(machineOf(machine), { allNamespaces: true }), async (path) => {
      const script = `cd "$(dirname "$1")" && mkdir x && tar xzf a.tgz -C x && tar c --format=${format} -C x .`;
      const { stdout, stderr } = spawnSync('sh', ['-c', script, 'sh', path], { maxBuffer: 1 << 26 });
      assert.equal(stderr.toString(), '');
      const { files, info } = await opened(stdout);
      assert.equal(contentOf(files, '/proc/300/net/tcp'), 'another\n');
      assert.equal(files.readlink('/proc/1/fd/3'), 'socket:[77]');
      assert.equal(info.host, 'box');
    });
  });
