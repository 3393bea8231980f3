import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingsIn, healthy, ruleIn, wrongIn } from './findings.ts';
import { eventually, live, type Namespace, withNamespace } from './support.ts';

test('an idle namespace is healthy', live('python3', 'ss'), () =>
  withNamespace((namespace) => {
    const { code, stdout } = namespace.procnet('check', '--interval', '200ms');
    assert.equal(code, 0, stdout);
    assert.doesNotMatch(stdout, /WARN|CRITICAL|UNKNOWN/);
  }),
);

const fullQueue = `
import socket, sys, time
server = socket.socket(); server.bind(("127.0.0.1", 8080)); server.listen(2)
clients = []
for _ in range(6):
    c = socket.socket(); c.setblocking(False); c.connect_ex(("127.0.0.1", 8080)); clients.append(c)
print("ready", flush=True)
for line in sys.stdin:
    for c in clients: c.close()
    server.setblocking(False)
    while True:
        try: server.accept()[0].close()
        except BlockingIOError: break
    print("ok", flush=True)
`;

test('accept-queue: connections that are never accepted', live('python3', 'ss'), () =>
  withNamespace(async (namespace) => {
    healthy(namespace, 'accept-queue');
    const { pid, ask } = await namespace.python(fullQueue);
    await eventually(() => assert.match(namespace.exec('ss', '-ltnH'), /\bLISTEN +3 /));
    const found = ruleIn(namespace, 'accept-queue');
    assert.ok(['warn', 'critical'].includes(found.status), found.message);
    const [queue] = found.evidence;
    assert.deepEqual(
      [queue!['localAddress'], queue!['localPort'], queue!['recvQueue']],
      ['127.0.0.1', 8080, 3],
    );
    assert.deepEqual(
      (queue!['processes'] as { pid: number }[]).map((holder) => holder.pid),
      [pid],
    );
    assert.match(found.message, /longest queue: 3 on 127\.0\.0\.1:8080 by python3\(/);
    assert.match(found.advice!, /accept loop/);
    await ask('accept');
    healthy(namespace, 'accept-queue');
  }),
);

const leaks = `
import socket, sys
server = socket.socket(); server.bind(("127.0.0.1", 8081)); server.listen(200)
held = []
for _ in range(int(sys.argv[1])):
    c = socket.create_connection(("127.0.0.1", 8081)); held.append(server.accept()[0]); c.close()
print("ready", flush=True)
for line in sys.stdin:
    for s in held: s.close()
    print("ok", flush=True)
`;

test('close-wait: a program that never closes its connections', live('python3', 'ss'), () =>
  withNamespace(async (namespace) => {
    healthy(namespace, 'close-wait');
    const few = await namespace.python(leaks, '9');
    assert.equal(ruleIn(namespace, 'close-wait').status, 'pass', 'nine may be short-lived');
    await few.stop();
    const { pid, ask } = await namespace.python(leaks, '12');
    const found = ruleIn(namespace, 'close-wait');
    assert.deepEqual([found.status, found.value], ['warn', 12]);
    const [row] = found.evidence;
    assert.deepEqual([row!['localPort'], row!['connections'], row!['unread']], [8081, 12, 0]);
    assert.equal((row!['processes'] as { pid: number }[])[0]!.pid, pid);
    assert.equal(ruleIn(namespace, 'close-wait', '--set', 'close-wait.crit=12').status, 'critical');
    assert.equal(ruleIn(namespace, 'close-wait', '--ignore', 'close-wait: localPort = 8081').status, 'pass');
    await ask('close');
    healthy(namespace, 'close-wait');
  }),
);

/** Frames to the neighbour vanish: the other end of the pair is here, and is not that neighbour. */
const blackHole = (namespace: Namespace): void => {
  namespace.exec('ip', 'link', 'add', 'hole0', 'type', 'veth', 'peer', 'name', 'hole1');
  namespace.exec('ip', 'link', 'set', 'hole1', 'up');
  namespace.exec('ip', 'link', 'set', 'hole0', 'up');
  namespace.exec('ip', 'addr', 'add', '10.9.0.1/24', 'dev', 'hole0');
  namespace.exec('ip', 'neigh', 'add', '10.9.0.2', 'lladdr', '02:00:00:00:00:02', 'dev', 'hole0');
};

const unanswered = `
import socket, sys
clients = []
for _ in range(6):
    c = socket.socket(); c.setblocking(False); c.connect_ex(("10.9.0.2", 5432)); clients.append(c)
print("ready", flush=True)
sys.stdin.read()
`;

test('syn-sent: a destination that does not answer', live('python3', 'ss'), () =>
  withNamespace(async (namespace) => {
    healthy(namespace, 'syn-sent');
    blackHole(namespace);
    const { pid, stop } = await namespace.python(unanswered);
    await eventually(() => {
      const waiting = namespace.exec('ss', '-tnoH', 'state', 'syn-sent');
      assert.equal(waiting.match(/timer:\(on,[^)]*,[1-9]\d*\)/g)?.length, 6, waiting);
    });
    const found = ruleIn(namespace, 'syn-sent');
    assert.deepEqual([found.status, found.value], ['warn', 6]);
    const [row] = found.evidence;
    assert.deepEqual([row!['remoteAddress'], row!['remotePort'], row!['connections']], ['10.9.0.2', 5432, 6]);
    assert.equal((row!['processes'] as { pid: number }[])[0]!.pid, pid);
    await stop();
    healthy(namespace, 'syn-sent');
  }),
);

