import assert from 'node:assert/strict';
import { existsSync, readlinkSync } from 'node:fs';
import { test } from 'node:test';
import { bothWhileSteady, live, withNamespace } from './support.ts';

test(
  'a test namespace is separate from ours, has lo up, and ends with its programs',
  live('python3'),
  async () => {
    const pids: number[] = [];
    await withNamespace(async (namespace) => {
      assert.notEqual(readlinkSync(`/proc/${namespace.pid}/ns/net`), readlinkSync('/proc/self/ns/net'));
      assert.match(namespace.exec('ip', '-br', 'link', 'show', 'lo'), /UP/);
      const script = await namespace.python(
        'import json, sys\nprint("ready", json.dumps({"argument": sys.argv[1]}))\nfor line in sys.stdin: print("heard", line.strip())',
        'word',
      );
      assert.deepEqual(script.ready, { argument: 'word' });
      assert.equal(await script.ask('one'), 'heard one');
      assert.equal(await script.ask('two'), 'heard two');
      pids.push(namespace.pid, script.pid);
    });
    for (const pid of pids) assert.equal(existsSync(`/proc/${pid}/exe`), false);
  },
);

test('a namespace ends when its test fails', live(), async () => {
  let pid = 0;
  await assert.rejects(
    withNamespace((namespace) => {
      pid = namespace.pid;
      throw new Error('the test failed');
    }),
    /the test failed/,
  );
  assert.equal(existsSync(`/proc/${pid}/exe`), false);
});

test('a program that fails inside is reported with its error', live('python3'), () =>
  withNamespace(async (namespace) => {
    assert.throws(() => namespace.exec('ip', 'link', 'show', 'nosuch0'), /nosuch0/);
    await assert.rejects(namespace.python('raise SystemExit("broken")'), /broken/);
  }),
);

test('two readings are compared only if the reference was the same before and after', async () => {
  const reference = [1, 2, 3, 3][Symbol.iterator]();
  const ours = ['between 1 and 2', 'between 3 and 3'][Symbol.iterator]();
  const both = await bothWhileSteady(
    () => reference.next().value,
    () => ours.next().value,
  );
  assert.deepEqual(both, [3, 'between 3 and 3']);
});
