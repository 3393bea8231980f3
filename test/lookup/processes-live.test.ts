import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import type { HolderIndex } from '../../src/lookup/processes/processes.ts';
import { nodeFileSystem } from '../../src/source/filesystem.ts';
import { findHolders } from '../support/find-holders.ts';
import { needs } from '../support/needs.ts';

const look = (): HolderIndex => findHolders({ files: nodeFileSystem, procRoot: '/proc', live: true });

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

const withShared = (name: string, use: (shared: Shared) => void): Promise<void> =>
  withPython(shareSocket, [name], use);

/** Runs python3 code until `use` has seen the JSON that it prints. */
const withPython = async (
  code: string,
  args: readonly string[],
  use: (said: never) => void,
): Promise<void> => {
  const python = spawn('python3', ['-c', code, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const [line] = await once(python.stdout, 'data');
    use(JSON.parse(String(line)) as never);
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
  'parent and child both hold a forked listener, twice each, under its hostile name',
  needs('python3'),
  () =>
    withShared(hostile, (shared) => {
      const holders = look().holders(shared.inode) ?? [];
      assert.deepEqual(
        holders.map(({ pid, fd }) => `${pid} ${fd}`),
        pairs(shared),
      );
      for (const { name } of holders) assert.equal(name, hostile);
    }),
);

test('ss names the same processes', needs('python3', 'ss'), () =>
  withShared(hostile, (shared) => {
    const { stdout } = spawnSync('ss', ['-tlnpH', `sport = :${shared.port}`], { encoding: 'utf8' });
    const seen = [...stdout.matchAll(/pid=(\d+),fd=(\d+)/g)].map(([, pid, fd]) => `${pid} ${fd}`);
    assert.deepEqual(seen.sort(), pairs(shared).sort());
  }),
);

// lsof does not find a process with the hostile name.
test('lsof names the same processes', needs('python3', 'lsof'), () =>
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

/** A listener in a second thread; the first ends by itself (exit(2), not exit_group(2)), and the process is a zombie. */
const leaderless = `
import ctypes, json, os, platform, socket, threading
listener = socket.socket()
listener.bind(('127.0.0.1', 0))
listener.listen(1)
def serve():
    while open(f'/proc/{os.getpid()}/stat').read().rpartition(')')[2].split()[0] != 'Z': pass
    print(json.dumps({'inode': os.fstat(listener.fileno()).st_ino, 'pid': os.getpid(), 'fd': listener.fileno()}), flush=True)
    threading.Event().wait()
threading.Thread(target=serve).start()
ctypes.CDLL(None).syscall({'x86_64': 60}.get(platform.machine(), 93), 0)
`;

test('a process whose main thread has ended keeps its sockets', needs('root', 'python3'), () =>
  withPython(leaderless, [], ({ inode, pid, fd }: { inode: number; pid: number; fd: number }) => {
    const index = look();
    assert.deepEqual(
      index.holders(inode)?.map((holder) => [holder.pid, holder.fd]),
      [[pid, fd]],
    );
  }),
);

const mainThread = `
import json, os, socket
listener = socket.socket()
open('/proc/self/comm', 'w').write('MainThread')
print(json.dumps({'inode': os.fstat(listener.fileno()).st_ino, 'executable': os.path.basename(os.readlink('/proc/self/exe'))}), flush=True)
input()
`;

test('a process whose main thread was renamed is named after its executable', needs('python3'), () =>
  withPython(mainThread, [], ({ inode, executable }: { inode: number; executable: string }) => {
    const [holder] = look().holders(inode)!;
    assert.equal(holder?.name, executable);
    assert.ok(holder?.aliases?.includes('MainThread') && holder.aliases.includes('python3'));
  }),
);

const leak = `
import json, os, socket
sockets = [socket.socket(), socket.socket(type=socket.SOCK_DGRAM), socket.socket(socket.AF_UNIX)]
print(json.dumps({'pid': os.getpid(), 'inodes': [os.fstat(each.fileno()).st_ino for each in sockets]}), flush=True)
input()
`;

test('sockets that no table lists are known by their process', needs('python3'), () =>
  withPython(leak, [], ({ pid, inodes }: { pid: number; inodes: readonly number[] }) => {
    // Its standard streams are sockets too.
    const held = look().inodesOf((holder) => holder.pid === pid);
    for (const inode of inodes) assert.ok(held.has(inode), `${inode}`);
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

test('this process holds its socket until it is closed', async () => {
  const before = ownSockets();
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const [inode = 0, ...others] = ownSockets().filter((each) => !before.includes(each));
  assert.deepEqual(others, []);
  const holders = look().holders(inode);
  assert.deepEqual(
    holders?.map(({ pid }) => pid),
    [process.pid],
  );
  server.close();
  await once(server, 'close');
  assert.equal(look().holders(inode), null);
});

test('processes that start and end during a scan are not a problem', async () => {
  const shell = spawn('sh', ['-c', 'while :; do sleep 0 & sleep 0; done'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  try {
    const until = Date.now() + 500;
    while (Date.now() < until) assert.deepEqual(look().problems, []);
  } finally {
    await end(shell);
  }
});
