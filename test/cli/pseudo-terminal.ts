import assert from 'node:assert/strict';
import { python } from './black-box.ts';

/**
 * Runs the command on a pseudo-terminal. In each window size it waits for enough frames, or for the command to
 * end; then it types keys or sends a signal. The command is stopped while the window changes, and earlier output is
 * drained, so that at most the first frame of a size was drawn for the previous size. The kernel holds up to 64 KiB, several
 * frames, and passes them on page by page on another thread, so the drain ends only after a pause.
 */
const script = `
import fcntl, json, os, pty, select, signal, struct, sys, termios
plan, command = json.loads(sys.argv[3]), sys.argv[1:3] + sys.argv[4:]
def resize(fd, size): fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
pid, fd = pty.fork()
if pid == 0:
    resize(0, plan["sizes"][0])
    os.execv(command[0], command)
def received(enough, limit):
    out = b""
    while not enough(out) and select.select([fd], [], [], limit)[0]:
        try: got = os.read(fd, 65536)
        except OSError: break
        if not got: break
        out += got
    return out
def change(size):
    os.kill(pid, signal.SIGSTOP)
    os.waitpid(pid, os.WUNTRACED)
    received(lambda out: False, 0.3)
    resize(fd, size)
    os.kill(pid, signal.SIGCONT)
shown = []
for at, size in enumerate(plan["sizes"]):
    if at > 0: change(size)
    shown.append(received(lambda out: out.count(b"\\x1b[J") > plan["frames"], None).decode())
if plan["kill"]: os.kill(pid, plan["kill"])
for key in plan["keys"]: os.write(fd, key.encode())
rest = received(lambda out: False, None).decode()
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
print(json.dumps({"shown": shown, "rest": rest, "status": status}))
`;

export type Size = readonly [rows: number, columns: number];

type Plan = {
  /** The first is the window's size at the start. */
  readonly sizes: readonly Size[];
  /** The number of whole frames, plus the start of another, to wait for in each size. */
  readonly frames: number;
  /** Typed at the end, one after another. */
  readonly keys: readonly string[];
  /** Sent at the end; 0 is none. */
  readonly kill: number;
};

type Shown = {
  /** What the terminal received in each size. */
  readonly shown: readonly string[];
  readonly rest: string;
  /** As in Python: a negative number for a signal. */
  readonly status: number;
};

export const onTerminal = (
  args: readonly string[],
  plan: Partial<Plan> = {},
  env: Readonly<Record<string, string>> = {},
): Shown => {
  const whole: Plan = { sizes: [[24, 80]], frames: 3, keys: [], kill: 0, ...plan };
  const { stdout, stderr } = python(script, [JSON.stringify(whole), ...args], { TERM: 'xterm', ...env });
  assert.equal(stderr, '');
  return JSON.parse(stdout);
};
