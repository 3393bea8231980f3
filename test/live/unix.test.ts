import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { live, type Namespace, type Script, withNamespace } from './support.ts';

const needed = live('python3');

type Row = Readonly<Record<string, unknown>>;

const withSockets = (use: (namespace: Namespace, made: readonly Row[], script: Script) => void) =>
  withNamespace(async (namespace) => {
    const script = await namespace.python(readFileSync('test/live/unix-sockets.py', 'utf8'));
    try {
      use(namespace, script.ready as Row[], script);
    } finally {
      assert.equal(await script.ask('remove'), 'removed');
    }
  });

/** One character per byte; U+DCNN represents a byte that is not UTF-8. */
const latin1 = (text: string): string =>
  Buffer.concat(
    [...text].map((character) => {
      const code = character.codePointAt(0)!;
      return code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(character);
    }),
  ).toString('latin1');

const rowsOf = (namespace: Namespace, protocol: string): readonly Row[] =>
  namespace
    .rows('conns', '-A', protocol, '--columns', 'all')
    .map((row) => ({ ...row, path: typeof row['path'] === 'string' ? latin1(row['path']) : null }));

const inodesOf = (rows: readonly Row[]): number[] => rows.map((row) => Number(row['inode'])).sort();

/** The inode in the row that the script forges: the largest possible one. */
const forgedInode = 4294967295;

for (const protocol of ['unix', 'packet', 'netlink'])
  test(`conns -A ${protocol} shows each socket the test created, once and unchanged`, needed, () =>
    withSockets((namespace, made) => {
      const rows = rowsOf(namespace, protocol);
      const expected = made.filter((socket) => socket['protocol'] === protocol);
      assert.ok(expected.length >= 2);
      for (const { fd: _, ...socket } of expected) {
        const found = rows.filter(({ inode }) => inode === socket['inode']);
        assert.deepEqual(
          found.map((row) => Object.fromEntries(Object.keys(socket).map((name) => [name, row[name]]))),
          [socket],
        );
      }
    }),
  );

test(
  'conns -x shows only the sockets created, the one waiting to be accepted, and the forged row',
  needed,
  () =>
    withSockets((namespace, made) => {
      const known = new Set(inodesOf(made.filter(({ protocol }) => protocol === 'unix')));
      const rest = rowsOf(namespace, 'unix').filter(({ inode }) => !known.has(Number(inode)));
      assert.deepEqual(
        rest.map(({ inode, state, path }) => [inode, state, path]).sort(),
        [
          [0, 'CONNECTING', 'plain.sock'],
          [forgedInode, 'LISTEN', '/run/docker.sock'],
        ].sort(),
      );
    }),
);

test('a row forged by a socket name is marked and has no process (fault 50)', needed, () =>
  withSockets((namespace) => {
    const rows = namespace.rows('conns', '-x', '--columns', 'inode,suspect,processes');
    const forged = rows.filter(({ inode }) => inode === forgedInode);
    assert.deepEqual(forged, [{ inode: forgedInode, suspect: true, processes: null }]);
  }),
);

/**
 * `ss` prints names raw: text after a line feed in one is not a row. It uses netlink, not /proc, which leaves out
 * sockets without an inode (net/unix/diag.c, sk_diag_fill).
 */
const ssInodes = (namespace: Namespace): number[] =>
  namespace
    .exec('ss', '-Hxan')
    .split(/\n(?=u_)/)
    .map((row) => Number(/ (\d+)\s+\* \d+\s*$/.exec(row)?.[1]))
    .sort();

test(
  'conns -x agrees with ss, except for sockets without an inode and the forged row',
  live('python3', 'ss'),
  () =>
    withSockets((namespace) => {
      const ours = rowsOf(namespace, 'unix').filter(({ inode }) => inode !== forgedInode && inode !== 0);
      assert.ok(ours.length >= 25);
      assert.deepEqual(inodesOf(ours), ssInodes(namespace));
    }),
);

test('conns -x -l lists listeners, but not the connections that share their names', needed, () =>
  withSockets((namespace, made) => {
    const listeners = inodesOf(made.filter(({ listening }) => listening));
    const rows = namespace.rows('conns', '-xl', '--columns', 'inode,state');
    assert.deepEqual(inodesOf(rows), [...listeners, forgedInode].sort());
    assert.deepEqual([...new Set(rows.map(({ state }) => state))], ['LISTEN']);
  }),
);

test('conns -A all -p names the process and descriptor of each socket', needed, () =>
  withSockets((namespace, made, script) => {
    const rows = namespace.rows('conns', '-A', 'all', '-p', '--columns', 'protocol,inode,processes');
    for (const { protocol, inode, fd } of made) {
      const [row] = rows.filter((one) => one['protocol'] === protocol && one['inode'] === inode);
      assert.deepEqual(
        (row!['processes'] as Row[]).map(({ pid, fd }) => [pid, fd]),
        [[script.pid, fd]],
      );
    }
  }),
);

test('no format prints the control characters of a socket name', needed, () =>
  withSockets((namespace) => {
    for (const format of ['table', 'plain', 'json', 'ndjson', 'csv']) {
      const { code, stdout } = namespace.procnet('conns', '-x', '--columns', 'path', '--format', format);
      assert.equal(code, 0);
      assert.match(stdout, /esc.{2,6}\[31mred/, 'the name is shown');
      assert.doesNotMatch(stdout, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028]/, format);
    }
  }),
);
