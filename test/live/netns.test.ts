import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { conns, netns } from '../../src/index.ts';
import { command } from '../support/command.ts';
import { hang, needs } from '../support/needs.ts';
import { eventually, live, type Namespace, withNamespace } from './support.ts';

type Row = Readonly<Record<string, unknown>>;
type Runner = (...args: readonly string[]) => { code: number | null; stdout: string; stderr: string };

const run =
  (...before: readonly string[]): Runner =>
  (...args) => {
    const [program, ...rest] = [...before, ...command, ...args];
    const { status, stdout, stderr } = spawnSync(program!, rest, { encoding: 'utf8', timeout: hang });
    return { code: status, stdout, stderr };
  };

const here = run();
const nobody = run('setpriv', '--reuid=65534', '--regid=65534', '--clear-groups');

const rowsOf = (runner: Runner, ...args: readonly string[]): readonly Row[] => {
  const { code, stdout, stderr } = runner(...args, '--json');
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout);
};

/** Listens on the given port. */
const listener = `
import socket, sys
s = socket.socket(); s.bind(("127.0.0.1", int(sys.argv[1]))); s.listen()
print("ready", s.fileno())
sys.stdin.read()
`;

/** Ports that no other run of these tests uses at the same time. */
const [portA, portB, portC] = [0, 1, 2].map((more) => 10_000 + (process.pid % 17_000) * 3 + more) as [
  number,
  number,
  number,
];

/** Two namespaces, with a listener each. */
const withTwo = (use: (first: Namespace, second: Namespace) => void | Promise<void>): Promise<void> =>
  withNamespace((first) =>
    withNamespace(async (second) => {
      await first.python(listener, String(portA));
      await second.python(listener, String(portB));
      await use(first, second);
    }),
  );

const groupOf = (namespace: Namespace, rows: readonly Row[]): Row => {
  const number = (pid: number | 'self'): string =>
    spawnSync('stat', ['-c', '%i', `/proc/${pid}/net/dev`], { encoding: 'utf8' }).stdout;
  const found = rows.find(
    ({ leaderPid }) => leaderPid !== null && number(leaderPid as number) === number(namespace.pid),
  );
  assert.ok(found !== undefined, `the namespace of ${namespace.pid} is not listed`);
  return found;
};

test(
  'netns lists the namespaces that lsns lists, with their processes',
  needs('root', 'namespaces', 'lsns'),
  () =>
    withTwo((first, second) =>
      eventually(() => {
        const { stdout } = spawnSync('lsns', ['-t', 'net', '-J', '-o', 'NS,NPROCS'], { encoding: 'utf8' });
        const expected: { ns: number; nprocs: number }[] = JSON.parse(stdout).namespaces;
        const found = rowsOf(here, 'netns', '--columns', 'all');
        for (const { pid } of [first, second]) {
          const ns = statSync(`/proc/${pid}/ns/net`).ino;
          const row = found.find(({ inode }) => inode === ns);
          const { nprocs } = expected.find((each) => each.ns === ns)!;
          assert.deepEqual([row?.['processes'], row?.['leaderPid'], row?.['interfaces']], [nprocs, pid, 1]);
        }
        assert.deepEqual(
          new Set(found.flatMap(({ inode, readable }) => (readable && inode !== null ? [inode] : []))),
          new Set(expected.filter(({ nprocs }) => nprocs > 0).map(({ ns }) => ns)),
        );
      }),
    ),
);

test(
  'another user sees the same namespaces, without inode numbers',
  needs('root', 'namespaces', 'setpriv'),
  () =>
    withTwo((first) => {
      const [mine, theirs] = [here, nobody].map((runner) =>
        groupOf(first, rowsOf(runner, 'netns', '--columns', 'all')),
      );
      assert.equal(theirs!['inode'], null);
      assert.deepEqual({ ...theirs, inode: mine!['inode'], name: mine!['name'] }, mine);
    }),
);

for (const [who, runner] of [
  ['root', here],
  ['another user', nobody],
] as const)
  test(
    `--all-netns reads every namespace, for ${who}`,
    needs('root', 'namespaces', 'setpriv', 'python3'),
    () =>
      withTwo((first, second) => {
        const rows = rowsOf(runner, 'conns', '-tl', '--all-netns', '--port', `${portA},${portB}`);
        assert.deepEqual(Object.keys(rows[0]!).slice(0, 3), ['netns', 'container', 'protocol']);
        const all = rowsOf(runner, 'netns');
        assert.deepEqual(
          new Set(rows.map(({ netns, localPort }) => `${netns} ${localPort}`)),
          new Set([`${groupOf(first, all)['netns']} ${portA}`, `${groupOf(second, all)['netns']} ${portB}`]),
        );
      }),
  );