/** Connects until stopped; bind(2) on the next port is the reference. */
const connects = `
import errno, socket, sys
server = socket.socket(); server.bind(("127.0.0.1", 9000)); server.listen(100)
held = []
def connect():
    c = socket.socket(); c.connect(("127.0.0.1", 9000)); held.append((c, server.accept()[0]))
print("ready", flush=True)
for line in sys.stdin:
    if line == "close\\n":
        for c, s in held: s.close(); c.close()
        print("ok", flush=True); continue
    for _ in range(int(line)): connect()
    try: connect(); held.pop()[0].close(); print("more", flush=True)
    except OSError as error: print(errno.errorcode[error.errno], flush=True)
`;

test('ephemeral-ports: a range of 20 with 2 reserved leaves 18 per destination', live('python3', 'ss'), () =>
  withNamespace(async (namespace) => {
    const set = (name: string, value: string): string =>
      namespace.exec('sh', '-c', `echo '${value}' > /proc/sys/net/ipv4/${name}`);
    set('ip_local_port_range', '40000 40019');
    set('ip_local_reserved_ports', '40003,40010');
    healthy(namespace, 'ephemeral-ports');
    const { ask } = await namespace.python(connects);
    assert.equal(await ask('12'), 'more');
    const some = ruleIn(namespace, 'ephemeral-ports');
    assert.deepEqual(
      [some.status, Math.round(some.value!)],
      ['pass', 67],
      'that which was tried is in TIME_WAIT',
    );
    assert.equal(await ask('2'), 'more');
    const warned = ruleIn(namespace, 'ephemeral-ports');
    assert.deepEqual([warned.status, Math.round(warned.value!)], ['warn', 78]);
    assert.equal(await ask('4'), 'EADDRNOTAVAIL');
    const full = ruleIn(namespace, 'ephemeral-ports');
    assert.deepEqual([full.status, full.value], ['critical', 100]);
    assert.match(
      full.message,
      /^18 of 18 ephemeral ports \(100 %\) used from 127\.0\.0\.1 to 127\.0\.0\.1:9000/,
    );
    await ask('close');
    healthy(namespace, 'ephemeral-ports');
  }),
);

const floods = `
import socket, sys, threading, time
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048); server.bind(("127.0.0.1", 5300))
running = True
def flood():
    c = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    while running:
        for _ in range(50): c.sendto(b"x" * 500, ("127.0.0.1", 5300))
        time.sleep(0.01)
sender = threading.Thread(target=flood); sender.start()
print("ready", flush=True)
sys.stdin.readline()
running = False; sender.join()
print("ok", flush=True)
sys.stdin.read()
`;

