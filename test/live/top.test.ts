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

/** `count` listeners, whose ports follow one another. */
const listeners = (count: number): string => `
import socket, sys
kept = [socket.create_server(("127.0.0.1", 34500 + at)) for at in range(${count})]
print("ready")
sys.stdin.read()
`;

/** The row of that port is selected. Each line starts with the cursor's new position. */
const selected = (port: number): string => `> (?:(?!;1H)[\\s\\S])*:${port}\\D`;

test('the keys of a terminal move the selection, and Ctrl-L draws the screen anew', live('python3'), () =>
  withNamespace(async (namespace) => {
    await namespace.python(listeners(60));
    const { status } = onScreen(
      top('--netns', String(namespace.pid), 'sport >= :34500', '--sort', 'localPort'),
      [
        [`${selected(34500)}[\\s\\S]*\\? help`, '\x1b[B'],
        [selected(34501), '\x1bOB'],
        [selected(34502), 'k'],
        [selected(34501), '\x1b[A'],
        [selected(34500), 'G'],
        [selected(34559), '\x1b[1~'],
        [selected(34500), '\x1b[F'],
        [selected(34559), '\x1b[5~'],
        [selected(34541), '\x1b[H'],
        [selected(34500), '\x1b[6~'],
        [selected(34518), '\x1b[4~'],
        [selected(34559), 'g'],
        [selected(34500), '\x0c'],
        [`\\x1b\\[2J[\\s\\S]*${selected(34500)}[\\s\\S]*\\? help`, 'q'],
      ],
    );
    assert.equal(status, 0);
  }),
);
