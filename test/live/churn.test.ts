import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { conns } from '../../src/index.ts';
import { live, type Namespace, withNamespace } from './support.ts';

const reads = 100;
const pairs = 500;
/** How many of these are replaced from the start of each reading. */
const replaced = 100;
const listener = '127.0.0.1:6000 0.0.0.0:0';

/**
 * How many sockets may be missing in all readings together. The kernel resumes a page of `/proc/net/tcp` at a position
 * within a hash bucket (tcp_seek_last_pos), so it skips a socket when one before it in the same bucket has just closed.
 */
const skippedByKernel = 3;

type Row = Readonly<Record<string, unknown>>;

const endsOf = ({ localAddress, localPort, remoteAddress, remotePort }: Row): string =>
  `${localAddress}:${localPort} ${remoteAddress}:${remotePort}`;

/** What identifies a socket while its ends are reused. */
const keyOf = (row: Row): string => `${endsOf(row)} ${row['inode'] === 0 ? row['state'] : row['inode']}`;

/** The sockets that `ss` lists, by the same key, without those that have no inode. */
const listedBySs = (namespace: Namespace): ReadonlySet<string> =>
  new Set(
    namespace
      .exec('ss', '-Htane')
      .split('\n')
      .flatMap((line) => {
        const [, , , local, remote] = line.trim().split(/\s+/);
        const inode = / ino:(\d+)/.exec(line)?.[1];
        return inode === undefined ? [] : [`${local} ${remote!.replace('*', '0')} ${inode}`];
      }),
  );

type Compared = {
  readonly rows: readonly Row[];
  /** Sockets that `ss` lists before and after this reading: those open all the time, or nearly so. */
  readonly steady: readonly string[];
  readonly opened: number;
};

const compared = (namespace: Namespace): Compared => {
  const before = listedBySs(namespace);
  const rows = namespace.rows('conns', '-tan', '--columns', '+inode');
  const after = listedBySs(namespace);
  const steady = [...before].filter((key) => after.has(key));
  return { rows, steady, opened: after.size - steady.length };
};

/** Through the library, which is faster than the command, and without `ss`. */
const uncompared = (namespace: Namespace): Compared => ({
  rows: [...conns({ netns: namespace.pid, protocols: ['tcp'] })],
  steady: [],
  opened: 0,
});

/** Fails unless each row is a socket that was open at some moment. A socket without an inode is being opened or closed. */
const assertReal = (
  rows: Iterable<Row>,
  opened: readonly (readonly [ends: string, inode: number])[],
): void => {
  const ends = new Set([listener, ...opened.map(([each]) => each)]);
  const keys = new Set(opened.map(([each, inode]) => `${each} ${inode}`));
  for (const row of rows) {
    const text = endsOf(row);
    assert.ok(row['inode'] === 0 || text === listener ? ends.has(text) : keys.has(keyOf(row)), keyOf(row));
  }
};

test(
  'a hundred readings while connections open and close: no duplicates, nothing invented, nothing lost (fault 61)',
  live('python3', 'ss'),
  () =>
    withNamespace(async (namespace) => {
      const churn = await namespace.python(readFileSync('test/live/churn.py', 'utf8'), String(pairs));
      const isLasting = (row: Row) => [row['localPort'], row['remotePort']].includes(churn.ready);
      const seen = new Map<string, Row>();
      const missing: string[] = [];
      let [steadyInAll, openedInAll] = [0, 0];
      for (let read = 0; read < reads; read++) {
        assert.equal(await churn.ask(String(replaced)), 'replacing');
        const { rows, steady, opened } = read % 10 === 0 ? compared(namespace) : uncompared(namespace);
        const found = new Set(rows.map(keyOf));
        assert.equal(rows.length, found.size, `reading ${read} shows rows twice`);
        for (const row of rows) seen.set(keyOf(row), row);
        missing.push(...steady.filter((key) => !found.has(key)));
        if (rows.filter(isLasting).length !== 2)
          missing.push(`the connection that stays, in reading ${read}`);
        steadyInAll += steady.length;
        openedInAll += opened;
      }
      assert.ok(missing.length <= skippedByKernel, missing.join('\n'));
      assert.ok(steadyInAll > 10 * pairs, `only ${steadyInAll} sockets could be compared`);
      assert.ok(openedInAll > 0, 'nothing opened meanwhile');
      assertReal(seen.values(), JSON.parse(await churn.ask('opened')));
    }),
);
