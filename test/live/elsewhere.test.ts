import assert from 'node:assert/strict';
import { test } from 'node:test';
import { procnet } from '../cli/black-box.ts';
import { onTerminal } from '../cli/pseudo-terminal.ts';
import { live, withNamespace } from './support.ts';

/** A port and a name that no other run of these tests uses at the same time. */
const port = 10_000 + (process.pid % 20_000);
const name = `elsewhere-${process.pid % 100_000}`;

const listener = `
import ctypes, socket, sys
ctypes.CDLL(None).prctl(15, b"${name}", 0, 0, 0)
s = socket.create_server(("127.0.0.1", ${port}))
print("ready")
sys.stdin.read()
`;

const hint = /procnet: not here, but in another network namespace: --netns (\S+) \(pid (\d+)\)/;

test('on a terminal, an empty result points to the namespace that has a match', live('python3'), () =>
  withNamespace(async (namespace) => {
    await namespace.python(listener);
    for (const args of [
      [`:${port}`],
      ['conns', '-tl', '--port', String(port)],
      ['conns', '--process', name],
    ]) {
      const { shown } = onTerminal(args);
      const [, word = '', pid] = hint.exec(shown[0]!.replaceAll('\r\n  ', ' ')) ?? [];
      assert.equal(pid, String(namespace.pid), shown[0]!);
      const [row] = JSON.parse(procnet(['conns', `:${port}`, '--netns', word, '--json']).stdout);
      assert.equal(row.localPort, port);
      assert.doesNotMatch(procnet(args).stderr, hint, 'not in a pipe');
    }
  }),
);

test('no hint is given if something was found, or the filter is unrelated', live('python3'), () =>
  withNamespace(async (namespace) => {
    await namespace.python(listener);
    const inside = ['conns', `:${port}`, '--netns', String(namespace.pid)];
    for (const args of [
      inside,
      ['conns', `:${port}`, '--all-netns'],
      ['conns', 'state', 'closing'],
      ['conns', `:${port}`, '-q'],
      ['conns', `:${port}`, '--none'],
    ])
      assert.doesNotMatch(onTerminal(args).shown[0]!, /not here/, args.join(' '));
  }),
);
