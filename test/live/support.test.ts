import assert from 'node:assert/strict';
import { existsSync, readlinkSync } from 'node:fs';
import { liveTest, withNamespace } from './support.ts';

liveTest('a namespace is another one than ours, has lo up and goes away with its programs', async () => {
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
});

liveTest('a namespace goes away when its test fails', async () => {
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

liveTest('what fails inside is told with its message', () =>
  withNamespace(async (namespace) => {
    assert.throws(() => namespace.exec('ip', 'link', 'show', 'nosuch0'), /nosuch0/);
    await assert.rejects(namespace.python('raise SystemExit("broken")'), /broken/);
  }),
);
