import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually, live, type Namespace, type Script, withNamespace } from './support.ts';

type Row = Readonly<Record<string, unknown>>;

/** Listens on a port and connects to one on request; echoes each command when done. */
const program = `
import socket, sys
kept = []
def listen(port):
    s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", port)); s.listen(); kept.append(s)
def connect(port): kept.append(socket.create_connection(("127.0.0.1", port)))
def close(_): [s.close() for s in kept]; kept.clear()
for word in sys.argv[1:]: listen(int(word))
print("ready", flush=True)
for line in sys.stdin:
    name, number = line.split(); globals()[name](int(number)); print("done", flush=True)
`;

const withSnapshot = (
  use: (namespace: Namespace, before: string, server: Script) => Promise<void>,
): Promise<void> =>
  withNamespace(async (namespace) => {
    const directory = mkdtempSync(join(tmpdir(), 'procnet-'));
    try {
      const server = await namespace.python(program, '7001', '7002');
      const before = join(directory, 'before.tgz');
      assert.equal(namespace.procnet('snapshot', '-o', before).code, 0);
      await use(namespace, before, server);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

const differences = (
  namespace: Namespace,
  ...argv: readonly string[]
): { code: number | null; rows: readonly Row[] } => {
  const { code, stdout, stderr } = namespace.procnet('diff', ...argv, '--report', 'conns', '--json');
  assert.ok(code === 0 || code === 1, stderr);
  return { code, rows: JSON.parse(stdout) };
};

const short = (rows: readonly Row[]): readonly string[] =>
  rows.map(({ change, state, localPort }) => `${change} ${state} ${localPort}`).toSorted();

test('a snapshot against now: the same, opened, closed, replaced by another process', live('python3'), () =>
  withSnapshot(async (namespace, before, server) => {
    assert.deepEqual(differences(namespace, before), { code: 0, rows: [] });
    const other = await namespace.python(program, '7003');
    assert.deepEqual(short(differences(namespace, before).rows), ['opened LISTEN 7003']);
    await server.stop();
    await other.ask('listen 7001');
    await eventually(() => {
      const { rows, code } = differences(namespace, before);
      assert.equal(code, 1);
      assert.deepEqual(short(rows), ['closed LISTEN 7002', 'opened LISTEN 7003', 'replaced LISTEN 7001']);
      const replaced = rows.find(({ change }) => change === 'replaced')!;
      assert.deepEqual(
        (replaced['processes'] as { pid: number }[]).map(({ pid }) => pid),
        [other.pid],
      );
      assert.match(String(replaced['before']), new RegExp(`processes=python3\\(${server.pid}\\)`));
    });
  }),
);

test('sockets that a program leaked', live('python3'), () =>
  withSnapshot(async (namespace, before, server) => {
    await server.ask('connect 7001');
    const left = differences(namespace, before, '--ignore', 'state = time-wait');
    assert.equal(left.code, 1);
    assert.deepEqual(
      left.rows.map(({ change, state }) => [change, state]),
      [
        ['opened', 'ESTABLISHED'],
        ['opened', 'ESTABLISHED'],
      ],
    );
  }),
);

test('counters: the increase in between, as counted by the kernel', live('python3'), () =>
  withSnapshot(async (namespace, before, server) => {
    const count = (name: string): number => {
      const [row] = namespace.rows('snmp', name);
      return Number(row!['value']);
    };
    const [{ stdout }, active] = [
      namespace.procnet('snmp', 'TcpActiveOpens', '--json', '--from', before),
      count('TcpActiveOpens'),
    ];
    const was = Number(JSON.parse(stdout)[0].value);
    assert.equal(was, active);
    for (let at = 0; at < 3; at++) await server.ask('connect 7001');
    const diff = namespace.procnet(
      'diff',
      before,
      '--report',
      'snmp',
      '--json',
      '--where',
      'name = ActiveOpens',
    );
    const [row] = JSON.parse(diff.stdout);
    assert.deepEqual([row.change, row.value], ['changed', count('TcpActiveOpens') - was]);
    assert.equal(row.value, 3);
  }),
);

test('another namespace is not comparable', live('python3'), () =>
  withSnapshot((_, before) =>
    withNamespace((other) => {
      const { code, stderr } = other.procnet('diff', before, '--report', 'conns');
      assert.equal(code, 3);
      assert.match(stderr, /different network namespaces/);
      assert.equal(other.procnet('diff', before, '--report', 'conns', '--force').code, 1);
    }),
  ),
);
