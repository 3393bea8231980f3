import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { test } from 'node:test';
import { command } from '../support/command.ts';
import { type Finished, live, type Namespace, withNamespace } from './support.ts';

const wait = (namespace: Namespace, ...words: readonly string[]): Finished =>
  namespace.procnet('wait', '--timeout', '0', ...words);

type Waiting = { readonly ended: Promise<Finished>; readonly child: ChildProcess };

const start = (namespace: Namespace, ...words: readonly string[]): Waiting => {
  const child = namespace.spawn(...command, 'wait', ...words);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (data) => {
    stdout += String(data);
  });
  child.stderr?.on('data', (data) => {
    stderr += String(data);
  });
  const ended = new Promise<Finished>((done) => {
    child.once('close', (code) => done({ code, stdout, stderr }));
  });
  return { ended, child };
};

/** Opens and closes what its input lines name, and confirms each. */
const sockets = `
import os, socket, sys
held = {}
print("ready", flush=True)
for line in sys.stdin:
    verb, *words = line.split()
    if verb == "listen":
        family = socket.AF_INET6 if ":" in words[0] else socket.AF_INET
        s = socket.socket(family, socket.SOCK_STREAM); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind((words[0], int(words[1]))); s.listen(); held[line] = s
    elif verb == "bind":
        s = socket.socket(); s.bind((words[0], int(words[1]))); held[line] = s
    elif verb == "udp":
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind((words[0], int(words[1]))); held[line] = s
    elif verb == "unix":
        s = socket.socket(socket.AF_UNIX); s.bind(words[0]); held[line] = s
        s.listen()
    elif verb == "connect":
        server = next(s for l, s in held.items() if l.split()[:1] == ["listen"] and l.split()[2] == words[0])
        c = socket.create_connection(server.getsockname()[:2]); held["c" + words[0]] = c; held["s" + words[0]] = server.accept()[0]
    elif verb == "finish":
        held.pop("s" + words[0]).close(); c = held.pop("c" + words[0]); c.recv(1); c.close()
    elif verb == "close":
        for s in held.values(): s.close()
        held.clear()
    elif verb == "accepted":
        s = next(iter(held.values())); s.setblocking(False)
        try: s.accept(); print("yes", flush=True)
        except BlockingIOError: print("no", flush=True)
        continue
    print("ok", flush=True)
`;

test('wait ends when a socket listens, without opening a connection', live('python3', 'ss'), () =>
  withNamespace(async (namespace) => {
    const { ask } = await namespace.python(sockets);
    const waiting = start(namespace, 'listen', ':8080', '--timeout', '60s');
    await ask('listen 127.0.0.1 8080');
    const { code, stdout, stderr } = await waiting.ended;
    assert.deepEqual([code, stdout, stderr], [0, '', '']);
    assert.equal(await ask('accepted'), 'no');
    assert.equal(namespace.exec('ss', '-tanH').trim().split('\n').length, 1, 'only the listener exists');
  }),
);

test('wait checks immediately and reports what it found', live('python3', 'ss'), () =>
  withNamespace(async (namespace) => {
    const { ask, pid } = await namespace.python(sockets);
    await ask('listen 0.0.0.0 8080');
    await ask('listen :: 8081');
    const { code, stdout } = wait(namespace, '--json', 'listen 127.0.0.1:8080', 'listen 127.0.0.1:8081');
    assert.equal(code, 0);
    const { met, conditions } = JSON.parse(stdout);
    assert.equal(met, true);
    assert.match(conditions[0].detail, new RegExp(`^0\\.0\\.0\\.0:8080 by python3\\(${pid},fd=\\d+\\)$`));
    assert.match(conditions[1].detail, /^\[::\]:8081 by .*IPv4 is assumed/);
    assert.equal(wait(namespace, '--strict-family', 'listen 127.0.0.1:8081').code, 1);
  }),
);

