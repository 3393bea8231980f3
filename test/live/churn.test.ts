import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { conns } from '../../src/index.ts';
import { liveTest, type Namespace, withNamespace } from './support.ts';

const reads = 100;
const pairs = 2000;

type Row = Readonly<Record<string, unknown>>;

/** What makes a socket that socket while its ends are used again and again. */
const keyOf = ({ localAddress, localPort, remoteAddress, remotePort, inode, state }: Row): string =>
  `${localAddress}:${localPort} ${remoteAddress}:${remotePort} ${inode === 0 ? state : inode}`;

/** The sockets that `ss` lists, by the same key, those without an inode left out. */
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

/** By the command for the readings that `ss` is compared with, by the library, which takes a tenth of the time, for the others. */
const readingOf = (namespace: Namespace, byCommand: boolean): readonly Row[] =>
  byCommand
    ? namespace.rows('conns', '-tan', '--columns', '+inode')
    : [...conns({ pid: namespace.pid, protocols: ['tcp'] })];

const without = (one: ReadonlySet<string>, ...others: readonly ReadonlySet<string>[]): string[] =>
  [...one].filter((key) => !others.some((other) => other.has(key)));

liveTest('a hundred readings while connections open and close: nothing twice, nothing lost (fault 61)', () =>
  withNamespace(async (namespace) => {
    const churn = await namespace.python(readFileSync('test/soak/churn.py', 'utf8'), '60', String(pairs));
    let stayed = 0;
    let passed = 0;
    for (let read = 0; read < reads; read++) {
      const isCompared = read % 10 === 0;
      const before = isCompared ? listedBySs(namespace) : null;
      const rows = readingOf(namespace, isCompared);
      const after = isCompared ? listedBySs(namespace) : null;
      const found = new Set(rows.map(keyOf));
      assert.equal(rows.length - found.size, 0, `reading ${read} shows rows twice`);
      const control = rows.filter((row) => [row['localPort'], row['remotePort']].includes(churn.ready));
      assert.equal(control.length, 2, `reading ${read}: ${control.length} ends of a connection that stays`);
      if (before === null || after === null) continue;
      const opened = without(after, before).length;
      const lost = without(before, found).filter((key) => after.has(key));
      assert.deepEqual(lost, [], `reading ${read} lacks what ss shows before and after it`);
      // Of those that opened some closed again before ss looked: fewer than there are left.
      const unseen = without(found, before, after).length;
      assert.ok(
        unseen <= opened,
        `reading ${read}: ss shows ${unseen} neither before nor after, ${opened} opened`,
      );
      stayed += before.size - without(before, after).length;
      passed += opened;
    }
    assert.ok(stayed > reads * pairs * 0.05, `only ${stayed} sockets could be compared`);
    assert.ok(passed > 0, 'nothing opened meanwhile');
    await churn.stop();
  }),
);
