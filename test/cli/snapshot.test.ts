import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { needs } from '../support/needs.ts';
import { procnet, python, shell, withTree } from './black-box.ts';

const copy = ['--proc', 'test/fixtures/captures/A'] as const;

const documentIn = (file: string): Record<string, unknown> => {
  const text = gunzipSync(readFileSync(file)).toString('latin1');
  const start = text.indexOf('{');
  return JSON.parse(text.slice(start, text.indexOf('\n}\n', start) + 2));
};

test('a snapshot is written atomically, readable only by its owner, with no output', () =>
  withTree({}, (directory) => {
    const file = `${directory}/a.tgz`;
    assert.deepEqual(procnet(['snapshot', ...copy, '-o', file]), {
      code: 0,
      signal: null,
      stdout: '',
      stderr: '',
    });
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(directory), ['a.tgz']);
    assert.equal(documentIn(file)['schema'], 'procnet-snapshot@1');
    const { stdout } = procnet(['arp', '--from', file, '--json']);
    assert.equal(stdout, procnet(['arp', ...copy, '--json']).stdout);
  }));

test('a snapshot records which interfaces are up and have a carrier, redacted or not', () =>
  withTree({}, (directory) => {
    const shown = ['ifstat', '--columns', 'up,carrier', '--json'];
    const now = procnet(shown);
    assert.match(now.stdout, /"up":(?:true|false)/);
    for (const more of [[], ['--redact']]) {
      const file = `${directory}/links${more.length}.tgz`;
      assert.equal(procnet(['snapshot', ...more, '-o', file]).code, 0);
      assert.equal(procnet([...shown, '--from', file]).stdout, now.stdout);
    }
  }));

test('in a pipe or with -o -, it is written to stdout', needs('bash'), () => {
  for (const words of ['', '-o -'])
    assert.equal(
      shell(`$procnet snapshot ${copy.join(' ')} ${words} | $procnet arp --from - --json`).stdout,
      procnet(['arp', ...copy, '--json']).stdout,
    );
});

test('a snapshot that cannot be taken or written keeps the existing file', () =>
  withTree({ 'a.tgz': 'precious' }, (directory) => {
    const file = `${directory}/a.tgz`;
    assert.equal(procnet(['snapshot', '--proc', 'test/nowhere', '-o', file]).code, 3);
    assert.equal(procnet(['snapshot', '--from', file, '-o', file]).code, 3);
    assert.equal(readFileSync(file, 'utf8'), 'precious');
    const { code, stderr } = procnet(['snapshot', ...copy, '-o', `${directory}/missing/a.tgz`]);
    assert.deepEqual(
      [code, stderr],
      [2, `procnet: cannot write ${directory}/missing/a.tgz: no such directory\n`],
    );
    assert.deepEqual(readdirSync(directory), ['a.tgz']);
  }));

test('a full disk is an error, and a device is not replaced by a file', {
  skip: !existsSync('/dev/full'),
}, () => {
  const { code, stderr } = procnet(['snapshot', ...copy, '-o', '/dev/full']);
  assert.equal(code, 2);
  assert.match(stderr, /cannot write \/dev\/full: no space left/);
  assert.equal(procnet(['snapshot', ...copy, '-o', '/dev/null']).code, 0);
  assert.ok(statSync('/dev/null').isCharacterDevice());
});

for (const [argv, says] of [
  [['a.tgz'], /unexpected argument "a\.tgz"; name the file with --output/],
  [['--map', 'm'], /--map requires --redact/],
  [['--from', 'a', '--proc', 'b'], /--from cannot be combined with --proc/],
  [['--nope'], /unknown option --nope/],
] as const)
  test(`procnet snapshot ${argv.join(' ')} is a usage error`, () => {
    const { code, stderr, stdout } = procnet(['snapshot', ...argv]);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, says);
  });

