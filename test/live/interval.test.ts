import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { shell } from '../cli/black-box.ts';
import { command } from '../support/command.ts';
import { hang, needs } from '../support/needs.ts';
import { lineReader } from './line-reader.ts';
import { live, type Namespace, withNamespace } from './support.ts';

type Row = Readonly<Record<string, unknown>>;

const rowsOf = (ndjson: string): readonly Row[] =>
  ndjson
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);

/** Rows of a repeated report as they arrive. */
const sampled = (namespace: Namespace, ...argv: readonly string[]): (() => Promise<Row>) => {
  const child = namespace.spawn(...command, ...argv, '--ndjson');
  const next = lineReader(createInterface({ input: child.stdout! }), () => argv.join(' '));
  return async () => JSON.parse(await next()) as Row;
};

/** Answers each line on stdin with 100 datagrams of 1000 bytes (1028 with headers) over loopback. */
const sender = `
import socket, sys
target = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); target.bind(("127.0.0.1", 0))
print("ready")
for line in sys.stdin:
    for _ in range(100):
        target.sendto(b"x" * 1000, target.getsockname())
        target.recv(2000)
    print("sent")
`;

test(
  'ifstat changes add up to the bytes sent, each with a rate over the time between samples',
  live('python3'),
  () =>
    withNamespace(async (namespace) => {
      const script = await namespace.python(sender);
      const started = performance.now();
      const next = sampled(namespace, 'ifstat', '--interface', 'lo', '--interval', '0.2');
      const first = await next();
      assert.deepEqual([first['rxBytesDelta'], first['reason']], [null, 'first sample']);
      assert.equal(await script.ask('send'), 'sent');
      let [bytes, packets] = [0, 0];
      while (packets < 100) {
        const row = await next();
        bytes += Number(row['rxBytesDelta']);
        packets += Number(row['rxPacketsDelta']);
        if (row['rxPacketsDelta'] === 0) continue;
        const seconds = Number(row['rxBytesDelta']) / Number(row['rxBytesPerSecond']);
        const sinceStart = (performance.now() - started) / 1000;
        assert.ok(seconds > 0.001 && seconds < sinceStart, `${seconds} of ${sinceStart} seconds`);
      }
      assert.deepEqual([packets, bytes], [100, 102_800]);
    }),
);

test('--since shows the change since a file written by --json', live('python3'), () =>
  withNamespace(async (namespace) => {
    const directory = mkdtempSync(join(tmpdir(), 'procnet-live-'));
    try {
      const before = join(directory, 'before');
      namespace.exec('sh', '-c', `"$0" "$1" snmp --json --meta >"$2"`, ...command, before);
      await (await namespace.python(sender)).ask('send');
      const rows = namespace.rows('snmp', '--since', before);
      const sent = rows.find(({ protocol, name }) => protocol === 'Udp' && name === 'OutDatagrams')!;
      assert.equal(sent['delta'], 100);
      assert.ok(Number(sent['perSecond']) > 0);
    } finally {
      rmSync(directory, { recursive: true });
    }
  }),
);

test('an interface that is removed and added again is new', live(), () =>
  withNamespace(async (namespace) => {
    namespace.exec('ip', 'link', 'add', 'port0', 'type', 'veth', 'peer', 'name', 'port1');
    const next = sampled(namespace, 'ifstat', '--interval', '0.1');
    const reasonOf = async (name: string): Promise<unknown> => {
      for (;;) {
        const row = await next();
        if (row['interface'] === name) return row['reason'];
      }
    };
    assert.equal(await reasonOf('port0'), 'first sample');
    assert.equal(await reasonOf('port0'), null);
    namespace.exec('ip', 'link', 'set', 'port0', 'name', 'other');
    assert.equal(await reasonOf('other'), 'new');
    namespace.exec('ip', 'link', 'set', 'other', 'name', 'port0');
    assert.equal(await reasonOf('port0'), 'new');
    assert.equal(await reasonOf('port0'), null);
  }),
);

const collected = (child: ChildProcess): (() => string) => {
  let text = '';
  child.stdout!.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return () => text;
};

const until = async (holds: () => boolean, what: string): Promise<void> => {
  for (const end = Date.now() + hang; !holds(); await wait(20))
    if (Date.now() > end) assert.fail(`waited in vain for ${what}`);
};

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  for (const format of ['ndjson', 'json', 'csv'])
    test(`${signal} ends ${format} after a whole row`, async () => {
      const child = spawn(command[0], [command[1], 'snmp', '--interval', '0.1', `--${format}`]);
      const output = collected(child);
      await until(() => output().split('Tcp').length > 100, 'three samples');
      await wait(Math.random() * 100);
      child.kill(signal);
      assert.deepEqual(await once(child, 'close'), [null, signal]);
      assert.ok(output().endsWith('\n'));
      if (format === 'ndjson') assert.ok(rowsOf(output()).length > 300);
      if (format === 'json') assert.ok((JSON.parse(output()) as unknown[]).length > 300);
    });

test('SIGTERM gives the usual shell exit status', needs('bash'), () => {
  const killed = 'exec 3< <(exec $procnet ifstat --interval 3600); read -u 3; kill -TERM $!; wait $!';
  assert.equal(shell(killed).code, 143);
});

test('ends quietly when the reader leaves (fault 69)', needs('bash'), () => {
  const { code, stdout, stderr } = shell('set -o pipefail; $procnet ifstat --interval 0.1 | head -n 1');
  assert.deepEqual([code, stdout.split('\n').length, stderr], [0, 2, '']);
});

test('a namespace that disappears is an error (fault 68)', live(), () =>
  withNamespace(async (namespace) => {
    const pid = String(namespace.pid);
    const child = spawn(command[0], [command[1], 'ifstat', '--netns', pid, '--interval', '0.2']);
    const output = collected(child);
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    await until(() => output() !== '', 'a sample');
    process.kill(namespace.pid, 'SIGKILL');
    assert.deepEqual(await once(child, 'close'), [3, null]);
    // Until its parent, this test, has reaped it, the process is a zombie.
    assert.match(complaint, /^procnet: .*process \d+ (has ended|is a zombie).*\n$/);
  }),
);
