import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { run } from '../../src/cli/main.ts';
import { loadReports } from '../../src/reports/registry.ts';
import { archiveOf } from '../../src/snapshot/write/archive.ts';
import { type FileSystem, nodeFileSystem } from '../../src/source/filesystem.ts';
import { collectionOf, facts } from '../snapshot/machines.ts';
import { runInProcess } from '../support/in-process.ts';
import { type Machine, machines, sourceArguments } from '../support/machines.ts';
import { needs } from '../support/needs.ts';
import { quietHost } from '../support/quiet-host.ts';
import { shell, withTree } from './black-box.ts';

const reports = await loadReports();
const widest: Readonly<Record<string, readonly string[]>> = {
  conns: ['-A', 'all'],
  routes: ['--all'],
  snmp: ['-z'],
};

const snapshotOf = async ({ proc, endian }: Machine): Promise<Uint8Array> => {
  const collection = collectionOf(nodeFileSystem, {
    root: proc,
    net: `${proc}/net`,
    facts: { ...facts, endian },
  });
  return Buffer.concat(await archiveOf(collection));
};

const withSnapshot = async (machine: Machine, use: (file: string) => Promise<void>): Promise<void> => {
  const bytes = await snapshotOf(machine);
  await withTree({}, async (directory) => {
    const file = `${directory}/a.tgz`;
    writeFileSync(file, bytes);
    await use(file);
  });
};

for (const machine of machines)
  test(`${machine.name}: every report gives the same result from a snapshot as from the files`, async () => {
    await withSnapshot(machine, async (file) => {
      for (const { name } of reports) {
        const argv = [name, '--json', '--columns', 'all', ...(widest[name] ?? [])];
        const direct = await runInProcess([...argv, ...sourceArguments(machine)]);
        const kept = await runInProcess([...argv, '--from', file]);
        assert.equal(kept.stdout, direct.stdout, name);
        assert.equal(kept.code, direct.code, name);
      }
    });
  });

/** A system without /proc, such as macOS and Windows. */
const elsewhere = (): FileSystem => {
  const missing = (path: string): never => {
    if (/^\/proc\b|^\/etc\b/.test(path))
      throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT', path });
    return undefined as never;
  };
  return {
    ...nodeFileSystem,
    open: (path) => missing(path) ?? nodeFileSystem.open(path),
    readdir: (path) => missing(path) ?? nodeFileSystem.readdir(path),
    readlink: (path) => missing(path) ?? nodeFileSystem.readlink(path),
    stat: (path) => missing(path) ?? nodeFileSystem.stat(path),
    realpath: (path) => missing(path) ?? nodeFileSystem.realpath(path),
    magic: (path) => missing(path) ?? nodeFileSystem.magic(path),
    localAddresses: () => null,
  };
};

const machineNamed = (name: string): Machine => machines.find((machine) => machine.name === name)!;

test('a snapshot can be read without /proc', async () => {
  await withSnapshot(machineNamed('captures/A'), async (file) => {
    for (const { name } of reports) {
      let [stdout, stderr] = ['', ''];
      const host = quietHost({
        files: elsewhere(),
        write: (bytes) => {
          stdout += Buffer.from(bytes).toString();
        },
        warn: (text) => {
          stderr += text;
        },
      });
      const code = await run([name, '--from', file, '--json', ...(widest[name] ?? [])], host);
      const there = await runInProcess([name, '--from', file, '--json', ...(widest[name] ?? [])]);
      assert.deepEqual([code, stdout], [there.code, there.stdout], `${name}: ${stderr}`);
      assert.ok(name === 'conntrack' || stdout.length > 20, name);
    }
    assert.equal(await run(['conns'], quietHost({ files: elsewhere(), write: () => {}, warn: () => {} })), 3);
  });
});

test('the byte order is the snapshot’s, and another one is refused', async () => {
  await withSnapshot(machineNamed('big-endian'), async (file) => {
    const { stdout, code } = await runInProcess([
      'conns',
      '-t',
      '-4',
      '--from',
      file,
      '--endian',
      'big',
      '--json',
    ]);
    const direct = await runInProcess([
      'conns',
      '-t',
      '-4',
      '--json',
      ...sourceArguments(machineNamed('big-endian')),
    ]);
    assert.deepEqual([code, stdout], [0, direct.stdout]);
    const { code: refused, stderr } = await runInProcess(['conns', '--from', file, '--endian', 'little']);
    assert.equal(refused, 2);
    assert.match(stderr, /--endian little: .*a\.tgz is from a big-endian machine/);
  });
});

for (const option of [
  ['--interval', '1'],
  ['--since', 'x.json'],
  ['--proc', '/proc'],
])
  test(`--from cannot be combined with ${option[0]}`, async () => {
    const { code, stderr } = await runInProcess(['ifstat', '--from', 'a.tgz', ...option]);
    assert.equal(code, 2);
    assert.match(stderr, new RegExp(`--from cannot be combined with ${option[0]}`));
  });