test(
  'near misses: another address, another family, another protocol, and hidden sockets',
  live('python3', 'ss'),
  () =>
    withNamespace(async (namespace) => {
      const { ask, pid } = await namespace.python(sockets);
      for (const line of [
        'listen 127.0.0.1 3000',
        'listen ::1 3001',
        'udp 0.0.0.0 3002',
        'bind 0.0.0.0 3003',
      ])
        await ask(line);
      const misses = (condition: string): string => {
        const { code, stderr } = wait(namespace, condition);
        assert.equal(code, 1, condition);
        return stderr;
      };
      const by = `by python3\\(${pid},fd=\\d+\\)`;
      assert.match(
        misses('listen 127.0.0.2:3000'),
        new RegExp(`tcp 127\\.0\\.0\\.1:3000 is served ${by}, another address\n`),
      );
      assert.match(misses('listen [::1]:3000'), /127\.0\.0\.1:3000 is served .*, another address family\n/);
      assert.match(
        misses('listen 127.0.0.1:3001'),
        /tcp \[::1\]:3001 is served .*, another address family\n/,
      );
      assert.match(misses('listen :3002'), /udp 0\.0\.0\.0:3002 is served .*, another protocol\n/);
      assert.match(
        misses('listen :3003'),
        /nothing listens on port 3003\n {2}a TCP socket that is bound but/,
      );
      assert.match(misses('free :3000'), new RegExp(`127\\.0\\.0\\.1:3000 is taken ${by}`));
    }),
);

test('near misses: another network namespace, with one of its processes', live('python3', 'ss'), () =>
  withNamespace((here) =>
    withNamespace(async (there) => {
      const { ask } = await there.python(sockets);
      await ask('listen 0.0.0.0 7777');
      const elsewhere = /^0\.0\.0\.0:7777, in another network namespace: .* \(pid (\d+)\); try --netns /;
      // On a busy machine the timeout may pass before every namespace has been read.
      const nearest = ['8s', '30s', '2m'].reduce((found, timeout) => {
        if (elsewhere.test(found)) return found;
        const { code, stdout } = here.procnet('wait', '--json', 'listen :7777', '--timeout', timeout);
        assert.equal(code, 1);
        return String(JSON.parse(stdout).conditions[0].nearMisses[0]);
      }, '');
      const [, pid] = elsewhere.exec(nearest) ?? [];
      assert.equal(readlinkSync(`/proc/${pid}/ns/net`), readlinkSync(`/proc/${there.pid}/ns/net`), nearest);
    }),
  ),
);

test('near misses: another owner', live('python3', 'ss'), () =>
  withNamespace(async (namespace) => {
    const { ask, pid } = await namespace.python(sockets);
    await ask('listen 127.0.0.1 7000');
    const { code, stderr } = wait(namespace, 'count(conns where lport = 7000 and process = nginx) > 0');
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`1 row would match with another owner: python3\\(${pid},fd=\\d+\\)\n`));
    const other = wait(namespace, 'count(conns where lport = 7001 and process = nginx) > 0');
    assert.doesNotMatch(other.stderr, /another owner/);
  }),
);

test('free and drained: connections in TIME_WAIT', live('python3', 'ss'), () =>
  withNamespace(async (namespace) => {
    const { ask } = await namespace.python(sockets);
    await ask('listen 127.0.0.1 4000');
    await ask('connect 4000');
    assert.equal(wait(namespace, 'established :4000').code, 0);
    assert.equal(wait(namespace, 'established :4000 = 1').code, 0, 'both ends are here, and one connection');
    assert.match(wait(namespace, 'drained :4000').stderr, /1 connection left: 1 in ESTABLISHED/);
    await ask('finish 4000');
    assert.equal(wait(namespace, 'drained :4000').code, 0);
    await ask('close');
    assert.match(namespace.exec('ss', '-tanH'), /^TIME-WAIT/);
    const free = wait(namespace, 'free :4000');
    assert.equal(free.code, 1);
    assert.match(
      free.stderr,
      /only 1 connection in TIME_WAIT left; a server that sets SO_REUSEADDR can bind now/,
    );
    assert.match(wait(namespace, 'listen :4000').stderr, /only 1 connection in TIME_WAIT left on port 4000/);
    assert.throws(
      () => namespace.exec('python3', '-c', 'import socket; socket.socket().bind(("127.0.0.1", 4000))'),
      /in use/,
    );
    assert.equal(wait(namespace, 'free :4001').code, 0);
  }),
);

