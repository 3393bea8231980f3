import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { HolderIndex } from '../../src/lookup/processes.ts';
import { nodeFileSystem } from '../../src/source/filesystem.ts';
import { needs } from '../support/needs.ts';

/** Listens, duplicates the descriptor, forks: two processes with two descriptors each hold one socket. */
const shareSocket = `
import json, os, socket, sys
listener = socket.socket()
listener.bind(('127.0.0.1', 0))
listener.listen(1)
copy = os.dup(listener.fileno())
open('/proc/self/comm', 'w').write(sys.argv[1])
shut_read, shut_write = os.pipe()
child = os.fork()
if child == 0:
    os.close(shut_write)
    os.read(shut_read, 1)
    os._exit(0)
fds = sorted([listener.fileno(), copy])
print(json.dumps({'inode': os.fstat(copy).st_ino, 'port': listener.getsockname()[1], 'pids': [os.getpid(), child],
                  'fds': fds}), flush=True)
sys.stdin.read()
`;

const hostile = 'a) S 1\n\x1b[2Jx';

type Shared = { inode: number; port: number; pids: number[]; fds: number[] };

const withShared = async (name: string, use: (shared: Shared) => void): Promise<void> => {
  const python = spawn('python3', ['-c', shareSocket, name], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const [line] = await once(python.stdout, 'data');
    use(JSON.parse(String(line)));
  } finally {
    await end(python);
  }
};

const end = async (child: ChildProcess): Promise<void> => {
  const gone = once(child, 'exit');
  child.stdin?.end();
  child.kill('SIGKILL');
  await gone;
};

const pairs = ({ pids, fds }: Shared): string[] =>
  pids.toSorted((a, b) => a - b).flatMap((pid) => fds.map((fd) => `${pid} ${fd}`));

test(
  'a forked listener is held by parent and child, twice each, under its hostile name',
  needs('python3'),
  () =>
    withShared(hostile, (shared) => {
      const holders = new HolderIndex(nodeFileSystem, '/proc').holders(shared.inode) ?? [];
      assert.deepEqual(
        holders.map(({ pid, fd }) => `${pid} ${fd}`),
        pairs(shared),
      );
      for (const { name } of holders) assert.equal(name, hostile);
      const only = new HolderIndex(nodeFileSystem, '/proc', { wanted: new Set([shared.inode]) });
      assert.deepEqual(only.holders(shared.inode), holders);
    }),
);

test('ss names the same holders', needs('python3', 'ss'), () =>
  withShared(hostile, (shared) => {
    const { stdout } = spawnSync('ss', ['-tlnpH', `sport = :${shared.port}`], { encoding: 'utf8' });
    const seen = [...stdout.matchAll(/pid=(\d+),fd=(\d+)/g)].map(([, pid, fd]) => `${pid} ${fd}`);
    assert.deepEqual(seen.sort(), pairs(shared).sort());
  }),
);

// lsof does not find a process with the hostile name.
test('lsof names the same holders', needs('python3', 'lsof'), () =>
  withShared('plain', (shared) => {
    const which = ['-nP', '-a', '-p', shared.pids.join(','), `-iTCP:${shared.port}`, '-sTCP:LISTEN', '-Fpf'];
    const { stdout } = spawnSync('lsof', which, { encoding: 'utf8' });
    let pid = '';
    const seen = stdout.split('\n').flatMap((line) => {
      if (line.startsWith('p')) pid = line.slice(1);
      return line.startsWith('f') ? [`${pid} ${line.slice(1)}`] : [];
    });
    assert.deepEqual(seen.sort(), pairs(shared).sort());
  }),
);

const ownSockets = (): number[] =>
  nodeFileSystem
    .readdir('/proc/self/fd')
    .map((fd) => Number(/^socket:\[(\d+)\]$/.exec(linkOf(`/proc/self/fd/${fd}`))?.[1] ?? 0))
    .filter((inode) => inode > 0);

const linkOf = (path: string): string => {
  try {
    return nodeFileSystem.readlink(path);
  } catch {
    return '';
  }
};

test('our own socket is held by this process until it is closed', async () => {
  const before = ownSockets();
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const [inode = 0, ...others] = ownSockets().filter((each) => !before.includes(each));
  assert.deepEqual(others, []);
  const wanted = new Set([inode]);
  const holders = new HolderIndex(nodeFileSystem, '/proc', { wanted }).holders(inode);
  assert.deepEqual(
    holders?.map(({ pid }) => pid),
    [process.pid],
  );
  server.close();
  await once(server, 'close');
  assert.equal(new HolderIndex(nodeFileSystem, '/proc', { wanted }).holders(inode), null);
});

test('processes that start and end during a scan are not a problem', async () => {
  const shell = spawn('sh', ['-c', 'while :; do sleep 0 & sleep 0; done'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  try {
    const until = Date.now() + 500;
    while (Date.now() < until) assert.deepEqual(new HolderIndex(nodeFileSystem, '/proc').problems, []);
  } finally {
    await end(shell);
  }
});
