import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { HolderIndex } from '../../src/lookup/processes.ts';
import { nodeFileSystem } from '../../src/source/filesystem.ts';

/** Listens, duplicates the descriptor, forks: two processes with two descriptors each hold one socket. */
const shareSocket = `
import json, os, socket, sys
listener = socket.socket()
listener.bind(('127.0.0.1', 0))
listener.listen(1)
copy = os.dup(listener.fileno())
open('/proc/self/comm', 'w').write('a) S 1\\n\\x1b[2Jx')
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

type Shared = { inode: number; port: number; pids: number[]; fds: number[] };

const withShared = async (use: (shared: Shared) => void): Promise<void> => {
  const python = spawn('python3', ['-c', shareSocket], { stdio: ['pipe', 'pipe', 'inherit'] });
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

const hasPython = spawnSync('python3', ['-c', '']).status === 0 ? {} : { skip: 'python3 is not installed' };

const pairs = ({ pids, fds }: Shared): string[] =>
  pids.toSorted((a, b) => a - b).flatMap((pid) => fds.map((fd) => `${pid} ${fd}`));

test('a forked listener is held by parent and child, twice each, under its hostile name', hasPython, () =>
  withShared((shared) => {
    const holders = new HolderIndex(nodeFileSystem, '/proc').holders(shared.inode) ?? [];
    assert.deepEqual(
      holders.map(({ pid, fd }) => `${pid} ${fd}`),
      pairs(shared),
    );
    for (const { name } of holders) assert.equal(name, 'a) S 1\n\x1b[2Jx');
    const only = new HolderIndex(nodeFileSystem, '/proc', { wanted: new Set([shared.inode]) });
    assert.deepEqual(only.holders(shared.inode), holders);
  }),
);

test('ss and lsof name the same holders', hasPython, () =>
  withShared((shared) => {
    const { stdout: ss } = spawnSync('ss', ['-tlnpH', `sport = :${shared.port}`], { encoding: 'utf8' });
    const seen = [...(ss ?? '').matchAll(/pid=(\d+),fd=(\d+)/g)].map(([, pid, fd]) => `${pid} ${fd}`);
    if (seen.length > 0) assert.deepEqual(seen.sort(), pairs(shared).sort());
    const lsof = spawnSync('lsof', ['-nP', `-iTCP:${shared.port}`, '-sTCP:LISTEN', '-Fpf'], {
      encoding: 'utf8',
    });
    let pid = '';
    const listed = (lsof.stdout ?? '').split('\n').flatMap((line) => {
      if (line.startsWith('p')) pid = line.slice(1);
      return line.startsWith('f') ? [`${pid} ${line.slice(1)}`] : [];
    });
    if (listed.length > 0) assert.deepEqual(listed.sort(), pairs(shared).sort());
  }),
);

test('our own socket is ours', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const held = nodeFileSystem
    .readdir('/proc/self/fd')
    .flatMap((fd) => /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/self/fd/${fd}`))?.[1] ?? [])
    .map(Number);
  server.close();
  const index = new HolderIndex(nodeFileSystem, '/proc', { wanted: new Set(held) });
  assert.ok(held.length > 0);
  assert.ok(index.scanned > 0);
  assert.equal(index.holders(0), null);
});

const linkOf = (path: string): string => {
  try {
    return nodeFileSystem.readlink(path);
  } catch {
    return '';
  }
};

test('processes that come and go meanwhile are no failure', async () => {
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
