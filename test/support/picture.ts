import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { drawTerminal } from './draw-terminal.ts';

/**
 * Draws the README's pictures from real runs, each in a separate network namespace: `npm run picture`, as root, with
 * tmux and python3. The picture shows what is on the tmux screen.
 */
type Picture = {
  readonly file: string;
  readonly title: string;
  readonly rows: number;
  /** Python that sets up the machine. It prints `ready` and stays. */
  readonly stage: string;
  /** Typed input. */
  readonly command: string;
  /** On the screen once the picture can be taken. */
  readonly until: RegExp;
};

const staging = `
import ctypes, os, socket, sys, threading, time
def named(name): ctypes.CDLL(None).prctl(15, name.encode(), 0, 0, 0)
def process(name, run):
    pid = os.fork()
    if pid == 0:
        named(name); run(); time.sleep(600)
def server(address, family=socket.AF_INET, backlog=64):
    s = socket.socket(family); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(address); s.listen(backlog); return s
held = []
`;

const shop = `
def drain(c):
    while c.recv(65536): pass
    c.close()
def api():
    s = server(("127.0.0.1", 8080))
    def accept():
        while True:
            threading.Thread(target=drain, args=s.accept()[:1], daemon=True).start()
    threading.Thread(target=accept, daemon=True).start()
def web():
    s = server(("::", 443), socket.AF_INET6)
    held.append(s)
    for _ in range(2): held.append(socket.create_connection(("127.0.0.1", 8080)))
    u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(("0.0.0.0", 5353)); held.append(u)
    if not busy: return
    short = []
    while True:
        held[1].send(b"x" * 2000)
        short.append(socket.create_connection(("127.0.0.1", 8080)))
        if len(short) > 2: short.pop(0).close()
        time.sleep(0.7)
`;

const sick = `
def leaky():
    s = server(("127.0.0.1", 8080))
    for _ in range(104):
        c = socket.create_connection(("127.0.0.1", 8080)); a, _ = s.accept(); held.append(a); c.close()
def stuck(): 
    s = server(("127.0.0.1", 9000), backlog=4); held.append(s)
    for _ in range(3): held.append(socket.create_connection(("127.0.0.1", 9000)))
def cache(): held.append(server(("0.0.0.0", 6379)))
process("shop-api", leaky); process("worker", stuck); process("redis-server", cache)
`;

const start = 'process("shop-api", api); time.sleep(0.3); process("nginx", web); time.sleep(0.5)';

const pictures: readonly Picture[] = [
  {
    file: 'conns',
    title: 'procnet conns -p lists sockets with their states, addresses and processes',
    rows: 12,
    stage: `busy = False\n${shop}\n${start}`,
    command: 'procnet conns -p',
    until: /\d+ rows/,
  },
  {
    file: 'check',
    title: 'procnet check finds leaked connections, an accept queue and an exposed database',
    rows: 26,
    stage: sick,
    command: 'procnet check accept-queue close-wait exposed retransmits udp-errors',
    until: /\d+ passed/,
  },
  {
    file: 'top',
    title: 'procnet top shows sockets as they open and close',
    rows: 20,
    stage: `busy = True\n${shop}\n${start}`,
    command: `procnet top "not state time-wait"`,
    until: /^ \+ (?=[\s\S]*^ - )|^ - (?=[\s\S]*^ \+ )/m,
  },
];

const columns = 80;

const tmux = (socket: string, ...args: readonly string[]): string =>
  execFileSync('tmux', ['-L', socket, '-f', '/dev/null', ...args], { encoding: 'utf8' });

const pause = (): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
};

const take = ({ file, rows, stage, command, until }: Picture): readonly string[] => {
  const socket = `procnet-picture-${process.pid}-${file}`;
  const shell = `procnet() { ${process.execPath} ${resolve('bin/procnet.js')} "$@"; }; ip link set lo up
python3 -c '${staging}${stage}
time.sleep(600)' & sleep 3; clear; printf '$ ${command}\\n'; ${command}; sleep 600`;
  tmux(
    socket,
    'new-session',
    '-d',
    '-x',
    String(columns),
    '-y',
    String(rows),
    'unshare',
    '--net',
    '--pid',
    '--fork',
    '--kill-child',
    '--mount-proc',
    'bash',
    '-c',
    shell,
  );
  try {
    for (;;) {
      const lines = tmux(socket, 'capture-pane', '-p', '-e').trimEnd().split('\n');
      if (until.test(lines.join('\n').replace(/\x1b\[[\d;]*m/g, ''))) return lines;
      pause();
    }
  } finally {
    tmux(socket, 'kill-server');
  }
};

const only = process.argv[2];

for (const picture of pictures.filter(({ file }) => only === undefined || file === only))
  writeFileSync(`.github/${picture.file}.svg`, drawTerminal(take(picture), columns, picture.title));
