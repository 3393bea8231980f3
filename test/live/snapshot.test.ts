import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadReports } from '../../src/reports/registry.ts';
import { command } from '../support/command.ts';
import { parseExactly } from '../support/exact-json.ts';
import { isRoot } from '../support/needs.ts';
import { eventually, live, type Namespace, settled, withNamespace } from './support.ts';

type Row = Readonly<Record<string, unknown>>;

/** Sockets that do not change: listeners, connections, unix sockets, a raw one. */
const sockets = `
import socket, sys
kept = []
def tcp(family, address):
    server = socket.socket(family); server.bind((address, 0)); server.listen(5); kept.append(server)
    client = socket.socket(family); client.connect(server.getsockname()); kept.append(client)
    kept.append(server.accept()[0])
tcp(socket.AF_INET, "127.0.0.1"); tcp(socket.AF_INET, "10.77.0.1"); tcp(socket.AF_INET6, "::1")
for family in (socket.AF_INET, socket.AF_INET6):
    udp = socket.socket(family, socket.SOCK_DGRAM); kept.append(udp)
    if family == socket.AF_INET6: udp.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    udp.bind(("", 7001))
    raw = socket.socket(family, socket.SOCK_RAW, 58); kept.append(raw)
unix = socket.socket(socket.AF_UNIX); unix.bind("\\0procnet snapshot \\x1b[31m"); unix.listen(1); kept.append(unix)
print("ready"); sys.stdout.flush(); sys.stdin.read()
`;