test('unix, iface, addr and arp', live('python3', 'ss'), () =>
  withNamespace(async (namespace) => {
    const { ask } = await namespace.python(sockets);
    const path = `/tmp/procnet-wait-${process.pid}.sock`;
    assert.equal(wait(namespace, `unix ${path}`).code, 1);
    await ask(`unix ${path}`);
    namespace.exec('rm', path);
    assert.equal(wait(namespace, `unix ${path}`).code, 0);
    namespace.exec('ip', 'link', 'add', 'v0', 'type', 'veth', 'peer', 'name', 'v1');
    namespace.exec('ip', 'link', 'set', 'v0', 'up');
    namespace.exec('ip', 'addr', 'add', '10.5.0.1/24', 'dev', 'v0');
    namespace.exec('ip', 'neigh', 'add', '10.5.0.2', 'lladdr', '02:00:00:00:00:02', 'dev', 'v0');
    const codes = [
      'iface v0',
      'iface v9',
      'addr 10.5.0.1',
      'addr 10.5.0.1/24',
      'addr 10.5.0.1/16',
      'addr 10.5.0.2',
    ];
    assert.deepEqual(
      [...codes, 'arp 10.5.0.2', 'arp 10.5.0.3', 'route 10.5.0.0/24', 'route default'].map(
        (condition) => wait(namespace, condition).code,
      ),
      [0, 1, 0, 0, 1, 1, 0, 1, 0, 1],
    );
    assert.match(wait(namespace, 'iface vv0').stderr, /did you mean v0\?/);
    assert.match(wait(namespace, 'addr 10.5.0.1/16').stderr, /has prefix \/24/);
  }),
);

test('several conditions: all of them, or any with --any', live('python3', 'ss'), () =>
  withNamespace(async (namespace) => {
    const { ask } = await namespace.python(sockets);
    await ask('listen 127.0.0.1 5000');
    assert.equal(wait(namespace, 'listen :5000', 'listen :5001').code, 1);
    assert.equal(wait(namespace, 'listen :5000', 'listen :5001', '--any').code, 0);
    assert.equal(wait(namespace, 'listen', ':5000', 'not', 'listen', ':5001').code, 0);
  }),
);

test('--stable: the condition must hold that long', live('python3', 'ss'), () =>
  withNamespace(async (namespace) => {
    const { ask } = await namespace.python(sockets);
    await ask('listen 127.0.0.1 6000');
    const { stdout } = namespace.procnet(
      'wait',
      'listen :6000',
      '--stable',
      '700ms',
      '--timeout',
      '30s',
      '--json',
    );
    const { met, waited } = JSON.parse(stdout);
    assert.equal(met, true);
    assert.ok(waited >= 700, String(waited));
  }),
);

test('the timeout is never exceeded, and a usage error is immediate', live('python3', 'ss'), () =>
  withNamespace((namespace) => {
    const { code, stdout } = namespace.procnet('wait', 'listen :1', '--timeout', '3s', '--json');
    const { met, waited } = JSON.parse(stdout);
    assert.deepEqual([code, met], [1, false]);
    assert.ok(waited < 4_000 && waited > 1_000, String(waited));
    assert.equal(namespace.procnet('wait', 'listen :x').code, 2);
    assert.equal(namespace.procnet('wait').code, 2);
  }),
);

test('a namespace that is gone makes the result unknown', live('python3', 'ss'), () =>
  withNamespace(async (namespace) => {
    const { pid, stop } = await namespace.python(sockets);
    await stop();
    const { code, stderr } = namespace.procnet('wait', 'listen :1', '--netns', String(pid), '--timeout', '0');
    assert.equal(code, 3, stderr);
  }),
);