test('rows are filtered, sorted and counted by namespace', live('python3'), () =>
  withTwo((first) => {
    const name = String(groupOf(first, rowsOf(here, 'netns'))['netns']);
    const argv = ['conns', '-tl', '--all-netns', '--port', `${portA},${portB}`];
    assert.deepEqual(
      rowsOf(here, ...argv, '--where', `netns = "${name}"`).map(({ localPort }) => localPort),
      [portA],
    );
    assert.deepEqual(
      rowsOf(here, ...argv, '--count-by', 'netns').map(({ count }) => count),
      [1, 1],
    );
    assert.deepEqual(
      rowsOf(here, ...argv, '--sort', '-localPort').map(({ localPort }) => localPort),
      [portB, portA],
    );
  }),
);

/** A process that holds a socket from a namespace that it has left. */
const traveller = `
import ctypes, socket, sys
libc = ctypes.CDLL(None, use_errno=True)
s = socket.socket(); s.bind(("127.0.0.1", ${portC})); s.listen()
if libc.unshare(0x40000000) != 0: sys.exit("unshare: %d" % ctypes.get_errno())
print("ready", s.fileno())
sys.stdin.read()
`;

test(
  'owners are found whichever namespace they have moved to (trap 57)',
  needs('root', 'namespaces', 'python3'),
  () =>
    withNamespace(async (namespace) => {
      const { pid, ready } = await namespace.python(traveller);
      const [row] = rowsOf(here, 'conns', '-tlp', '--all-netns', '--port', String(portC));
      const name = groupOf(namespace, rowsOf(here, 'netns'))['netns'];
      assert.deepEqual([row?.['netns'], row?.['processes']], [name, [{ pid, name: 'python3', fd: ready }]]);
    }),
);

test('host-wide counters are shown once', live(), () =>
  withTwo(() => {
    const rows = rowsOf(here, 'sockstat', '--all-netns', '--where', 'protocol = TCP and family = ipv4');
    assert.ok(rows.length >= 2);
    assert.deepEqual(
      rows.map(({ alloc }) => typeof alloc),
      ['number', ...Array(rows.length - 1).fill('object')],
    );
    for (const { inuse } of rows) assert.equal(typeof inuse, 'number');
  }),
);

