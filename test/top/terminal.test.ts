import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { procnet, withTree } from '../cli/black-box.ts';
import { command } from '../support/command.ts';
import { needs } from '../support/needs.ts';
import { onScreen, top } from './on-screen.ts';

const leave = '\x1b[0m\x1b[?25h\x1b[?1049l';
const tree = resolve('test/fixtures/captures/B');
const watching = top('--proc', tree);

const needed = needs('python3');

test('q restores the terminal', needed, () => {
  const { out, status } = onScreen(watching, [['LISTEN', 'q']]);
  assert.equal(status, 0);
  assert.ok(out.startsWith('\x1b[?1049h') && out.endsWith(leave));
});

test('Ctrl-C and signals end it by the signal, with the terminal restored', needed, () => {
  for (const [action, status] of [
    ['\x03', -2],
    ['SIGTERM', -15],
    ['SIGHUP', -1],
  ] as const) {
    const ended = onScreen(watching, [['LISTEN', action]]);
    assert.equal(ended.status, status, JSON.stringify(action));
    assert.ok(ended.out.endsWith(leave));
  }
});

test('Ctrl-Z returns the terminal, and fg redraws the frame', needs('python3', 'bash'), () => {
  const { out } = onScreen(
    ['/bin/bash', '--norc', '--noprofile', '-i'],
    [
      ['# |\\$ ', `${watching.join(' ')}\r`],
      ['LISTEN', '\x1a'],
      ['Stopped', 'stty -a | grep -c -w -e "-icanon"; echo she""ll\r'],
      ['0\\s+shell', 'fg\r'],
      ['\\x1b\\[\\?1049h[\\s\\S]*LISTEN', 'q'],
      ['\\x1b\\[\\?1049l[\\s\\S]*(# |\\$ )', 'exit\r'],
    ],
  );
  assert.equal(out.split('\x1b[?1049h').length, 3);
});

test('Ctrl-Z has no effect if no shell could continue it', needed, () => {
  const { status } = onScreen(watching, [
    ['LISTEN', '\x1a'],
    ['\\x1b\\[\\?1049l\\x1b\\[\\?1049h[\\s\\S]*LISTEN', 'q'],
  ]);
  assert.equal(status, 0);
});

test('a filter applies while it is typed, with its error; then details, help, another report', needed, () => {
  const { status } = onScreen(watching, [
    ['LISTEN', '/sport = :80x'],
    ['bad expression', '\x7f80'],
    ['filter: sport = :8080', '\r'],
    ['\\? help', '\r'],
    ['The transport protocol', '\x1b'],
    ['LISTEN', '?'],
    ['Ctrl-L', 'q'],
    ['LISTEN', '\t'],
    ['rxBytes/s', 'q'],
  ]);
  assert.equal(status, 0);
});

test('w writes a snapshot of the view to the current directory, and shows its path', needed, () =>
  withTree({}, (cwd) => {
    onScreen(
      watching,
      [
        ['LISTEN', 'w'],
        ['wrote procnet-\\S+\\.tgz \\(\\d+ KiB\\)', 'q'],
      ],
      { cwd },
    );
    const [file] = readdirSync(cwd);
    assert.equal(
      procnet(['arp', '--from', `${cwd}/${file}`, '--json']).stdout,
      procnet(['arp', '--proc', tree, '--json']).stdout,
    );
  }),
);

test('a failed snapshot shows an error until the next key, and the view continues', needed, () => {
  const { status } = onScreen(
    watching,
    [
      ['LISTEN', 'w'],
      ['cannot write procnet-\\S+: no such directory', 'j'],
      ['\\? help', 'q'],
    ],
    { cwd: '/proc' },
  );
  assert.equal(status, 0);
});

test('grouped rows, columns and an explanation of a row', needed, () => {
  const { status } = onScreen(watching, [
    ['LISTEN', 'xstate'],
    ['count', '\r'],
    ['\\? help', 'x'],
    ['local', 'c+nope'],
    ['no such column: "nope"', '\x15+uid'],
    ['uid', '\r'],
    ['\\? help', 'e'],
    ['tcp state', '\x1b'],
    ['local', 'a'],
    ['listening', 's'],
    ['sort: protocol', 'S'],
    ['sort: -protocol', ' '],
    ['PAUSED', 'q'],
  ]);
  assert.equal(status, 0);
});

test('the window can be resized', needed, () => {
  const { status } = onScreen(watching, [
    ['LISTEN', [10, 40]],
    ['\\x1b\\[2J[\\s\\S]*\\x1b\\[10;1H', [1, 1]],
    ['\\x1b\\[2J', [60, 200]],
    ['\\x1b\\[60;1H', 'q'],
  ]);
  assert.equal(status, 0);
});

test('a terminal without color or cursor gets frames one below the other', needed, () => {
  // Without LC_ALL, Python would coerce C to a UTF-8 locale.
  const { out, status } = onScreen(watching, [['LISTEN', 'q']], { env: { TERM: 'dumb', LC_ALL: 'C' } });
  assert.equal(status, 0);
  assert.match(out, /^[\x20-\x7e\r\n]*$/);
});

test('without color, only marks, bold and reverse are used', needed, () => {
  const { out } = onScreen(watching, [['LISTEN', 'q']], { env: { NO_COLOR: '1' } });
  assert.doesNotMatch(out, /\x1b\[(?:1;)?3\dm/);
});

test('without a terminal, it suggests what to use instead', () => {
  const { status, stderr } = spawnSync(command[0], [command[1], 'top'], { encoding: 'utf8' });
  assert.equal(status, 2);
  assert.match(stderr, /--interval 1 --ndjson/);
});
