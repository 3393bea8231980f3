import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { type NamedNamespace, namedNamespaces } from '../../src/lookup/namespaces/namespace-names.ts';
import { resolveNamespace } from '../../src/lookup/namespaces/namespace-resolver.ts';
import { NamespaceIndex } from '../../src/lookup/namespaces/namespaces.ts';
import { PodNames } from '../../src/lookup/namespaces/pods.ts';
import { nodeFileSystem } from '../../src/source/filesystem.ts';
import { Machine } from '../../src/source/machine.ts';
import { findTree } from '../../src/source/tree.ts';
import { isRoot, needs } from '../support/needs.ts';
import { live, withNamespace } from './support.ts';

const look = (): readonly [NamespaceIndex, PodNames] => [
  new NamespaceIndex(new Machine(findTree({}, nodeFileSystem))),
  new PodNames(nodeFileSystem, '/var/log'),
];

const namespaceOf = (pid: number): NamedNamespace => {
  const [index, pods] = look();
  const found = namedNamespaces(index, pods).find(({ group }) => group?.pids.includes(pid));
  assert.ok(found !== undefined, `no namespace holds ${pid}`);
  return found;
};

/** What lsns reports about a process's namespace. */
const lsns = (pid: number): { ns: number; nprocs: number; pid: number } | null => {
  const { stdout, status } = spawnSync(
    'lsns',
    ['-t', 'net', '-J', '-o', 'NS,NPROCS,PID', '-p', String(pid)],
    {
      encoding: 'utf8',
    },
  );
  return status === 0 ? JSON.parse(stdout).namespaces[0] : null;
};

test(
  'a namespace has the number, the processes and the first process that lsns shows',
  live('lsns', 'python3'),
  () =>
    withNamespace(async (namespace) => {
      const { pid } = await namespace.python('print("ready"); import sys; sys.stdin.read()');
      const expected = lsns(pid);
      const { inode, processes, group } = namespaceOf(pid);
      if (isRoot) assert.deepEqual([inode, group?.leader], [expected?.ns, expected?.pid]);
      assert.equal(processes, expected?.nprocs);
      assert.ok(!group?.pids.includes(process.pid), 'this process is in another one');
    }),
);

/** Makes a namespace that `ip netns` knows, and removes it. */
const withNamed = (use: (name: string) => void): void => {
  const name = `procnet-${randomBytes(4).toString('hex')}`;
  const ip = (...args: readonly string[]): void => {
    const { status, stderr } = spawnSync('ip', args, { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  };
  ip('netns', 'add', name);
  try {
    use(name);
  } finally {
    ip('netns', 'delete', name);
  }
};

test('an ip netns namespace without a process is listed but cannot be read', needs('root', 'ip'), () =>
  withNamed((name) => {
    const [index, pods] = look();
    const found = namedNamespaces(index, pods).find((each) => each.name === name);
    assert.equal(found?.group, null);
    assert.equal(found?.processes, 0);
    const { stdout } = spawnSync('stat', ['-Lc', '%i', `/run/netns/${name}`], { encoding: 'utf8' });
    assert.equal(found?.inode, Number(stdout));
    assert.throws(() => resolveNamespace(name, index, pods), /it has no process/);
  }),
);

test('it can be used by name once it has a process', needs('root', 'ip'), () =>
  withNamed((name) => {
    const child = spawnSync(
      'sh',
      [
        '-c',
        `ip netns exec ${name} sleep 60 >/dev/null & p=$!; until [ "$(cat /proc/$p/comm)" = sleep ]; do :; done; echo $p`,
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
    const pid = Number(child.stdout);
    try {
      assert.equal(namespaceOf(pid).netns, name);
      assert.equal(resolveNamespace(name, ...look()).leader, pid);
    } finally {
      process.kill(pid, 'SIGKILL');
    }
  }),
);

/** A writable cgroup v2 hierarchy; null if there is none. */
const unified = (): string | null => {
  const line = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .find((each) => / - cgroup2 /.test(each));
  return line?.split(' ')[4] ?? null;
};

test('a process in a container’s cgroup is found by container id', needs('root', 'namespaces'), () =>
  withNamespace(async (namespace) => {
    const root = unified();
    if (root === null) return;
    const id = randomBytes(32).toString('hex');
    const directory = `${root}/docker-${id}.scope`;
    mkdirSync(directory);
    try {
      writeFileSync(`${directory}/cgroup.procs`, String(namespace.pid));
      const { scope, runtime, container, label, netns } = namespaceOf(namespace.pid);
      assert.deepEqual(
        { scope, runtime, container, label, netns },
        {
          scope: 'container',
          runtime: 'docker',
          container: id,
          label: `docker:${id.slice(0, 12)}`,
          netns: id.slice(0, 12),
        },
      );
      assert.equal(resolveNamespace(id.slice(0, 8), ...look()).leader, namespace.pid);
    } finally {
      writeFileSync(`${root}/cgroup.procs`, String(namespace.pid));
      rmdirSync(directory);
    }
  }),
);

test('the first namespace is the one with tcp_mem', live(), () => {
  const [index] = look();
  if (existsSync('/proc/sys/net/ipv4/tcp_mem')) assert.equal(index.host, index.groupOf(process.pid));
  else assert.notEqual(index.host, index.groupOf(process.pid));
});
