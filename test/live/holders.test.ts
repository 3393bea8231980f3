import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { live, type Namespace, withNamespace } from './support.ts';

type Row = Readonly<Record<string, unknown>>;
type Holder = { readonly pid: number; readonly name: string; readonly fd: number };

const holdersOf = (row: Row | undefined): readonly Holder[] | null => row!['processes'] as Holder[] | null;

/** A listener in a process that takes its first argument as its name. */
const listener = `
import ctypes, os, socket, sys
s = socket.socket(); s.bind(("127.0.0.1", 7000)); s.listen()
ctypes.CDLL(None).prctl(15, sys.argv[1].encode(), 0, 0, 0)
print("ready", s.fileno())
sys.stdin.read()
`;

const unsafe = /[\x00-\x09\x0b-\x1f\x7f-\x9f]/;

/** The only process of the only listener as each format shows it. */
const shownHolder = (namespace: Namespace): { pid: number; name: string; texts: readonly string[] } => {
  const print = (...argv: readonly string[]): string => {
    const { code, stdout } = namespace.procnet('conns', '-tlp', '--columns', 'processes', '-H', ...argv);
    assert.equal(code, 0);
    assert.equal(stdout.split('\n').length, 2, `one line: ${JSON.stringify(stdout)}`);
    assert.doesNotMatch(stdout, unsafe);
    return stdout.trimEnd();
  };
  const [holder] = holdersOf((JSON.parse(print('--json')) as Row[])[0])!;
  const cell = (parse(print('--csv')) as string[][])[0]![0]!;
  return { ...holder!, texts: [print('--plain'), print('-f', 'table'), cell] };
};

const isShown = (name: string, shown: string): Promise<void> =>
  withNamespace(async (namespace) => {
    const { pid, ready } = await namespace.python(listener, name);
    const found = shownHolder(namespace);
    assert.deepEqual([found.pid, found.name], [pid, name]);
    for (const text of found.texts) assert.equal(text, `${shown}(${pid},fd=${ready})`);
  });

test('fault 54: a process name may hold a parenthesis, a line feed and an escape', live('python3'), () =>
  isShown('a) S 1\n\x1b[2Jx', 'a) S 1\\x0a\\x1b[2Jx'),
);

test(
  'fault 55: a process name cannot write to the clipboard or to the title of the terminal',
  live('python3'),
  async () => {
    await isShown('\x1b]52;c;eA==\x07', '\\x1b]52\\x3bc\\x3beA==\\x07');
    await isShown('\x1b]0;root\x9c\x07', '\\x1b]0\\x3broot\\u009c\\x07');
  },
);

test('fault 55: the arguments a process claims to have are not shown', live('python3', 'bash'), () =>
  withNamespace(async (namespace) => {
    const child = namespace.spawn(
      'bash',
      '-c',
      `exec -a $'evil\\e]52;c;eA==\\a' python3 -u -c "$1" plain`,
      'bash',
      listener,
    );
    await new Promise((ready) => child.stdout!.once('data', ready));
    const { name, texts } = shownHolder(namespace);
    assert.equal(name, 'plain');
    for (const text of texts) assert.doesNotMatch(text, /evil/);
  }),
);

/** One listener in three processes, under a different descriptor in each. */
const sharing = `
import json, os, socket, sys
s = socket.socket(); s.bind(("127.0.0.1", 7000)); s.listen()
held = [[os.getpid(), s.fileno()]]
for fd in (20, 30):
    pid = os.fork()
    if pid == 0:
        os.dup2(s.fileno(), fd); os.close(s.fileno()); sys.stdin.read(); os._exit(0)
    held.append([pid, fd])
while not all(os.path.exists(f"/proc/{pid}/fd/{fd}") for pid, fd in held): pass
while any(os.path.exists(f"/proc/{pid}/fd/{s.fileno()}") for pid, _ in held[1:]): pass
print("ready", json.dumps(held))
sys.stdin.read()
`;

const ssHolders = (namespace: Namespace): string[] =>
  [...namespace.exec('ss', '-Htlnp').matchAll(/pid=(\d+),fd=(\d+)/g)]
    .map(([, pid, fd]) => `${pid} ${fd}`)
    .sort();

test('fault 65: a socket in three processes lists all three', live('python3', 'ss'), () =>
  withNamespace(async (namespace) => {
    const { ready } = await namespace.python(sharing);
    const made = (ready as number[][]).map(([pid, fd]) => `${pid} ${fd}`).sort();
    const [row, ...others] = namespace.rows('conns', '-tlp');
    assert.deepEqual(others, []);
    assert.deepEqual(
      holdersOf(row)!
        .map(({ pid, fd }) => `${pid} ${fd}`)
        .sort(),
      made,
    );
    assert.deepEqual(ssHolders(namespace), made);
  }),
);

/** As user nobody: an unaccepted connection, and two accepted ones, closed at one end and at both. */
const unheld = `
import os, socket, sys
os.setgid(65534); os.setuid(65534)
s = socket.socket(); s.bind(("127.0.0.1", 7000)); s.listen()
def client():
    c = socket.socket(); c.connect(("127.0.0.1", 7000)); return c
a = client(); b, _ = s.accept(); a.close(); b.recv(1); b.close()
a = client(); b, _ = s.accept(); a.close()
c = client()
print("ready")
sys.stdin.read()
`;

/** By both ends: the user that `ss` reports; it leaves out root. */
const ssUsers = (namespace: Namespace): ReadonlyMap<string, number> =>
  new Map(
    namespace
      .exec('ss', '-Htane')
      .trim()
      .split('\n')
      .map((line) => [
        line.trim().split(/\s+/).slice(3, 5).join(' '),
        Number(/ uid:(\d+)/.exec(line)?.[1] ?? 0),
      ]),
  );

test(
  'fault 67: a row without an inode has no process, and no user in TIME_WAIT',
  live('root', 'python3', 'ss'),
  () =>
    withNamespace(async (namespace) => {
      await namespace.python(unheld);
      const rows = namespace
        .rows('conns', '-tpeo', '--state', 'connected')
        .filter(({ inode }) => inode === 0);
      const timeWait = rows.filter(({ timer }) => timer === 'timewait');
      const waiting = rows.filter(({ timer }) => timer !== 'timewait');
      assert.deepEqual(timeWait.map(({ state }) => state).sort(), ['FIN_WAIT2', 'TIME_WAIT']);
      assert.deepEqual(
        waiting.map(({ state }) => state),
        ['ESTABLISHED'],
      );
      for (const row of rows) assert.equal(row['processes'], null);
      for (const { uid, user } of timeWait) assert.deepEqual([uid, user], [null, null]);
      const users = ssUsers(namespace);
      for (const row of waiting) {
        const ends = `${row['localAddress']}:${row['localPort']} ${row['remoteAddress']}:${row['remotePort']}`;
        assert.equal(row['uid'], users.get(ends), ends);
      }
    }),
);