const withMachine = (use: (namespace: Namespace, directory: string) => Promise<void>): Promise<void> =>
  withNamespace(async (namespace) => {
    const directory = mkdtempSync(join(tmpdir(), 'procnet-'));
    try {
      namespace.exec('ip', 'link', 'add', 'v0', 'type', 'veth', 'peer', 'name', 'v1');
      namespace.exec('ip', 'address', 'add', '10.77.0.1/24', 'dev', 'v0');
      namespace.exec('ip', 'address', 'add', 'fd77::1/64', 'dev', 'v0', 'nodad');
      for (const name of ['v0', 'v1']) namespace.exec('ip', 'link', 'set', name, 'up');
      await settled(namespace, 'v0', 'v1');
      namespace.exec('ip', 'neigh', 'add', '10.77.0.9', 'lladdr', '02:00:00:00:00:09', 'dev', 'v0');
      namespace.exec('ip', 'route', 'add', '10.99.0.0/16', 'via', '10.77.0.9');
      namespace.exec('ip', 'route', 'add', 'blackhole', '198.51.100.0/24');
      await namespace.python(sockets);
      await use(namespace, directory);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

const reports = await loadReports();
const widest: Readonly<Record<string, readonly string[]>> = {
  conns: ['-A', 'all'],
  routes: ['--all'],
  snmp: ['-z'],
};

/** User names come from the reading machine; timers keep running. */
const differs = ['user', 'timerMs'];

const rowsOf = (namespace: Namespace, name: string, ...argv: readonly string[]): readonly string[] => {
  const { code, stdout, stderr } = namespace.procnet(
    name,
    '--json',
    '--columns',
    'all',
    ...(widest[name] ?? []),
    ...argv,
  );
  assert.ok(code === 0 || (name === 'conntrack' && code === 3), `${name}: ${stderr}`);
  const rows = stdout === '' ? [] : (parseExactly(stdout) as Row[]);
  const ours = name === 'netns' ? rows.filter(({ leaderPid }) => leaderPid === namespace.pid) : rows;
  return ours.map((row) =>
    JSON.stringify(Object.entries(row).filter(([column]) => !differs.includes(column))),
  );
};

/** Reports whose rows may change meanwhile, because they count machine activity. */
const restless = ['ifstat', 'netns', 'snmp', 'sockstat', 'stat'];

test('every report answers from a snapshot as from the kernel, owners included', live('python3'), () =>
  withMachine(async (namespace, directory) => {
    const file = join(directory, 'a.tgz');
    await eventually(() => {
      const before = reports.map(({ name }) => rowsOf(namespace, name));
      assert.equal(namespace.procnet('snapshot', '-o', file).code, 0);
      for (const [at, { name }] of reports.entries()) {
        const after = new Set(rowsOf(namespace, name));
        const steady = before[at]!.filter((row) => after.has(row));
        const kept = rowsOf(namespace, name, '--from', file);
        if (!restless.includes(name)) assert.deepEqual(kept, steady, name);
        for (const row of steady) assert.ok(kept.includes(row), `${name}: ${row}`);
        assert.ok(steady.length > 0 || name === 'conntrack', `${name} has rows`);
      }
    });
  }),
);

test(
  'ss reads the unpacked files as its /proc, and sees the same sockets',
  live('python3', 'ss', 'tar'),
  () =>
    withMachine(async (namespace, directory) => {
      const file = join(directory, 'a.tgz');
      assert.equal(namespace.procnet('snapshot', '-o', file).code, 0);
      namespace.exec('tar', 'xzf', file, '-C', directory);
      const ss = namespace.exec('env', `PROC_ROOT=${directory}/proc`, 'ss', '-Htuan');
      const ends = ss
        .trim()
        .split('\n')
        .map((line) => line.split(/\s+/).slice(4, 6).join(' '))
        .map((line) => line.replace(/^\*:/, '[::]:').replace(/ \*:/, ' [::]:'))
        .toSorted();
      const ours = namespace
        .rows('conns', '-tuan', '--from', file)
        .map(({ family, localAddress, localPort, remoteAddress, remotePort }) => {
          const spell = (address: unknown, port: unknown): string =>
            `${family === 'ipv6' ? `[${address}]` : address}:${port || '*'}`;
          return `${spell(localAddress, localPort)} ${spell(remoteAddress, remotePort)}`;
        })
        .toSorted();
      assert.ok(ours.length >= 11, String(ours.length));
      assert.deepEqual(ours, ends);
      const unpacked = namespace.rows('conns', '-tuan', '--proc', `${directory}/proc`).length;
      assert.equal(unpacked, ours.length);
    }),
);

/** That user could not write coverage data. */
const asNobody = [
  'env',
  '-u',
  'NODE_V8_COVERAGE',
  'setpriv',
  '--reuid=65534',
  '--regid=65534',
  '--clear-groups',
  '--inh-caps=-all',
  '--bounding-set=-all',
] as const;

test(
  'taken without privileges, it has the same unknown owners as a live reading',
  { ...live('python3'), ...(isRoot ? {} : { skip: 'not root' }) },
  () =>
    withMachine(async (namespace, directory) => {
      const file = join(directory, 'a.tgz');
      const nobody = (...argv: readonly string[]) =>
        namespace.try(asNobody[0], ...asNobody.slice(1), ...command, ...argv);
      const shown = nobody('snapshot', '-o', '-');
      assert.equal(shown.code, 0, shown.stderr);
      namespace.exec('sh', '-c', `${[...asNobody, ...command, 'snapshot'].join(' ')} >${file}`);
      const argv = ['conns', '-tlnp', '--json', '--meta'];
      const [now, kept] = [nobody(...argv), namespace.procnet(...argv, '--from', file)].map(({ stdout }) =>
        JSON.parse(stdout),
      );
      assert.deepEqual(kept.rows, now.rows);
      assert.deepEqual(kept.warnings, now.warnings);
      assert.match(kept.warnings.join(), /you cannot inspect/);
      const { stdout } = namespace.try('tar', 'xzf', file, '-O', 'procnet-snapshot.json');
      assert.equal(JSON.parse(stdout).uid, 65534);
    }),
);

test('a redacted snapshot shows the same states, owners and routes under other names', live('python3'), () =>
  withMachine(async (namespace, directory) => {
    const [plain, redacted] = [join(directory, 'a.tgz'), join(directory, 'r.tgz')];
    assert.equal(namespace.procnet('snapshot', '-o', plain).code, 0);
    assert.equal(namespace.procnet('snapshot', '--from', plain, '--redact', '-o', redacted).code, 0);
    for (const argv of [
      ['conns', '-A', 'all', '--columns', 'protocol,family,state,localPort,remotePort,inode,uid,type'],
      ['routes', '--all', '--columns', 'family,metric,flags,type'],
      ['addrs', '--columns', 'family,prefixLength,scope'],
      ['snmp', '-z'],
    ])
      assert.deepEqual(
        namespace.rows(...argv, '--from', redacted),
        namespace.rows(...argv, '--from', plain),
        argv[0],
      );
    const holders = (file: string) =>
      namespace
        .rows('conns', '-tp', '--from', file)
        .map(({ processes }) =>
          (processes as { pid: number; fd: number }[] | null)?.map(({ pid, fd }) => [pid, fd]),
        );
    assert.deepEqual(holders(redacted), holders(plain));
    const text = namespace.exec('sh', '-c', `gunzip -c <${redacted}`);
    // Whole addresses, because any few digits may occur in a replacement.
    const ipv6 = ['fd77::1', 'fd770000000000000000000000000001', '000077FD000000000000000001000000'];
    for (const name of ['10.77.0.1', '01004D0A', ...ipv6, 'python3', '02:00:00:00:00:09'])
      assert.ok(!text.includes(name), name);
    assert.doesNotMatch(text, /[ \t]v0[ :\n]/);
    assert.ok(readFileSync(plain).length > 1000);
  }),
);
