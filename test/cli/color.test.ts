import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needs } from '../support/needs.ts';
import { procnet, python } from './black-box.ts';

const a = ['conns', '--proc', 'test/fixtures/captures/A', '--endian', 'little'];

/** Runs the command on a pseudo-terminal of 200 columns, and returns what the terminal received. */
const terminal = `
import fcntl, os, pty, struct, sys, termios
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
    os.execv(sys.argv[1], sys.argv[1:])
out = b""
while True:
    try: got = os.read(fd, 65536)
    except OSError: break
    if not got: break
    out += got
os.waitpid(pid, 0)
sys.stdout.buffer.write(out.replace(b"\\r\\n", b"\\n"))
`;

const onTerminal = (args: readonly string[], env: Readonly<Record<string, string>>): string =>
  python(terminal, args, env).stdout;

const isColoured = (text: string): boolean => text.includes('\x1b[');

type Case = readonly [env: Readonly<Record<string, string>>, args: readonly string[], coloured: boolean];

const xterm = { TERM: 'xterm-256color' };

const atTerminal: readonly Case[] = [
  [xterm, [], true],
  [{ ...xterm, NO_COLOR: '' }, [], true],
  [{ ...xterm, NO_COLOR: '1' }, [], false],
  [{ ...xterm, NO_COLOR: '0' }, [], false],
  [{ ...xterm, NO_COLOR: '1', FORCE_COLOR: '1' }, [], false],
  [{ ...xterm, FORCE_COLOR: '0' }, [], false],
  [{ TERM: 'dumb' }, [], false],
  [{}, [], false],
  [{ TERM: 'dumb', FORCE_COLOR: '1' }, [], true],
  [{ ...xterm, NO_COLOR: '1' }, ['--color', 'always'], true],
  [{ ...xterm, FORCE_COLOR: '1' }, ['--color', 'never'], false],
  [xterm, ['--plain'], false],
  [xterm, ['--json'], false],
  [xterm, ['--csv'], false],
  [xterm, ['--json', '--color', 'always'], false],
];

const inPipe: readonly Case[] = [
  [xterm, [], false],
  [xterm, ['-f', 'table'], false],
  [{ ...xterm, CI: '1' }, ['-f', 'table'], false],
  [{ FORCE_COLOR: '1' }, ['-f', 'table'], true],
  [{ FORCE_COLOR: '' }, ['-f', 'table'], false],
  [{ FORCE_COLOR: '0' }, ['-f', 'table'], false],
  [{ FORCE_COLOR: '1', NO_COLOR: '1' }, ['-f', 'table'], false],
  [{}, ['-f', 'table', '--color', 'always'], true],
  [{}, ['--plain', '--color', 'always'], true],
  [{ FORCE_COLOR: '1' }, [], true],
  [{ FORCE_COLOR: '3' }, ['--json'], false],
  [{ FORCE_COLOR: '3' }, ['--csv'], false],
  [{ FORCE_COLOR: '3' }, ['--ndjson'], false],
];

/** The terminal supports none, or the environment decides. */
const faultOf = ([env, , coloured]: Case): string => {
  if (Object.keys(env).some((name) => name !== 'TERM')) return ' (fault 78)';
  return env === xterm || coloured ? '' : ' (fault 77)';
};

const title = ([env, args, coloured]: Case): string =>
  `${JSON.stringify(env)} ${args.join(' ')}: ${coloured ? 'colour' : 'no escape'}${faultOf([env, args, coloured])}`;

for (const one of atTerminal)
  test(`terminal ${title(one)}`, needs('python3'), () => {
    const [env, args, coloured] = one;
    const text = onTerminal([...a, ...args], env);
    assert.ok(text.includes('10.77.0.1'), text);
    assert.equal(isColoured(text), coloured, JSON.stringify(text.slice(0, 300)));
  });

for (const one of inPipe)
  test(`pipe ${title(one)}`, () => {
    const [env, args, coloured] = one;
    const { code, stdout, stderr } = procnet([...a, ...args], env);
    assert.deepEqual([code, stderr], [0, '']);
    assert.equal(isColoured(stdout), coloured);
  });

test(
  'a terminal gets a table and indented JSON, a pipe plain rows and compact JSON',
  needs('python3'),
  () => {
    const env = { ...xterm, NO_COLOR: '1' };
    assert.match(onTerminal(a, env), /\n\d+ rows\n$/);
    assert.doesNotMatch(procnet(a, env).stdout, /\d+ rows\n$/);
    const indented = onTerminal([...a, '--json'], env);
    assert.match(indented, /^\[\n {2}\{\n {4}"protocol"/);
    assert.deepEqual(JSON.parse(indented), JSON.parse(procnet([...a, '--json']).stdout));
  },
);
