import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { command } from '../support/command.ts';
import { hang } from '../support/needs.ts';
import { type Found, findingsIn, healthy, ruleIn, wrongIn } from './findings.ts';
import { eventually, live, type Namespace, withNamespace } from './support.ts';

const ip = (namespace: Namespace, ...commands: readonly string[]): void => {
  for (const command of commands) namespace.exec('ip', ...command.split(' '));
};

const most = '/proc/sys/net/netfilter/nf_conntrack_max';

/** Some 300 bytes of kernel memory each. */
const isFillable = (): boolean => existsSync(most) && Number(readFileSync(most, 'utf8')) <= 300_000;

/** A pair whose other end is here too, with an address that a route can use. */
const linked = (namespace: Namespace): void =>
  ip(
    namespace,
    'link add v0 type veth peer name v1',
    'link set v0 up',
    'link set v1 up',
    'addr add 10.8.0.1/24 dev v0',
  );

test('default-route: none, one, two with the same metric', live('python3'), () =>
  withNamespace((namespace) => {
    assert.equal(ruleIn(namespace, 'default-route').status, 'skip', 'nothing but loopback');
    linked(namespace);
    const none = ruleIn(namespace, 'default-route');
    assert.deepEqual([none.status, none.message], ['warn', 'no default route']);
    ip(namespace, 'route add default via 10.8.0.2 dev v0 metric 100');
    healthy(namespace, 'default-route');
    ip(namespace, 'route add default via 10.8.0.3 dev v0 metric 200');
    healthy(namespace, 'default-route');
    ip(namespace, 'route append default via 10.8.0.4 dev v0 metric 100');
    const two = ruleIn(namespace, 'default-route');
    assert.deepEqual([two.status, two.value], ['warn', 1]);
    assert.equal(two.message, '2 default routes have metric 100');
    assert.deepEqual(two.evidence.map((row) => row['gateway']).toSorted(), [
      '10.8.0.2',
      '10.8.0.3',
      '10.8.0.4',
    ]);
    ip(namespace, 'route del default via 10.8.0.4 dev v0 metric 100');
    healthy(namespace, 'default-route');
  }),
);

test('default-route: several IPv6 defaults with one metric are valid', live('python3'), () =>
  withNamespace((namespace) => {
    linked(namespace);
    ip(namespace, 'addr add fd08::1/64 dev v0 nodad', '-6 route add default via fd08::2 dev v0 metric 100');
    ip(namespace, '-6 route append default via fd08::3 dev v0 metric 100');
    healthy(namespace, 'default-route');
  }),
);

test('default-route: a gateway that does not answer ARP', live('python3'), () =>
  withNamespace(async (namespace) => {
    linked(namespace);
    ip(namespace, 'route add default via 10.8.0.2 dev v0');
    await namespace.python(`
import socket, sys, threading, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
def ask():
    while True:
        try: s.sendto(b"x", ("192.0.2.1", 9))
        except OSError: pass
        time.sleep(0.05)
threading.Thread(target=ask, daemon=True).start()
while "00:00:00:00:00:00" not in open("/proc/net/arp").read(): time.sleep(0.05)
print("ready", flush=True)
sys.stdin.read()
`);
    const found = ruleIn(namespace, 'default-route');
    assert.deepEqual([found.status, found.message], ['warn', 'gateway 10.8.0.2 on v0 does not answer ARP']);
  }),
);

/** Outside the namespace. */
const procnet = (...words: readonly string[]): string => {
  const [program, ...first] = command;
  return spawnSync(program, [...first, ...words], { encoding: 'utf8', timeout: hang }).stdout;
};

/** With the namespace's own `/sys`: the mounted one shows another's interfaces. */
const inOwnSys = (namespace: Namespace, ...words: readonly string[]): ReturnType<Namespace['try']> =>
  namespace.try(
    'unshare',
    '--mount',
    'sh',
    '-c',
    'mount -t sysfs none /sys && exec "$@"',
    'sh',
    ...command,
    ...words,
  );

