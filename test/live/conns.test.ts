import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { liveTest, type Namespace, type Script, withNamespace } from './support.ts';

type Row = Readonly<Record<string, unknown>>;

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

/** A SYN to it leaves and is never answered. */
const neighbour = ['ip', 'neigh', 'add', '10.77.0.99', 'lladdr', '02:00:00:00:00:99', 'dev', 'v0'] as const;

const wanted = [
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

liveTest('conns shows each socket that was made, in its state, once (fault 62)', () =>
  withSockets((namespace, made) => {
    const rows = namespace.rows('conns', ...everything);
    assert.ok(made.length >= 30, String(made.length));
    for (const socket of made) {
      const names = [
        ...wanted,
        ...['recvQueue', 'sendQueue', 'protocolNumber'].filter((name) => name in socket),
      ];
      const found = rows.filter((row) => pick(row, names) === pick(socket, names));
      assert.equal(found.length, 1, `${pick(socket, names)} is found ${found.length} times`);
    }
    assert.deepEqual([...new Set(made.map((socket) => socket['state']))].sort(), [
      ...['CLOSE_WAIT', 'ESTABLISHED', 'FIN_WAIT2', 'LISTEN', 'SYN_RECV', 'SYN_SENT', 'TIME_WAIT', 'UNCONN'],
    ]);
    assert.ok(!rows.some((row) => row['localPort'] === 7009), 'bound only: the kernel lists no such socket');
  }),
);

/** `ss` writes an address and a port with the last colon between them; `*` is any. */
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

liveTest('conns -t and -u agree with ss, state, receive queue and both ends', () =>
  withSockets((namespace) => {
    assert.deepEqual(ourRows(namespace.rows('conns', '-t')), ssRows(namespace, '-ta'));
    assert.deepEqual(ourRows(namespace.rows('conns', '-u')), ssRows(namespace, '-ua'));
  }),
);

liveTest('conns -t -l lists listeners, as ss does', () =>
  withSockets((namespace) => {
    const ours = ourRows(namespace.rows('conns', '-tl'));
    assert.ok(ours.length >= 7);
    assert.deepEqual(ours, ssRows(namespace, '-tl'));
  }),
);

liveTest('a FIN that cannot arrive leaves FIN_WAIT1 and LAST_ACK', () =>
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
    assert.deepEqual(ourRows(rows), ssRows(namespace, '-ta'));
  }),
);

liveTest('--pid looks into the namespace from outside and sees the same', () =>
  withSockets((namespace) => {
    const argv = ['bin/procnet.js', 'conns', '-t', '--json', '--pid', String(namespace.pid)];
    const outside = JSON.parse(execFileSync(process.execPath, argv, { encoding: 'utf8' }));
    assert.deepEqual(outside, namespace.rows('conns', '-t'));
  }),
);

liveTest('the interface of a socket is the one that holds its local address', () =>
  withSockets((namespace) => {
    for (const row of namespace.rows('conns', '-t')) {
      const address = String(row['localAddress']);
      const holder = address.startsWith('10.77.') ? 'v0' : address === '::' ? null : 'lo';
      assert.equal(row['interface'], holder, `${address} is on ${holder}`);
    }
  }),
);

liveTest(
  'conns -p names who holds each socket, by process and descriptor, and nobody for the others (fault 67)',
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

liveTest('conns -e shows whose the sockets are, and nobody for TIME_WAIT (fault 67)', () =>
  withSockets((namespace) => {
    const rows = namespace.rows('conns', '-te', '--columns', 'state,uid,inode');
    for (const { state, uid, inode } of rows) {
      if (state === 'TIME_WAIT') assert.deepEqual([uid, inode], [null, 0]);
      else if (inode !== 0) assert.equal(uid, 0);
    }
    assert.ok(rows.some(({ state }) => state === 'TIME_WAIT'));
  }),
);

liveTest('who holds a socket is found also after it has moved to another namespace (trap 57)', () =>
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
