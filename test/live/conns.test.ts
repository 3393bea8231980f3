import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { command } from '../support/command.ts';
import { bothWhileSteady, live, type Namespace, type Script, withNamespace } from './support.ts';

type Row = Readonly<Record<string, unknown>>;

const needed = live('python3', 'ss');

const everything = ['-A', 'tcp,udp,raw,icmp', '--columns', 'all'];

const withSockets = (
  use: (namespace: Namespace, made: readonly Row[], script: Script) => Promise<void> | void,
) =>
  withNamespace(async (namespace) => {
    namespace.exec('sh', '-c', 'echo 0 0 >/proc/sys/net/ipv4/ping_group_range');
    namespace.exec('ip', 'link', 'add', 'v0', 'type', 'veth', 'peer', 'name', 'v1');
    namespace.exec('ip', 'address', 'add', '10.77.0.1/24', 'dev', 'v0');
    for (const name of ['v0', 'v1']) namespace.exec('ip', 'link', 'set', name, 'up');
    namespace.exec(...neighbour);
    const script = await namespace.python(readFileSync('test/live/sockets.py', 'utf8'));
    await use(namespace, script.ready as Row[], script);
  });

/** A neighbour that never answers a SYN. */
const neighbour = ['ip', 'neigh', 'add', '10.77.0.99', 'lladdr', '02:00:00:00:00:99', 'dev', 'v0'] as const;

const identity = [
  'protocol',
  'family',
  'state',
  'localAddress',
  'localPort',
  'remoteAddress',
  'remotePort',
  'inode',
];
const pick = (row: Row, names: readonly string[]): string => JSON.stringify(names.map((name) => row[name]));

test('conns shows each socket the test created, in its state, once (fault 62)', needed, () =>
  withSockets((namespace, made) => {
    const rows = namespace.rows('conns', ...everything);
    assert.ok(made.length >= 30, String(made.length));
    for (const socket of made) {
      const names = [
        ...identity,
        ...['recvQueue', 'sendQueue', 'protocolNumber'].filter((name) => name in socket),
      ];
      const found = rows.filter((row) => pick(row, names) === pick(socket, names));
      assert.equal(found.length, 1, `${pick(socket, names)} was found ${found.length} times`);
    }
    assert.deepEqual([...new Set(made.map((socket) => socket['state']))].sort(), [
      ...['CLOSE_WAIT', 'ESTABLISHED', 'FIN_WAIT2', 'LISTEN', 'SYN_RECV', 'SYN_SENT', 'TIME_WAIT', 'UNCONN'],
    ]);
    assert.ok(
      !rows.some((row) => row['localPort'] === 7009),
      'the kernel does not list a socket that is only bound',
    );
  }),
);

/** `ss` separates address and port by the last colon; `*` is any. */
const endpointOf = (text: string): string => {
  const at = text.lastIndexOf(':');
  const address = text
    .slice(0, at)
    .replace(/^\[|\]$/g, '')
    .replace(/%.*$/, '');
  const port = text.slice(at + 1);
  return `${address === '*' ? '::' : address} ${port === '*' ? 0 : port}`;
};

const ssState = (state: unknown): string =>
  String(state)
    .replace('ESTABLISHED', 'ESTAB')
    .replace(/WAIT(\d)/, 'WAIT-$1')
    .replaceAll('_', '-');

const ssRows = (namespace: Namespace, ...options: readonly string[]): string[] =>
  namespace
    .exec('ss', '-Hn', ...options)
    .trim()
    .split('\n')
    .map((line) => {
      const [state, recvQueue, , local, remote] = line.trim().split(/\s+/);
      return `${state} ${recvQueue} ${endpointOf(local!)} ${endpointOf(remote!)}`;
    })
    .sort();

const ourRows = (rows: readonly Row[]): string[] =>
  rows
    .map((row) => {
      const ends = `${row['localAddress']} ${row['localPort']} ${row['remoteAddress']} ${row['remotePort']}`;
      return `${ssState(row['state'])} ${row['recvQueue']} ${ends}`;
    })
    .sort();

