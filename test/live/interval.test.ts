import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';

const procnet = resolve('bin/procnet.js');
const has = (program: string): boolean => spawnSync('which', [program]).status === 0;
const namespaces = spawnSync('unshare', ['-n', 'ip', 'link', 'set', 'lo', 'up']).status === 0;
const needsNamespace = namespaces && has('python3') ? false : 'needs root, ip, unshare and python3';

const collected = (child: ChildProcess): (() => string) => {
  let text = '';
  child.stdout!.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return () => text;
};

const until = async (holds: () => boolean, what: string): Promise<void> => {
  for (let tries = 0; tries < 200; tries++) {
    if (holds()) return;
    await wait(50);
  }
  assert.fail(`waited in vain for ${what}`);
};

const rowsOf = (ndjson: string): Record<string, unknown>[] =>
  ndjson
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** Sends 100 datagrams of 1000 bytes (1028 with their headers) over the loopback of the namespace it runs in. */
const sender = `
import socket, subprocess, json, sys
def received():
    links = json.loads(subprocess.check_output(['ip', '-j', '-s', 'link', 'show', 'lo']))
    return links[0]['stats64']['rx']['bytes']
subprocess.check_call(['ip', 'link', 'set', 'lo', 'up'])
target = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
target.bind(('127.0.0.1', 0))
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE)
first = child.stdout.readline()
before = received()
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for _ in range(100):
    out.sendto(b'x' * 1000, target.getsockname())
    target.recv(2000)
after = received()
rest = child.stdout.read()
print(json.dumps({'bytes': after - before, 'rows': (first + rest).decode()}))
`;