test('a namespace that is not in the snapshot', async () => {
  await withSnapshot(machineNamed('captures/A'), async (file) => {
    const { code, stderr } = await runInProcess(['conns', '--from', file, '--netns', '77']);
    assert.equal(code, 3);
    assert.match(stderr, /no process 77/);
  });
});

const capture = 'test/fixtures/captures/A/net';
const piped = (command: string): ReturnType<typeof shell> => shell(`cd ${capture} && ${command}`);

test('tail output is read through a pipe', needs('tail'), async () => {
  const { stdout, stderr, code } = piped('tail -n +1 tcp tcp6 udp udp6 | $procnet conns --from - --json');
  const direct = await runInProcess([
    'conns',
    '--json',
    '--proc',
    'test/fixtures/captures/A',
    '--columns',
    '-interface',
  ]);
  const rows = (text: string): unknown =>
    JSON.parse(text).map(({ interface: _, ...row }: Record<string, unknown>) => row);
  assert.deepEqual([code, stderr], [0, '']);
  assert.deepEqual(rows(stdout), rows(direct.stdout));
});

test('an omitted file is not a warning; if all are missing, it is an error', needs('tail'), () => {
  const { code, stderr } = piped('tail -n +1 tcp | $procnet conns --from - -q --strict');
  assert.deepEqual([code, stderr], [0, '']);
  const other = piped('tail -n +1 tcp udp | $procnet arp --from -');
  assert.deepEqual([other.code, other.stdout], [3, '']);
  assert.match(other.stderr, /cannot read \/proc\/net\/arp: not in the input/);
});

test('check: a file that is not in the input proves nothing', needs('tail'), () => {
  const statuses = (files: string, ...words: readonly string[]): string[][] => {
    const given = words.map((word) => `'${word}'`).join(' ');
    const { stdout } = piped(`tail -n +1 ${files} | $procnet check --json --from - ${given}`);
    return JSON.parse(stdout).map(({ status, message }: Record<string, string>) => [status, message]);
  };
  const conditions = ['exposed', 'free :9', 'not listen :9', 'listen :9', 'count(conns) > 0'];
  const missing = ['unknown', 'cannot read /proc/net/tcp6: not in the input'];
  assert.deepEqual(statuses('tcp', ...conditions.slice(0, 4)), Array(4).fill(missing));
  assert.deepEqual(
    statuses('tcp tcp6', ...conditions.slice(1, 4)).map(([status]) => status),
    ['pass', 'pass', 'critical'],
  );
  assert.deepEqual(statuses('tcp udp', 'conntrack'), [
    ['unknown', 'cannot read /proc/net/stat/nf_conntrack: not in the input'],
  ]);
  for (const files of ['tcp', 'fib_trie if_inet6 dev'])
    assert.deepEqual(statuses(files, 'default-route'), [
      ['unknown', 'cannot read /proc/net/route: not in the input'],
    ]);
  assert.deepEqual(
    statuses('snmp', 'value(snmp.TcpCurrEstab) < 1000', 'count(snmp where value > 1) < 1000').map(
      ([status]) => status,
    ),
    ['pass', 'unknown'],
  );
});

test('one table in a file or on stdin, recognized by its header', async () => {
  const direct = await runInProcess(['arp', '--json', '--proc', 'test/fixtures/captures/A']);
  assert.equal((await runInProcess(['arp', '--json', '--proc', `${capture}/arp`])).stdout, direct.stdout);
  assert.equal(piped('$procnet arp --json --proc - < arp').stdout, direct.stdout);
  assert.equal(piped('cat arp | $procnet arp --json --proc -').stdout, direct.stdout);
  assert.equal(piped('$procnet arp --json --proc <(cat arp)').stdout, direct.stdout);
});

test('unreadable input gives one clear line and exit code 3', async () => {
  await withTree({ text: 'hello\n', zip: 'PK\x03\x04', cut: '' }, async (directory) => {
    const whole = await snapshotOf(machineNamed('captures/A'));
    writeFileSync(`${directory}/cut`, whole.subarray(0, whole.length / 2));
    const cases: readonly (readonly [string, RegExp])[] = [
      ['missing', /cannot read .*missing: no such file/],
      ['.', /cannot read .*: is a directory/],
      ['text', /neither a snapshot nor a file from \/proc\/net/],
      ['zip', /neither a snapshot nor a file from \/proc\/net/],
      ['cut', /cannot be read: it is truncated/],
    ];
    for (const [name, says] of cases) {
      const { code, stderr, stdout } = await runInProcess(['conns', '--from', `${directory}/${name}`]);
      assert.deepEqual([code, stdout, stderr.split('\n').length], [3, '', 2], stderr);
      assert.match(stderr, says);
    }
  });
});

test('owners are reported as missing from a single table, not as the kernel', async () => {
  const table = readFileSync(`${capture}/tcp`, 'latin1');
  await withTree({ tcp: table }, async (directory) => {
    const { stdout } = await runInProcess(['conns', '-p', '--json', '--meta', '--proc', `${directory}/tcp`]);
    const { warnings } = JSON.parse(stdout);
    assert.match(warnings.join(), /whose processes are not in the copy/);
  });
});
