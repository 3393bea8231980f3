import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { command } from '../support/command.ts';
import { hang } from '../support/needs.ts';
import type { Found } from './findings.ts';
import { eventually, live, withNamespace } from './support.ts';

/**
 * Host-wide rules, triggered from a namespace and checked from the first one. Two are not triggered:
 * tcp-memory would need gigabytes of buffers, and softnet drops only what a card delivers faster than the
 * processor handles it, which no loopback or veth does. Both are tested with replaced kernel files (`check/rules/`).
 */
const first = '/proc/sys/net/ipv4/tcp_mem';

const ruleHere = (rule: string, ...words: readonly string[]): Found => {
  const [program, ...before] = command;
  const { stdout, stderr } = spawnSync(
    program,
    [...before, 'check', rule, '--json', '--interval', '0', ...words],
    { encoding: 'utf8', timeout: hang },
  );
  assert.equal(stderr, '');
  return (JSON.parse(stdout) as Found[])[0]!;
};

const threshold = '/proc/sys/net/ipv4/neigh/default/gc_thresh2';
const allowed = (): number => Number(readFileSync(threshold, 'utf8'));
const isSmall = existsSync(threshold) && allowed() <= 5_000;

test(
  'neighbours: more entries than gc_thresh2, in any namespace',
  { ...live('root', first), ...(isSmall ? {} : { skip: 'gc_thresh2 is too large to reach' }) },
  () =>
    withNamespace((namespace) => {
      const entries = allowed() + 10;
      namespace.exec(
        'sh',
        '-c',
        'ip link add v0 type veth peer name v1 && ip link set v0 up && ip link set v1 up',
      );
      const line = '"neigh add 10.%d.%d.%d lladdr 02:00:00:00:00:01 nud permanent dev v0\\n"';
      const script = `BEGIN { for (i = 0; i < ${entries}; i++) printf ${line}, 100 + i / 60000, (i / 250) % 240, i % 250 + 1 }`;
      namespace.exec('sh', '-c', `awk '${script}' | ip -batch -`);
      const sick = ruleHere('neighbours');
      assert.equal(sick.status, 'warn', sick.message);
      assert.ok(Number(/^(\d+) of \d+ ipv4 neighbours/.exec(sick.message)?.[1]) >= entries, sick.message);
      namespace.exec('ip', 'link', 'del', 'v0');
      return eventually(() => assert.equal(ruleHere('neighbours').status, 'pass'));
    }),
);

/** Connections closed while the other end has not acknowledged their data. */
const orphans = `
import socket, sys
server = socket.socket(); server.bind(("127.0.0.1", 9100)); server.listen(200)
made = []
for _ in range(int(sys.argv[1])):
    c = socket.create_connection(("127.0.0.1", 9100)); made.append((c, server.accept()[0]))
print("ready", flush=True)
sys.stdin.readline()
for c, s in made: c.send(b"x"); c.close()
print("ok", flush=True)
sys.stdin.read()
`;

test('orphans: connections without a process, counted host-wide', live('python3', 'root', first), () =>
  withNamespace(async (namespace) => {
    const least = 40;
    const most = Number(readFileSync('/proc/sys/net/ipv4/tcp_max_orphans', 'utf8'));
    const warn = ['--set', `orphans.warn=${((least * 100) / most).toFixed(6)}`];
    const { ask } = await namespace.python(orphans, String(least + 10));
    namespace.exec('ip', 'link', 'set', 'lo', 'down');
    await ask('close');
    const sick = ruleHere('orphans', ...warn);
    assert.equal(sick.status, 'warn', sick.message);
    assert.ok(Number(/^(\d+) of/.exec(sick.message)?.[1]) >= least, sick.message);
    assert.equal(ruleHere('orphans').status, 'pass', 'far below the kernel’s limit');
  }),
);
