import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { liveTest, withNamespace } from './support.ts';

/** Binds a socket to each name, one character a byte. The kernel goes on showing the name when the file is gone. */
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

/** What Python reads from our JSON, one character a byte. */
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

/** The names of these sockets as each format shows them, sorted; JSON as Python reads it. Nothing is said on stderr. */
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

liveTest('fault 49: blanks and tabs are in the name, at its ends too', () =>
  isShown(' sp ace\ttab  trail ', '\\x20sp ace\\x09tab  trail\\x20', ' sp ace\\x09tab  trail '),
);

liveTest('fault 50: what follows a line feed and is no row is more of the name', () =>
  isShown('bad\n00000000deadbeef: 00000002 nonsense\n', 'bad\\x0a00000000deadbeef: 00000002 nonsense\\x0a'),
);

liveTest('fault 50: what follows a line feed and is a row is shown as one, and marked', () =>
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
      /unix sockets can be forged[\s\S]*`suspect: true`/,
    );
  }),
);

liveTest('fault 51: no other character ends a line', () =>
  isShown(
    utf8('cr\rvt\vff\fls\u2028nel\u0085csi\u009bend'),
    'cr\\x0dvt\\x0bff\\x0cls\\u2028nel\\u0085csi\\u009bend',
  ),
);

liveTest('fault 52: bytes that are no UTF-8 are shown as bytes, and Python has them back from JSON', () =>
  isShown('raw\xff\x85byte\xe2\x80', 'raw\\xff\\x85byte\\xe2\\x80'),
);

liveTest('fault 53: the NULs behind an abstract name are part of it: with and without are two', async () => {
  const padded = `@name${'@'.repeat(102)}`;
  const names = ['@name', padded];
  assert.deepEqual(await shownNames(['\0name', `\0name${'\0'.repeat(102)}`]), {
    plain: names,
    table: names,
    csv: names,
    json: names,
  });
});
