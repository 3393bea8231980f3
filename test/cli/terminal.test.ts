import assert from 'node:assert/strict';
import { test } from 'node:test';
import { python, withoutPython } from './black-box.ts';

/**
 * Runs the command on a pseudo-terminal of its own: for each window, given as rows and columns, as long as it takes to
 * draw three samples; then it types Ctrl-C as often as asked. Prints what the terminal received in each window, the
 * exit status, and the seconds from the first Ctrl-C to the end.
 */
const windows = `
import fcntl, json, os, pty, select, struct, sys, termios, time
sizes, interrupts, command = json.loads(sys.argv[3]), int(sys.argv[4]), sys.argv[1:3] + sys.argv[5:]
def resize(fd, size): fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
pid, fd = pty.fork()
if pid == 0:
    resize(0, sizes[0])
    os.execv(command[0], command)
def received(enough):
    out, end = b"", time.monotonic() + 20
    while time.monotonic() < end and not enough(out):
        if not select.select([fd], [], [], 0.05)[0]: continue
        try: got = os.read(fd, 65536)
        except OSError: break
        if not got: break
        out += got
    return out
shown = []
for size in sizes:
    resize(fd, size)
    shown.append(received(lambda out: out.count(b"\\x1b[J") > 3).decode())
started = time.monotonic()
for _ in range(interrupts): os.write(fd, b"\\x03")
rest = received(lambda out: False).decode()
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
print(json.dumps({"shown": shown, "rest": rest, "status": status, "seconds": time.monotonic() - started}))
`;

type Size = readonly [rows: number, columns: number];
type Shown = {
  readonly shown: readonly string[];
  readonly rest: string;
  readonly status: number;
  readonly seconds: number;
};

const inWindows = (
  sizes: readonly Size[],
  interrupts: number,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Shown => {
  const { stdout, stderr } = python(windows, [JSON.stringify(sizes), String(interrupts), ...args], {
    TERM: 'xterm',
    ...env,
  });
  assert.equal(stderr, '');
  return JSON.parse(stdout);
};

const sampling = ['snmp', '-z', '--proc', 'test/fixtures/captures/A', '--interval', '0.1'];

test('fault 74: Ctrl-C ends at once, and the cursor was never hidden, however often it is typed', {
  skip: withoutPython,
}, () => {
  for (const interrupts of [1, 2]) {
    const { shown, rest, status, seconds } = inWindows([[24, 80]], interrupts, sampling);
    assert.equal(status, -2, 'by the signal, which a shell calls 130');
    assert.ok(seconds < 5, `${seconds} seconds`);
    if (interrupts === 1) assert.match(rest, /\x1b\[0m[^\x1b]*$/, 'no colour is left on');
    assert.doesNotMatch(shown[0]! + rest, /\x1b\[\?|procnet:/, 'no mode of the terminal was changed');
  }
});

/** Rows that the last frame but one, which is there as a whole, takes in a window of so many columns. */
const heightOfFrame = (received: string, columns: number): number => {
  const frames = received.split('\x1b[H\x1b[J').slice(1, -1);
  const lines = frames
    .at(-1)!
    .replace(/\x1b\[[0-9;]*m/g, '')
    .split('\r\n')
    .slice(0, -1);
  return lines.reduce((sum, line) => sum + Math.ceil(line.length / columns), 0);
};

test('fault 76: a window may take any size meanwhile, and each frame fits into its own', {
  skip: withoutPython,
}, () => {
  const sizes: readonly Size[] = [
    [24, 80],
    [24, 1],
    [1, 1],
    [0, 0],
    [10, 200],
  ];
  const { shown, rest, status } = inWindows(sizes, 1, sampling);
  assert.equal(status, -2, rest);
  assert.ok(heightOfFrame(shown[0]!, 80) < 24);
  assert.match(shown[0]!, /… \d+ more lines/);
  assert.match(shown[1]!, /\x1b\[J… \d+ more lines/, 'no line fits');
  assert.ok(heightOfFrame(shown[3]!, 80) > 300, 'nothing is known of the window: all is shown');
  assert.equal(heightOfFrame(shown[4]!, 200), 9, 'and one row for the cursor');
});

test('fault 76: what COLUMNS says in vain changes nothing', { skip: withoutPython }, () => {
  const once = ['conns', '--proc', 'test/fixtures/captures/A', '--endian', 'little'];
  const usual = inWindows([[24, 80]], 0, once);
  assert.match(usual.shown[0]!, /\d+ rows/);
  for (const columns of ['0', 'abc', '-1', '1e999', '', '1', '99999999999'])
    assert.deepEqual(
      { ...inWindows([[24, 80]], 0, once, { COLUMNS: columns }), seconds: 0 },
      { ...usual, seconds: 0 },
      columns,
    );
});