describe('--interval on a live kernel', { concurrency: true }, () => {
  it('counts what went over the loopback as ip does', { skip: needsNamespace }, () => {
    const command = [process.execPath, procnet, 'ifstat', '--interface', 'lo', '--ndjson'];
    const output = execFileSync('unshare', [
      ...['-n', 'python3', '-c', sender],
      ...[...command, '--interval', '1', '--count', '2'],
    ]).toString();
    const { bytes, rows } = JSON.parse(output) as { bytes: number; rows: string };
    const [first, second] = rowsOf(rows);
    assert.equal(bytes, 102_800);
    assert.equal(first!['rxBytesDelta'], null);
    assert.equal(first!['reason'], 'first sample');
    assert.equal(second!['rxBytesDelta'], bytes);
    assert.equal(second!['rxPacketsDelta'], 100);
    const seconds = (Date.parse(String(second!['time'])) - Date.parse(String(first!['time']))) / 1000;
    const rate = second!['rxBytesPerSecond'] as number;
    assert.ok(Math.abs(rate - bytes / seconds) < bytes * 0.05, `${rate} in ${seconds} s`);
  });

  it('gives the difference to a file that --json wrote', { skip: needsNamespace }, () => {
    const directory = mkdtempSync(join(tmpdir(), 'procnet-live-'));
    const script = `
      ip link set lo up
      $NODE $PROCNET snmp --json --meta > ${directory}/before
      for i in 1 2 3 4 5; do python3 -c "
import socket
a = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); a.bind(('127.0.0.1', 0))
a.sendto(b'x', a.getsockname())"; done
      $NODE $PROCNET snmp --json --since ${directory}/before`;
    try {
      const env = { ...process.env, NODE: process.execPath, PROCNET: procnet };
      const output = execFileSync('unshare', ['-n', 'sh', '-ec', script], { env }).toString();
      const rows = JSON.parse(output) as {
        protocol: string;
        name: string;
        delta: number;
        perSecond: number;
      }[];
      const sent = rows.find(({ protocol, name }) => protocol === 'Udp' && name === 'OutDatagrams');
      assert.equal(sent!.delta, 5);
      assert.ok(sent!.perSecond > 0);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('sees an interface go and come again', { skip: needsNamespace }, () => {
    const script = `
      ip link set lo name port0
      $NODE $PROCNET ifstat --interval 0.3 --ndjson & pid=$!
      sleep 1; ip link set port0 name other; sleep 1; ip link set other name port0; sleep 1
      kill $pid; wait $pid`;
    const env = { ...process.env, NODE: process.execPath, PROCNET: procnet };
    const { stdout, status } = spawnSync('unshare', ['-n', 'sh', '-c', script], { env });
    assert.equal(status, 143);
    const reasons = rowsOf(stdout.toString())
      .filter((row) => row['interface'] === 'port0')
      .map(({ reason }) => reason);
    assert.deepEqual(
      reasons.filter((reason) => reason !== null),
      ['first sample', 'new'],
    );
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    for (const format of ['ndjson', 'json', 'csv'])
      it(`ends ${format} in whole rows by ${signal}`, async () => {
        const child = spawn(process.execPath, [procnet, 'snmp', '--interval', '0.1', `--${format}`]);
        const output = collected(child);
        await until(() => output().split('Tcp').length > 100, 'three samples');
        await wait(Math.random() * 100);
        child.kill(signal);
        assert.deepEqual(await once(child, 'close'), [null, signal]);
        assert.ok(output().endsWith('\n'));
        if (format === 'ndjson') assert.ok(rowsOf(output()).length > 300);
        if (format === 'json') assert.ok((JSON.parse(output()) as unknown[]).length > 300);
      });

  it('ends with the exit code that a shell gives a signal', () => {
    const command = `"$0" "$1" ifstat --interval 5 & sleep 1; kill -TERM $!; wait $!`;
    assert.equal(spawnSync('sh', ['-c', command, process.execPath, procnet]).status, 143);
  });

  it('ends quietly when nobody reads on (fault 69)', () => {
    const command = `{ "$0" "$1" ifstat --interval 0.1; echo $? >&2; } | head -n 1`;
    const { stderr } = spawnSync('sh', ['-c', command, process.execPath, procnet]);
    assert.equal(stderr.toString(), '0\n');
  });

  it('says that the namespace is gone (fault 68)', { skip: needsNamespace }, async () => {
    const holder = spawn('unshare', ['-n', 'sleep', '60'], { stdio: 'ignore' });
    const child = spawn(process.execPath, [procnet, 'ifstat', '--pid', `${holder.pid}`, '--interval', '0.2']);
    const output = collected(child);
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    await until(() => output() !== '', 'a sample');
    holder.kill('SIGKILL');
    assert.deepEqual(await once(child, 'close'), [3, null]);
    assert.match(complaint, /^procnet: cannot read the network of process \d+: no such process.*\n$/);
  });
});

describe('--interval on a terminal', { skip: has('script') ? false : 'needs script' }, () => {
  /** What a terminal of 12 rows and 200 columns was sent, and the exit code. */
  const onTerminal = (command: string, env: Record<string, string>): { shown: string; status: number } => {
    const directory = mkdtempSync(join(tmpdir(), 'procnet-terminal-'));
    const file = join(directory, 'command');
    writeFileSync(file, `stty rows 12 cols 200\n${command}\n`);
    const { stdout, status } = spawnSync('script', ['-qec', `sh ${file}`, '/dev/null'], {
      env: { PATH: process.env['PATH']!, NODE: process.execPath, PROCNET: procnet, ...env },
    });
    rmSync(directory, { recursive: true });
    return { shown: stdout.toString(), status: status ?? -1 };
  };

  it('draws each sample over the one before', () => {
    const { shown, status } = onTerminal('exec $NODE $PROCNET ifstat --interval 0.2 --count 3', {
      TERM: 'xterm',
    });
    assert.equal(status, 0);
    assert.equal(shown.split('\x1b[H\x1b[J').length, 4);
    assert.ok(shown.endsWith('\x1b[0m'), 'no colour is left on');
  });

  it('leaves cursor and colours as they were when a signal ends it (fault 74)', () => {
    for (const [signal, code] of [
      ['INT', 130],
      ['TERM', 143],
    ] as const) {
      const command = `$NODE $PROCNET ifstat --interval 0.2 & sleep 1; kill -${signal} $!; wait $!`;
      const { shown, status } = onTerminal(`set -m; ${command}`, { TERM: 'xterm' });
      assert.equal(status, code);
      assert.ok(shown.includes('\x1b[H\x1b[J'));
      assert.match(shown, /\x1b\[0m[^\x1b]*$/, 'no colour is left on');
      assert.ok(!shown.includes('\x1b[?'), 'no mode of the terminal was changed');
    }
  });

  it('draws no more rows than the window has', () => {
    const { shown } = onTerminal('exec $NODE $PROCNET snmp -z --interval 0.2 --count 2', { TERM: 'xterm' });
    const frames = shown.split('\x1b[H\x1b[J').slice(1);
    assert.deepEqual(
      frames.map((frame) => frame.split('\n').length - 1),
      [11, 11],
    );
    assert.match(frames[1]!, /… \d+ more lines/);
  });

  it('appends without an escape on a terminal that understands none', () => {
    const { shown } = onTerminal('exec $NODE $PROCNET ifstat --interval 0.2 --count 2', { TERM: 'dumb' });
    assert.ok(!shown.includes('\x1b'));
    assert.equal(shown.match(/rxBytesPerSecond/g)!.length, 2);
  });
});