test('udp-errors: a socket whose buffer is full', live('python3', 'ss'), () =>
  withNamespace(async (namespace) => {
    healthy(namespace, 'udp-errors');
    const { pid, ask } = await namespace.python(floods);
    const found = ruleIn(namespace, 'udp-errors');
    assert.equal(found.status, 'critical', found.message);
    assert.ok(found.value! > 90, found.message);
    const [row] = found.evidence;
    assert.equal(row!['localPort'], 5300);
    assert.ok(Number(row!['dropped']) > 0);
    assert.equal((row!['processes'] as { pid: number }[])[0]!.pid, pid);
    await ask('stop');
    healthy(namespace, 'udp-errors');
  }),
);

const listeners = `
import ctypes, socket, sys
held = []
for address, port, family in (("0.0.0.0", 6379, 2), ("127.0.0.1", 3306, 2), ("::", 4444, 10), ("0.0.0.0", 80, 2)):
    s = socket.socket(family, socket.SOCK_STREAM); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind((address, port)); s.listen(); held.append(s)
if len(sys.argv) > 1: ctypes.CDLL(None).prctl(15, sys.argv[1].encode(), 0, 0, 0)
print("ready", flush=True)
sys.stdin.read()
`;

test('exposed: databases that listen on every address, by port or program', live('python3', 'ss'), () =>
  withNamespace(async (namespace) => {
    healthy(namespace, 'exposed');
    const byPort = await namespace.python(listeners);
    const ports = ruleIn(namespace, 'exposed');
    assert.deepEqual([ports.status, ports.value], ['warn', 1]);
    assert.match(ports.message, /^0\.0\.0\.0:6379 is open to all \(Redis, /);
    await byPort.stop();
    await namespace.python(listeners, 'mongod');
    const programs = ruleIn(namespace, 'exposed');
    assert.deepEqual(new Set(programs.evidence.map((row) => row['localPort'])), new Set([6379, 80, 4444]));
    assert.equal(ruleIn(namespace, 'exposed', '--ignore', 'exposed: process = mongod').status, 'pass');
  }),
);

const closes = `
import socket, sys
server = socket.socket(); server.bind(("127.0.0.1", 9001)); server.listen(100)
print("ready", flush=True)
for line in sys.stdin:
    for _ in range(int(line)):
        c = socket.create_connection(("127.0.0.1", 9001)); s = server.accept()[0]; s.close(); c.recv(1); c.close()
    print("ok", flush=True)
`;

test('time-wait: close to the limit', live('python3', 'ss'), () =>
  withNamespace(async (namespace) => {
    namespace.exec('sh', '-c', 'echo 40 > /proc/sys/net/ipv4/tcp_max_tw_buckets');
    healthy(namespace, 'time-wait');
    const { ask } = await namespace.python(closes);
    await ask('34');
    const found = ruleIn(namespace, 'time-wait');
    assert.deepEqual([found.status, found.value], ['warn', 85]);
    assert.match(found.message, /^34 of 40 TIME_WAIT connections \(85 %\)/);
    await ask('4');
    assert.deepEqual(ruleIn(namespace, 'time-wait').status, 'critical');
  }),
);

test('an unhealthy namespace: exactly the right rules fire, with the exit code', live('python3', 'ss'), () =>
  withNamespace(async (namespace) => {
    await namespace.python(leaks, '12');
    assert.deepEqual(wrongIn(findingsIn(namespace)), ['close-wait: warn']);
    assert.equal(namespace.procnet('check', '--interval', '200ms').code, 0, 'a warning is not a failure');
    assert.equal(namespace.procnet('check', '--interval', '200ms', '--fail-on', 'warning').code, 1);
  }),
);

test(
  'host-wide rules are skipped outside the initial network namespace, and the reason is given',
  live('python3', 'ss'),
  () =>
    withNamespace((namespace) => {
      const found = findingsIn(namespace).filter(({ scope }) => scope === 'host');
      assert.ok(found.length >= 2);
      for (const { rule, status, message } of found) {
        assert.equal(status, 'skip', rule);
        assert.match(message, /initial network namespace/, rule);
      }
    }),
);