test('--netns accepts ip netns names', needs('root', 'ip', 'python3'), async () => {
  const name = `procnet-${randomBytes(4).toString('hex')}`;
  const ip = (...args: readonly string[]): void => {
    const { status, stderr } = spawnSync('ip', args, { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  };
  ip('netns', 'add', name);
  try {
    const { code, stderr } = here('ifstat', '--netns', name);
    assert.equal(code, 3);
    assert.match(stderr, /it has no process/);
    await withNamespace(async (namespace) => {
      const script = `
import ctypes, os
fd = os.open("/run/netns/${name}", os.O_RDONLY)
assert ctypes.CDLL(None).setns(fd, 0x40000000) == 0
${listener}`;
      await namespace.python(script, '7600');
      assert.deepEqual(
        rowsOf(here, 'conns', '-tl', '--netns', name).map(({ localPort }) => localPort),
        [7600],
      );
      assert.equal(nobody('conns', '-tl', '--netns', name).code, 3, 'its processes are hidden');
    });
  } finally {
    ip('netns', 'delete', name);
  }
});

/** A cgroup v2 hierarchy; null if there is none. */
const unified = (): string | null =>
  readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .find((line) => / - cgroup2 /.test(line))
    ?.split(' ')[4] ?? null;

test(
  '--netns accepts a container id, for another user too',
  needs('root', 'namespaces', 'setpriv', 'python3'),
  async (t) => {
    const root = unified();
    if (root === null) return t.skip('no cgroup v2 is mounted');
    await withTwo((first) => {
      const id = randomBytes(32).toString('hex');
      const directory = `${root}/docker-${id}.scope`;
      mkdirSync(directory);
      try {
        writeFileSync(`${directory}/cgroup.procs`, String(first.pid));
        for (const runner of [here, nobody])
          for (const word of [id, id.slice(0, 12), `docker:${id.slice(0, 8)}`])
            assert.deepEqual(
              rowsOf(runner, 'conns', '-tl', '--netns', word).map(({ localPort }) => localPort),
              [portA],
              word,
            );
        const [row] = rowsOf(here, 'netns', '--where', `container = "${id}"`);
        assert.deepEqual(
          [row?.['scope'], row?.['runtime'], row?.['netns']],
          ['container', 'docker', id.slice(0, 12)],
        );
        const [socket] = rowsOf(here, 'conns', '-tl', '--all-netns', '--port', String(portA));
        assert.equal(socket?.['container'], id);
      } finally {
        writeFileSync(`${root}/cgroup.procs`, String(first.pid));
        rmdirSync(directory);
      }
    });
  },
);

test('the library reads every namespace too', live('python3'), () =>
  withTwo((first, second) => {
    const found = rowsOf(here, 'netns');
    const rows = [...conns({ allNetns: true, port: [portA, portB], columns: ['netns', 'localPort'] })];
    assert.deepEqual(
      new Set(rows.map(({ netns, localPort }) => `${netns} ${localPort}`)),
      new Set([`${groupOf(first, found)['netns']} ${portA}`, `${groupOf(second, found)['netns']} ${portB}`]),
    );
    const [listed] = [...netns({ where: `leaderPid = ${first.pid}` })];
    assert.equal(listed?.interfaces, 1);
    assert.throws(() => conns({ netns: 'no-such-thing' }), { name: 'ReadError', code: 'ENOENT' });
  }),
);

test('conns --pid keeps the process’s sockets', live('python3'), () =>
  withNamespace(async (namespace) => {
    const [one, other] = [await namespace.python(listener, '7700'), await namespace.python(listener, '7800')];
    const portsOf = (...pids: readonly number[]) =>
      namespace
        .rows('conns', '-t', '--pid', pids.join(','))
        .map(({ localPort }) => localPort)
        .sort();
    assert.deepEqual(portsOf(one.pid), [7700]);
    assert.deepEqual(portsOf(one.pid, other.pid), [7700, 7800]);
  }),
);

test('namespace options that cannot be combined', needs(), () => {
  assert.deepEqual(
    [
      ['conns', '--netns', '1', '--all-netns'],
      ['netns', '--netns', '1'],
      ['netns', '--all-netns'],
      ['conns', '--netns', ''],
      ['conns', '--pid', 'x'],
      ['ifstat', '--pid', '1'],
    ].map((argv) => here(...argv).code),
    [2, 2, 2, 2, 2, 2],
  );
});

test('a snapshot of every namespace gives the same results as the machine', needs('root', 'namespaces'), () =>
  withTwo(async (first, second) => {
    const file = join(tmpdir(), `procnet-all-${first.pid}.tgz`);
    const pids = [first.pid, second.pid];
    const groups = (...from: readonly string[]): readonly Row[] =>
      rowsOf(here, 'netns', '--columns', 'all', ...from).filter(({ leaderPid }) =>
        pids.includes(leaderPid as number),
      );
    const listeners = (...from: readonly string[]): readonly Row[] => {
      const columns = 'netns,container,localAddress,localPort,interface,processes';
      const { stdout } = here('conns', '-tl', '--all-netns', '--json', '--columns', columns, ...from);
      const rows: readonly Row[] = JSON.parse(stdout);
      return rows.filter(({ netns: which }) => pids.map(String).includes(which as string));
    };
    try {
      await eventually(() => {
        const before = [groups(), listeners()];
        assert.equal(here('snapshot', '--all-netns', '-o', file).code, 0);
        assert.deepEqual([groups('--from', file), listeners('--from', file)], before);
        assert.deepEqual(
          before.map(({ length }) => length),
          [2, 2],
        );
      });
      for (const [at, namespace] of [first, second].entries()) {
        const { stdout } = here('conns', '-tl', '--netns', String(namespace.pid), '--from', file, '--json');
        assert.deepEqual(
          (JSON.parse(stdout) as readonly Row[]).map(({ localPort }) => localPort),
          [[portA], [portB]][at],
        );
      }
    } finally {
      rmSync(file, { force: true });
    }
  }),
);