test(
  'default-route: a link without carrier is critical, and visible only if /sys is ours',
  live('python3'),
  () =>
    withNamespace((namespace) => {
      linked(namespace);
      ip(namespace, 'route add default via 10.8.0.2 dev v0');
      const check = (): Found =>
        JSON.parse(inOwnSys(namespace, 'check', 'default-route', '--json', '--interval', '200ms').stdout)[0];
      const wait = (condition: string): number | null =>
        inOwnSys(namespace, 'wait', condition, '--timeout', '0', '-q').code;
      assert.equal(check().status, 'pass');
      assert.deepEqual(['iface v0 up', 'iface v0 carrier', 'iface v1 carrier'].map(wait), [0, 0, 0]);
      ip(namespace, 'link set v1 down');
      assert.match(namespace.exec('ip', 'link', 'show', 'v0'), /NO-CARRIER/);
      const found = check();
      assert.deepEqual(
        [found.status, found.message],
        ['critical', 'no carrier: default via 10.8.0.2 on v0, metric 0'],
      );
      assert.deepEqual(
        ['iface v0 up', 'iface v0 carrier', 'iface v1 up', 'iface v1'].map(wait),
        [0, 1, 1, 0],
      );
      const file = join(tmpdir(), `procnet-dark-${namespace.pid}.tgz`);
      try {
        assert.equal(inOwnSys(namespace, 'snapshot', '-o', file).code, 0);
        const [kept] = JSON.parse(procnet('check', 'default-route', '--from', file, '--json')) as [Found];
        assert.deepEqual([kept.status, kept.message], [found.status, found.message], 'from a snapshot');
        const columns = ['ifstat', '--columns', 'interface,up,carrier', '--json'];
        assert.equal(procnet(...columns, '--from', file), inOwnSys(namespace, ...columns).stdout);
      } finally {
        rmSync(file, { force: true });
      }
      const other = namespace.procnet('wait', 'iface v0 carrier', '--timeout', '0');
      assert.equal(other.code, 3, '/sys shows another namespace’s interfaces');
      ip(namespace, 'link set v1 up');
      assert.equal(check().status, 'pass');
    }),
);

/**
 * Carries packets between two namespaces and loses every 25th: a tunnel with an end in each. Argument: a process in the
 * other namespace.
 */
const lossy = `
import ctypes, fcntl, os, select, struct, subprocess, sys
def tun(name, address):
    fd = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(fd, 0x400454ca, struct.pack("16sH", name, 0x1001))
    subprocess.run(["ip", "addr", "add", address, "dev", name.decode()], check=True)
    subprocess.run(["ip", "link", "set", name.decode(), "up"], check=True)
    return fd
near = tun(b"near0", "10.7.0.1/24")
home = os.open("/proc/self/ns/net", os.O_RDONLY)
there = os.open("/proc/%s/ns/net" % sys.argv[1], os.O_RDONLY)
libc = ctypes.CDLL(None, use_errno=True)
assert libc.setns(there, 0x40000000) == 0
far = tun(b"far0", "10.7.0.2/24")
print("ready", flush=True)
count = 0
other = {near: far, far: near}
while True:
    for fd in select.select([near, far, 0], [], [])[0]:
        if fd == 0: sys.exit()
        packet = os.read(fd, 65536)
        count += 1
        if count % 25: os.write(other[fd], packet)
`;

const sends = `
import socket, sys, threading
def send():
    while True:
        try:
            c = socket.create_connection(("10.7.0.2", 7000))
            for _ in range(200): c.sendall(b"x" * 20000)
            c.close()
        except OSError: pass
for _ in range(8): threading.Thread(target=send, daemon=True).start()
print("ready", flush=True)
sys.stdin.read()
`;

const takes = `
import socket, sys, threading
server = socket.socket(); server.bind(("10.7.0.2", 7000)); server.listen(100)
def take(s):
    while s.recv(65536): pass
    s.close()
def serve():
    while True: threading.Thread(target=take, args=(server.accept()[0],), daemon=True).start()
threading.Thread(target=serve, daemon=True).start()
print("ready", flush=True)
sys.stdin.read()
`;

test('retransmits: packets lost in transit', live('python3', 'root', '/dev/net/tun'), () =>
  withNamespace((near) =>
    withNamespace(async (far) => {
      healthy(near, 'retransmits');
      const tunnel = await near.python(lossy, String(far.pid));
      await far.python(takes);
      const { stop } = await near.python(sends);
      const found = findingsIn(near, 'retransmits', '--interval', '5s')[0]!;
      assert.ok(['warn', 'critical'].includes(found.status), found.message);
      assert.match(found.message, /^\d+ of \d+ segments retransmitted \(\d+(\.\d+)? %\)/);
      await stop();
      await tunnel.stop();
      // What was on its way is sent again, ever more rarely.
      await eventually(() => healthy(near, 'retransmits'));
    }),
  ),
);

/** Up to this many tracked connections, from hosts that do not exist. */
const track = (namespace: Namespace, from: number, to: number): void => {
  const line = '"-A -p udp -t 600 -s 10.%d.%d.%d -d 10.250.0.1 --sport %d --dport 53\\n"';
  const parts = 'i / 60000, (i / 250) % 240, i % 250 + 1, 1024 + i % 60000';
  const script = `BEGIN { for (i = ${from}; i < ${to}; i++) printf ${line}, ${parts} }`;
  namespace.exec('sh', '-c', `awk '${script}' | conntrack -R /dev/stdin`);
};

/**
 * The maximum is host-wide, and only the first network namespace may lower it, which would drop other connections, so
 * the table is filled instead.
 */
