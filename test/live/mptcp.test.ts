import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bothWhileSteady, live, type Namespace, withNamespace } from './support.ts';

/** An MPTCP connection over two subflows: the client has a second address. */
const connection = `
import json, os, socket, sys, time
def made(): return socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262)
server = made(); server.bind(("10.77.0.1", 7000)); server.listen()
client = made(); client.connect(("10.77.0.1", 7000))
accepted, _ = server.accept()
while True:
    client.send(b"x"); accepted.recv(1); time.sleep(0.02)
    with open("/proc/net/tcp") as table:
        if sum(line.split()[3] == "01" for line in table) == 4: break
held = [server, client, accepted]
print("ready", json.dumps([[s.fileno(), os.fstat(s.fileno()).st_ino] for s in held]))
sys.stdin.read()
`;

/** Each socket by its ends, with the descriptor that holds it. */
const ssRows = (namespace: Namespace): string[] =>
  namespace
    .exec('ss', '-Htanp')
    .trim()
    .split('\n')
    .map((line) => {
      const [, , , local, remote] = line.trim().split(/\s+/);
      return `${local!.replace(/%[^:]*/, '')} ${remote} ${/fd=(\d+)/.exec(line)?.[1]}`.replace(/:\*/, ':0');
    })
    .sort();

const needed = live('python3', 'ss', '/proc/sys/net/mptcp');

test('the subflows of an MPTCP socket are rows with one inode, each held by its process', needed, () =>
  withNamespace(async (namespace) => {
    namespace.exec('ip', 'link', 'add', 'v0', 'type', 'veth', 'peer', 'name', 'v1');
    for (const address of ['10.77.0.1/24', '10.78.0.1/24'])
      namespace.exec('ip', 'address', 'add', address, 'dev', 'v0');
    for (const name of ['v0', 'v1']) namespace.exec('ip', 'link', 'set', name, 'up');
    namespace.exec('ip', 'mptcp', 'limits', 'set', 'add_addr_accepted', '4', 'subflows', '4');
    namespace.exec('ip', 'mptcp', 'endpoint', 'add', '10.78.0.1', 'dev', 'v0', 'subflow');
    const { ready } = await namespace.python(connection);
    const [expected, rows] = await bothWhileSteady(
      () => ssRows(namespace),
      () => namespace.rows('conns', '-tp', '--columns', '+inode'),
    );
    const inodes = (ready as number[][]).map(([, inode]) => inode!);
    const countOf = (inode: number): number => rows.filter((row) => row['inode'] === inode).length;
    assert.deepEqual(inodes.map(countOf), [1, 2, 2]);
    const ours = rows.map((row) => {
      const [{ fd }] = row['processes'] as [{ fd: number }];
      return `${row['localAddress']}:${row['localPort']} ${row['remoteAddress']}:${row['remotePort']} ${fd}`;
    });
    assert.deepEqual(ours.sort(), expected);
  }),
);
