import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { command } from '../support/command.ts';
import { type Finished, live, type Namespace, withNamespace } from './support.ts';

const needed = live('python3', 'mount');

/** UDP and TCP sockets at the same ports of 127.0.0.9, whose service names differ, and a TCP one at port 7000. */
const sockets = `
import socket, sys
held = []
for kind, ports in ((socket.SOCK_DGRAM, (512, 513, 514)), (socket.SOCK_STREAM, (512, 513, 514, 7000))):
    for port in ports:
        s = socket.socket(socket.AF_INET, kind); s.bind(("127.0.0.9", port)); held.append(s)
        if kind == socket.SOCK_STREAM: s.listen()
print("ready")
sys.stdin.read()
`;

const withSockets = (use: (namespace: Namespace) => void): Promise<void> =>
  withNamespace(async (namespace) => {
    await namespace.python(sockets);
    use(namespace);
  });

type Texts = Readonly<Record<string, string>>;

/** Runs procnet with these texts in place of the files in /etc. */
const procnetWith = (namespace: Namespace, texts: Texts, ...args: readonly string[]): Finished => {
  const directory = mkdtempSync(join(tmpdir(), 'procnet-etc-'));
  try {
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(directory, name), text);
    const mount = 'for name in $(ls "$0"); do mount --bind "$0/$name" "/etc/$name"; done; exec "$@"';
    return namespace.try('unshare', '-m', 'sh', '-ec', mount, directory, ...command, ...args);
  } finally {
    rmSync(directory, { recursive: true });
  }
};

/** The listener at port 7000, with the names of its service and its owner. */
const listener = ['conns', '-re', '--where', 'sport = 7000', '--columns', 'localPort,user', '-H'];

const shows = ({ code, stdout, stderr }: Finished, ...cells: readonly string[]): void =>
  assert.deepEqual([code, stdout.trim().split(/ {2,}/), stderr], [0, cells, '']);