test(
  'conntrack: a nearly full table',
  {
    ...live('python3', 'root', 'conntrack', most),
    ...(isFillable() ? {} : { skip: 'the table is too large to fill' }),
  },
  () =>
    withNamespace((namespace) => {
      const maximum = Number(readFileSync(most, 'utf8'));
      const part = (share: number): number => Math.ceil(maximum * share);
      healthy(namespace, 'conntrack');
      track(namespace, 0, part(0.7));
      healthy(namespace, 'conntrack');
      track(namespace, part(0.7), part(0.76));
      const warned = ruleIn(namespace, 'conntrack');
      assert.deepEqual([warned.status, Math.round(warned.value!)], ['warn', 76]);
      assert.match(warned.message, new RegExp(`^${part(0.76)} of ${maximum} tracked connections`));
      track(namespace, part(0.76), part(0.91));
      assert.equal(ruleIn(namespace, 'conntrack').status, 'critical');
      namespace.exec('conntrack', '-F');
      healthy(namespace, 'conntrack');
    }),
);

/** SYNs from hosts that do not exist, sent at the other end of the pair. */
const synFlood = `
import socket, struct, sys, time
server = socket.socket(); server.bind(("10.8.0.1", 8000)); server.listen(1)
def checksum(data):
    if len(data) % 2: data += b"\\0"
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16: total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff
def syn(source, port):
    src, dst = socket.inet_aton(source), socket.inet_aton("10.8.0.1")
    tcp = struct.pack("!HHIIBBHHH", port, 8000, port, 0, 0x50, 2, 1024, 0, 0)
    pseudo = src + dst + struct.pack("!BBH", 0, 6, len(tcp))
    tcp = tcp[:16] + struct.pack("!H", checksum(pseudo + tcp)) + tcp[18:]
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 1, 0, 64, 6, 0, src, dst)
    return ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:] + tcp
wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW); wire.bind(("v1", 0x0800))
frame = bytes.fromhex(sys.argv[1].replace(":", "")) + bytes.fromhex("020000000009") + b"\\x08\\x00"
print("ready", flush=True)
port = 1024
while True:
    for _ in range(20):
        port = port + 1 if port < 60000 else 1024
        wire.send(frame + syn("10.8.0.%d" % (100 + port % 100), port))
    time.sleep(0.02)
`;

test('syn-queue: more half-open connections than the queue holds', live('python3'), () =>
  withNamespace(async (namespace) => {
    linked(namespace);
    healthy(namespace, 'syn-queue');
    const address = /link\/ether (\S+)/.exec(namespace.exec('ip', 'link', 'show', 'v0'))![1]!;
    const { stop } = await namespace.python(synFlood, address);
    const cookies = ruleIn(namespace, 'syn-queue');
    assert.equal(cookies.status, 'warn', cookies.message);
    assert.match(cookies.message, /SYNs answered with cookies, 0 dropped/);
    namespace.exec('sh', '-c', 'echo 0 > /proc/sys/net/ipv4/tcp_syncookies');
    const dropped = ruleIn(namespace, 'syn-queue');
    assert.equal(dropped.status, 'critical', dropped.message);
    await stop();
    healthy(namespace, 'syn-queue');
  }),
);

/** Nothing reads packets from the tunnel, so its queue fills up. */
const stuckTunnel = `
import fcntl, os, socket, struct, subprocess, sys, threading, time
fd = os.open("/dev/net/tun", os.O_RDWR)
fcntl.ioctl(fd, 0x400454ca, struct.pack("16sH", b"stuck0", 0x1001))
for command in ("addr add 10.6.0.1/24 dev stuck0", "link set stuck0 up"):
    subprocess.run(["ip"] + command.split(), check=True)
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
def send():
    while True:
        for _ in range(200): s.sendto(b"x", ("10.6.0.2", 9))
        time.sleep(0.02)
threading.Thread(target=send, daemon=True).start()
while open("/proc/net/dev").read().split("stuck0:")[1].split()[11] == "0": time.sleep(0.05)
print("ready", flush=True)
sys.stdin.read()
`;

test('interface-errors: an interface that drops outgoing packets', live('python3', '/dev/net/tun'), () =>
  withNamespace(async (namespace) => {
    healthy(namespace, 'interface-errors');
    const { stop } = await namespace.python(stuckTunnel);
    const found = ruleIn(namespace, 'interface-errors');
    assert.equal(found.status, 'warn', found.message);
    assert.match(found.message, /^stuck0: 100 % dropped/);
    assert.equal(
      ruleIn(namespace, 'interface-errors', '--ignore', 'interface-errors: interface = stuck0').status,
      'pass',
    );
    await stop();
    healthy(namespace, 'interface-errors');
    assert.deepEqual(
      wrongIn(findingsIn(namespace)).filter((text) => text.startsWith('interface')),
      [],
    );
  }),
);
