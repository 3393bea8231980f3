import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onScreen, top } from '../top/on-screen.ts';
import { live, withNamespace } from './support.ts';

const listener = `
import socket, sys
s = socket.create_server(("127.0.0.1", 34567))
print("ready")
sys.stdin.read()
`;

test('n lists the namespaces and switches to one, or to all', live('python3'), () =>
  withNamespace(async (namespace) => {
    await namespace.python(listener);
    const { status } = onScreen(top('--netns', String(namespace.pid), 'sport = :34567'), [
      ['127.0.0.1:34567', 'n'],
      ['Enter switch', 'a'],
      ['all namespaces[\\s\\S]*127.0.0.1:34567', 'n'],
      ['Enter switch', 'g\r'],
      ['netns host\\D+0 rows', 'q'],
    ]);
    assert.equal(status, 0);
  }),
);