test(
  'fault 56: the first of several entries for an id wins, and escapes in it are made visible',
  needed,
  () =>
    withSockets((namespace) => {
      const texts = {
        passwd: 'ro\x1b[31mot:x:0:0:::\nsecond:x:0:0:::\n',
        services: 'e\x1b]0;x\x07vil 7000/tcp\nother 7000/tcp\n',
      };
      const found = procnetWith(namespace, texts, ...listener);
      shows(found, 'e\\x1b]0;x\\x07vil', 'ro\\x1b[31mot');
      assert.match(procnetWith(namespace, texts, ...listener, '--csv').stdout, /^7000,ro\\x1b\[31mot\n$/);
      assert.equal(procnetWith(namespace, texts, ...listener, '--user', 'second', '-E').code, 0);
      const unknown = procnetWith(namespace, texts, 'conns', '--user', 'r\x1b[2J');
      assert.deepEqual(
        [unknown.code, unknown.stderr],
        [2, 'procnet: --user: no user "r\\x1b[2J" in /etc/passwd\n'],
      );
    }),
);

test('fault 56: files of 10 MB are read whole, larger ones up to 16 MiB', needed, () =>
  withSockets((namespace) => {
    const users = (count: number): string => `${'nobody:x:65534:65534:::\n'.repeat(count)}last:x:0:0:::\n`;
    const services = (count: number): string => `${'many 1/tcp\n'.repeat(count)}last 7000/tcp\n`;
    const large = { passwd: users(420_000), services: services(1_000_000) };
    shows(procnetWith(namespace, large, ...listener), 'last', 'last');
    const larger = { passwd: users(800_000), services: services(1_700_000) };
    shows(procnetWith(namespace, larger, ...listener), '7000', '-');
  }),
);

test('fault 56: without these files, ids are numeric and well-known ports keep their names', needed, () =>
  withSockets((namespace) => {
    const bare = (...args: readonly string[]): Finished =>
      namespace.try(
        ...(['unshare', '-m', 'sh', '-ec', 'mount -t tmpfs none /etc; exec "$0" "$@"'] as const),
        ...['env', '-i', ...command, ...args],
      );
    shows(bare(...listener, '--columns', 'uid'), '7000', '-', '0');
    shows(bare('conns', '-tr', '--sport', '513', '--columns', 'localPort', '-H'), 'login');
    assert.deepEqual(bare('conns', '--user', 'root').code, 2);
    assert.deepEqual(bare('conns', '--user', '0').code, 0);
  }),
);

test('-r names a port by the protocol of its row, as ss does', live('python3', 'mount', 'ss'), () =>
  withSockets((namespace) => {
    const ours = namespace.procnet('conns', '-r', '--columns', 'protocol,localPort', '-H').stdout;
    const theirs = namespace.exec('ss', '-Htual').replace(/^(\S+) +\S+ +\S+ +\S+ +\S+:(\S+) .*$/gm, '$1 $2');
    const sorted = (text: string): string[] => text.trim().replace(/ +/g, ' ').split('\n').sort();
    assert.deepEqual(sorted(ours), sorted(theirs));
    assert.ok(sorted(ours).includes('udp syslog'), ours);
  }),
);

/** A name server that answers every query with the labels it was given, or not at all, and counts the queries. */
const nameServer = `
import json, socket, struct, sys, threading
labels = [label.encode("latin-1") for label in json.loads(sys.argv[1])]
name = b"".join(bytes([len(label)]) + label for label in labels) + b"\\0"
held = socket.socket(); held.bind(("127.0.0.9", 7000)); held.listen()
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); server.bind(("127.0.0.1", 53))
asked = 0
def serve():
    global asked
    while True:
        question, sender = server.recvfrom(4096); asked += 1
        if not labels: continue
        end = question.index(b"\\0", 12) + 5
        answer = b"\\xc0\\x0c" + struct.pack(">HHIH", 12, 1, 60, len(name)) + name
        server.sendto(question[:2] + b"\\x81\\x80\\0\\1\\0\\1\\0\\0\\0\\0" + question[12:end] + answer, sender)
threading.Thread(target=serve, daemon=True).start()
print("ready")
for line in sys.stdin: print(asked)
`;

type Named = Finished & { readonly asked: number };

const addressNamed = (labels: readonly string[], ...args: readonly string[]): Promise<Named> =>
  withNamespace(async (namespace) => {
    const server = await namespace.python(nameServer, JSON.stringify(labels));
    const texts = { 'resolv.conf': 'nameserver 127.0.0.1\n', hosts: '' };
    const where = ['-t', '--columns', 'localAddress', '-H'];
    const found = procnetWith(namespace, texts, 'conns', ...where, ...args);
    return { ...found, asked: Number(await server.ask('asked')) };
  });

test('fault 57: an escape or a bidi character in a host name from DNS is made visible', needed, async () => {
  const spelled = Buffer.from('\u202egpj').toString('latin1');
  const found = await addressNamed(['ev\x1b[2Jil', spelled, 'a"b'], '-r');
  assert.equal(found.code, 0);
  assert.match(found.stdout, /^ev.{3,6}\[2Jil\.\S+gpj\.a\S*b\n$/);
  assert.doesNotMatch(found.stdout, /[^\x20-\x7e\n]/);
});

test('fault 57: and in a name from /etc/hosts', needed, () =>
  withSockets((namespace) => {
    const texts = { hosts: '127.0.0.9 e\x1b[2J\u202evil\n' };
    const which = ['conns', '-r', '--where', 'sport = 7000', '--columns', 'localAddress', '-H'];
    shows(procnetWith(namespace, texts, ...which), 'e\\x1b[2J\\u202evil');
  }),
);

test('a host whose name looks like a wildcard address is shown by name', needed, () =>
  withSockets((namespace) => {
    const which = ['conns', '-r', '--where', 'sport = 7000', '--columns', 'localAddress', '-H'];
    shows(procnetWith(namespace, { hosts: '127.0.0.9 0x0y0z0\n' }, ...which), '0x0y0z0');
  }),
);

test('fault 57: a name of 255 bytes is shown in full', needed, async () => {
  const labels = ['a'.repeat(63), 'b'.repeat(63), 'c'.repeat(63), 'd'.repeat(61)];
  shows(await addressNamed(labels, '-r'), labels.join('.'));
});

test(
  'fault 57: a name server that never answers is abandoned before the resolver’s own timeout',
  needed,
  async () => {
    const found = await addressNamed([], '-r');
    shows(found, '127.0.0.9');
    // The resolver sends its third query six seconds after the first.
    assert.ok(found.asked === 1 || found.asked === 2, `${found.asked} queries`);
  },
);

test('fault 57: no name server is queried without -r, or for JSON and CSV', needed, async () => {
  for (const args of [[], ['-r', '--json'], ['-r', '--csv']])
    assert.equal((await addressNamed(['named'], ...args)).asked, 0, args.join(' '));
  assert.ok((await addressNamed(['named'], '-r')).asked > 0);
});
