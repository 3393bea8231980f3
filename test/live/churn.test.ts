import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { liveTest, type Namespace, withNamespace } from './support.ts';

const reads = 100;
const pairs = 2000;

type Row = Record<string, unknown>;

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

liveTest('a hundred readings while connections open and close: nothing twice, nothing lost (fault 61)', () =>
  withNamespace(async (namespace) => {
    const churn = await namespace.python(readFileSync('test/soak/churn.py', 'utf8'), '60', String(pairs));
    let compared = 0;
    let changed = 0;
    for (let read = 0; read < reads; read++) {
      const before = read % 10 === 0 ? listedBySs(namespace) : null;
      const rows = namespace.rows('conns', '-tan', '--columns', '+state,inode');
      const after = before === null ? null : listedBySs(namespace);
      const keys = rows.map(keyOf);
      const found = new Set(keys);
      assert.equal(keys.length - found.size, 0, `reading ${read} shows rows twice`);
      const control = rows.filter(({ localPort, remotePort }) =>
        [localPort, remotePort].includes(churn.ready),
      );
      assert.equal(
        control.length,
        2,
        `reading ${read} shows ${control.length} ends of a connection that stays`,
      );
      if (before === null || after === null) continue;
      const stayed = [...before].filter((key) => after.has(key));
      assert.deepEqual(
        stayed.filter((key) => !found.has(key)),
        [],
        `reading ${read} lacks what ss shows before and after it`,
      );
      const passing = Math.max(before.size, after.size) - stayed.length;
      assert.ok(
        rows.length >= stayed.length && rows.length <= before.size + after.size,
        `${rows.length} rows`,
      );
      compared += stayed.length;
      changed += passing;
    }
    assert.ok(compared > reads * pairs * 0.05, `only ${compared} sockets could be compared`);
    assert.ok(changed > 0, 'nothing opened or closed meanwhile');
    await churn.stop();
  }),
);
