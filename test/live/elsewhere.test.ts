import assert from 'node:assert/strict';
import { test } from 'node:test';
import { procnet } from '../cli/black-box.ts';
import { onTerminal } from '../cli/pseudo-terminal.ts';
import { live, withNamespace } from './support.ts';

const listener = `
import ctypes, socket, sys
ctypes.CDLL(None).prctl(15, b"elsewhere-test", 0, 0, 0)
s = socket.create_server(("127.0.0.1", 34568))
print("ready")
sys.stdin.read()
`;

const hint = /procnet: not here, but in another network namespace: --netns (\S+) \(pid (\d+)\)/;

test('on a terminal, an empty result points to the namespace that has a match', live('python3'), () =>
  withNamespace(async (namespace) => {
    await namespace.python(listener);
    for (const args of [
      [':34568'],
      ['conns', '-tl', '--port', '34568'],
      ['conns', '--process', 'elsewhere-test'],
    ]) {
      const { shown } = onTerminal(args);
      const [, word = '', pid] = hint.exec(shown[0]!.replaceAll('\r\n  ', ' ')) ?? [];
      assert.equal(pid, String(namespace.pid), shown[0]!);
      const [row] = JSON.parse(procnet(['conns', ':34568', '--netns', word, '--json']).stdout);
      assert.equal(row.localPort, 34568);
      assert.doesNotMatch(procnet(args).stderr, hint, 'not in a pipe');
    }
  }),
);

test('no hint is given if something was found, or the filter is unrelated', live('python3'), () =>
  withNamespace(async (namespace) => {
    await namespace.python(listener);
    const inside = ['conns', ':34568', '--netns', String(namespace.pid)];
    for (const args of [
      inside,
      ['conns', ':34568', '--all-netns'],
      ['conns', 'state', 'closing'],
      ['conns', ':34568', '-q'],
      ['conns', ':34568', '--none'],
    ])
      assert.doesNotMatch(onTerminal(args).shown[0]!, /not here/, args.join(' '));
  }),
);