const agree = async (namespace: Namespace, ours: string, reference: string): Promise<number> => {
  const [expected, shown] = await bothWhileSteady(
    () => ssRows(namespace, reference),
    () => ourRows(namespace.rows('conns', ours)),
  );
  assert.deepEqual(shown, expected);
  return shown.length;
};

test('conns -t and -u agree with ss on state, receive queue and both ends', needed, () =>
  withSockets(async (namespace) => {
    await agree(namespace, '-t', '-ta');
    await agree(namespace, '-u', '-ua');
  }),
);

test('conns -t -l lists listeners, as ss does', needed, () =>
  withSockets(async (namespace) => assert.ok((await agree(namespace, '-tl', '-tl')) >= 7)),
);

test('a FIN that cannot be delivered leaves FIN_WAIT1 and LAST_ACK', needed, () =>
  withSockets(async (namespace, _, script) => {
    namespace.exec('ip', 'link', 'set', 'lo', 'down');
    assert.equal(await script.ask('link-down'), 'closed');
    const rows = namespace.rows('conns', '-t');
    const stateOf = (local: number, remote: number) =>
      rows
        .filter((row) => row['localPort'] === local && row['remotePort'] === remote)
        .map((row) => row['state']);
    assert.deepEqual(stateOf(7110, 7001), ['FIN_WAIT1']);
    assert.deepEqual(stateOf(7001, 7111), ['LAST_ACK']);
    await agree(namespace, '-t', '-ta');
  }),
);

test('--netns reads a namespace from outside and shows the same', needed, () =>
  withSockets(async (namespace) => {
    const argv = [command[1], 'conns', '-t', '--json', '--netns', String(namespace.pid)];
    const [inside, outside] = await bothWhileSteady(
      () => namespace.rows('conns', '-t'),
      () => JSON.parse(execFileSync(command[0], argv, { encoding: 'utf8' })),
    );
    assert.deepEqual(outside, inside);
  }),
);

test('a socket’s interface is the one that holds its local address', needed, () =>
  withSockets((namespace) => {
    for (const row of namespace.rows('conns', '-t')) {
      const address = String(row['localAddress']);
      const holder = address.startsWith('10.77.') ? 'v0' : address === '::' ? null : 'lo';
      assert.equal(row['interface'], holder, `${address} belongs to ${holder}`);
    }
  }),
);

test(
  'conns -p names the process and descriptor of each open socket, and none for the others (fault 67)',
  needed,
  () =>
    withSockets((namespace, made, script) => {
      const rows = namespace.rows('conns', '-p', ...everything);
      for (const { fd, inode } of made.filter((socket) => socket['inode'] !== 0)) {
        const [row] = rows.filter((one) => one['inode'] === inode);
        assert.deepEqual(
          (row!['processes'] as Row[]).map(({ pid, fd }) => [pid, fd]),
          [[script.pid, fd]],
        );
      }
      for (const row of rows) if (row['inode'] === 0) assert.equal(row['processes'], null);
    }),
);

test('conns -e shows the owner of each socket, and no owner for TIME_WAIT (fault 67)', needed, () =>
  withSockets((namespace) => {
    const rows = namespace.rows('conns', '-te', '--columns', 'state,uid,inode');
    for (const { state, uid, inode } of rows) {
      if (state === 'TIME_WAIT') assert.deepEqual([uid, inode], [null, 0]);
      else if (inode !== 0) assert.equal(uid, 0);
    }
    assert.ok(rows.some(({ state }) => state === 'TIME_WAIT'));
  }),
);

test('the process of a socket is found even after it has moved to another namespace (trap 57)', needed, () =>
  withNamespace(async (namespace) => {
    const { pid } = await namespace.python(`
import ctypes, socket, sys
listener = socket.create_server(("127.0.0.1", 7777))
if ctypes.CDLL(None).unshare(0x40000000) != 0: sys.exit("cannot move to another network namespace")
print("ready", flush=True)
sys.stdin.read()`);
    const [row] = namespace.rows('conns', '-tlp');
    const [holder] = row!['processes'] as { pid: number }[];
    assert.deepEqual([row!['localPort'], holder?.pid], [7777, pid]);
  }),
);
