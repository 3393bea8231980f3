import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { live, withNamespace } from './support.ts';

const needed = live('python3');

/** Binds a socket to each name, one character per byte. The kernel still shows the name after the file is removed. */
const binding = `
import json, os, socket, sys, tempfile
work = tempfile.mkdtemp(prefix="procnet-")
os.chdir(work)
held = []
for name in json.loads(sys.argv[1]):
    s = socket.socket(socket.AF_UNIX)
    s.bind(name.encode("latin-1"))
    if not name.startswith("\\0"): os.unlink(name.encode("latin-1"))
    held.append(s)
os.rmdir(work)
print("ready", json.dumps([os.fstat(s.fileno()).st_ino for s in held]))
sys.stdin.read()
`;

/** What Python reads from our JSON, one character per byte. */
const byPython = `
import json, sys
print(json.dumps([row["path"].encode("utf-8", "surrogateescape").decode("latin-1") for row in json.loads(sys.argv[1])]))
`;

type Shown = {
  readonly plain: readonly string[];
  readonly table: readonly string[];
  readonly csv: readonly string[];
  readonly json: readonly string[];
};

/** The names of these sockets as each format shows them, sorted; JSON as Python reads it. */
const shownNames = (names: readonly string[]): Promise<Shown> =>
  withNamespace(async (namespace) => {
    const { ready } = await namespace.python(binding, JSON.stringify(names));
    const print = (...argv: readonly string[]): string => {
      const which = ['--where', `inode in (${(ready as number[]).join(', ')})`];
      const { code, stdout, stderr } = namespace.procnet(
        'conns',
        '-x',
        ...which,
        '--columns',
        'path',
        ...argv,
      );
      assert.deepEqual([code, stderr], [0, '']);
      return stdout;
    };
    const lines = (...argv: readonly string[]): string[] =>
      print(...argv, '-H')
        .trimEnd()
        .split('\n');
    const read = namespace.exec('python3', '-c', byPython, print('--json'));
    return {
      plain: lines('--plain').sort(),
      table: lines('-f', 'table').sort(),
      csv: (parse(print('--csv', '-H')) as string[][]).map(([cell]) => cell!).sort(),
      json: (JSON.parse(read) as string[]).sort(),
    };
  });

const utf8 = (text: string): string => Buffer.from(text).toString('latin1');

const isShown = async (name: string, text: string, csv = text): Promise<void> =>
  assert.deepEqual(await shownNames([name]), { plain: [text], table: [text], csv: [csv], json: [name] });

test('fault 49: spaces and tabs belong to the name, even at its ends', needed, () =>
  isShown(' sp ace\ttab  trail ', '\\x20sp ace\\x09tab  trail\\x20', ' sp ace\\x09tab  trail '),
);

test('fault 50: text after a line feed belongs to the name if it is not a row', needed, () =>
  isShown('bad\n00000000deadbeef: 00000002 nonsense\n', 'bad\\x0a00000000deadbeef: 00000002 nonsense\\x0a'),
);

test('fault 50: text after a line feed that looks like a row is shown as one, and marked', needed, () =>
  withNamespace(async (namespace) => {
    const forged = '00000000deadbeef: 00000002 00000000 00010000 0001 01 99999 /run/docker.sock';
    await namespace.python(binding, JSON.stringify([`\0nl\n${forged}`]));
    const rows = namespace.rows('conns', '-x', '--columns', 'state,suspect,path');
    assert.deepEqual(rows, [
      { state: 'UNCONN', suspect: false, path: '@nl' },
      { state: 'LISTEN', suspect: true, path: '/run/docker.sock' },
    ]);
    assert.match(
      readFileSync('.github/SECURITY.md', 'utf8'),
      /Unix socket rows can be forged[\s\S]*`suspect: true`/,
    );
  }),
);

test('fault 51: only a line feed ends a line', needed, () =>
  isShown(
    utf8('cr\rvt\vff\fls\u2028nel\u0085csi\u009bend'),
    'cr\\x0dvt\\x0bff\\x0cls\\u2028nel\\u0085csi\\u009bend',
  ),
);

test(
  'fault 52: bytes that are not UTF-8 are shown as bytes, and Python restores them from JSON',
  needed,
  () => isShown('raw\xff\x85byte\xe2\x80', 'raw\\xff\\x85byte\\xe2\\x80'),
);

test(
  'fault 53: trailing NULs are part of an abstract name, so names with and without them differ',
  needed,
  async () => {
    const padded = `@name${'@'.repeat(102)}`;
    const names = ['@name', padded];
    assert.deepEqual(await shownNames(['\0name', `\0name${'\0'.repeat(102)}`]), {
      plain: names,
      table: names,
      csv: names,
      json: names,
    });
  },
);