test('redacted with a map: the map is private, contains the originals, and reproduces the same names', () =>
  withTree({}, (directory) => {
    const [first, second, map] = ['1.tgz', '2.tgz', 'map.json'].map((name) => `${directory}/${name}`) as [
      string,
      string,
      string,
    ];
    for (const file of [first, second])
      assert.equal(procnet(['snapshot', ...copy, '--redact', '--map', map, '-o', file]).stderr, '');
    assert.equal(statSync(map).mode & 0o777, 0o600);
    const { names, addresses } = JSON.parse(readFileSync(map, 'utf8'));
    const stdoutOf = (file: string): string => procnet(['arp', '--from', file, '--json']).stdout;
    const rows = JSON.parse(stdoutOf(first));
    assert.equal(stdoutOf(second), stdoutOf(first));
    const plain = JSON.parse(procnet(['arp', ...copy, '--json']).stdout);
    for (const [at, row] of rows.entries()) {
      assert.equal(addresses[row.address], plain[at].address);
      assert.equal(names[row.interface], plain[at].interface);
    }
    assert.equal(documentIn(first)['redaction'], documentIn(second)['redaction']);
  }));

test(
  'a map that others can read, or a file that is not a map, is refused',
  { skip: process.platform === 'win32' },
  () =>
    withTree({ shared: '{}', other: '{"schema":"x"}' }, (directory) => {
      chmodSync(`${directory}/shared`, 0o644);
      chmodSync(`${directory}/other`, 0o600);
      const run = (name: string) =>
        procnet(['snapshot', ...copy, '--redact', '--map', `${directory}/${name}`, '-o', `${directory}/a`]);
      assert.match(run('shared').stderr, /others can read it \(chmod 600\)/);
      assert.match(run('other').stderr, /not a map of pseudonyms/);
      assert.deepEqual([run('shared').code, run('other').code], [2, 2]);
      assert.ok(!existsSync(`${directory}/a`));
    }),
);

test('an earlier snapshot can be redacted', () =>
  withTree({}, (directory) => {
    const [plain, redacted] = [`${directory}/a.tgz`, `${directory}/r.tgz`];
    procnet(['snapshot', ...copy, '-o', plain]);
    assert.equal(procnet(['snapshot', '--from', plain, '--redact', '-o', redacted]).code, 0);
    const text = gunzipSync(readFileSync(redacted)).toString('latin1');
    assert.ok(!/10\.77\.0\.|fvA|01004D0A/.test(text));
    assert.equal(
      procnet(['conns', '--from', redacted, '--count-by', 'state']).stdout,
      procnet(['conns', '--from', plain, '--count-by', 'state']).stdout,
    );
  }));

const onTerminal = `
import json, os, pty, sys
node, bin, directory = sys.argv[1:4]
pid, fd = pty.fork()
if pid == 0:
    os.chdir(directory)
    os.execv(node, [node, bin, *sys.argv[4:]])
out = b""
while True:
    try: got = os.read(fd, 65536)
    except OSError: break
    if not got: break
    out += got
print(json.dumps([out.decode(), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])]))
`;

test('on a terminal it prints a hint instead of the archive', needs('python3'), () =>
  withTree({}, (directory) => {
    for (const name of ['net', '7', 'sys/kernel']) mkdirSync(`${directory}/${name}`, { recursive: true });
    writeFileSync(`${directory}/net/dev`, '');
    writeFileSync(`${directory}/7/comm`, 'x\n');
    writeFileSync(`${directory}/sys/kernel/hostname`, 'some\x1b[31mbox\n');
    const { stdout } = python(onTerminal, [directory, 'snapshot', '--proc', '.']);
    const [text, code] = JSON.parse(stdout) as [string, number];
    assert.equal(code, 0, text);
    const [, name] = /procnet: wrote (\S+) \(\d+ KiB\)\r\n$/.exec(text) ?? [];
    assert.match(name ?? text, /^procnet-some-\d{8}T\d{6}Z\.tgz$/);
    assert.match(text, /^procnet: wrote/, 'no progress is shown within the first second');
    assert.ok(existsSync(`${directory}/${name}`));
    assert.ok(!text.includes('\x1b'));
  }),
);
