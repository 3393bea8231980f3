import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type FileSystem, nodeFileSystem } from '../../../src/source/filesystem.ts';
import { runHere } from '../../cli/run-here.ts';
import { type Row, socketTable } from '../tables.ts';

const directory = mkdtempSync(join(tmpdir(), 'procnet-rules-'));
after(() => rmSync(directory, { recursive: true }));

/** The contents of a /proc file in the first and in the second sample; null if it is missing. */
type Files = Readonly<Record<string, string | null | readonly [before: string, now: string]>>;

let made = 0;

const fileOf = (text: string): string => {
  const path = join(directory, String(made++));
  writeFileSync(path, text);
  return path;
};

/** This machine, with some of its files replaced. */
const machineWith = (files: Files): FileSystem => {
  const opened = new Map<string, number>();
  return {
    ...nodeFileSystem,
    open(path) {
      const text = files[path];
      if (text === undefined) return nodeFileSystem.open(path);
      if (text === null) throw Object.assign(new Error('missing'), { code: 'ENOENT' });
      const times = opened.get(path) ?? 0;
      opened.set(path, times + 1);
      return nodeFileSystem.open(fileOf(typeof text === 'string' ? text : text[Math.min(times, 1)]!));
    },
  };
};

/** The first network namespace has this file. */
const firstNamespace: Files = { '/proc/sys/net/ipv4/tcp_mem': '1000 2000 4000\n' };

type Found = {
  readonly status: string;
  readonly value: number;
  readonly message: string;
  readonly warn: number;
};

const find = async (rule: string, files: Files, ...words: readonly string[]): Promise<Found> => {
  const { out, err } = await runHere(['check', rule, '--json', '--interval', '10ms', ...words], {
    files: machineWith({ ...firstNamespace, ...files }),
  });
  assert.equal(err, '');
  return JSON.parse(out)[0];
};

const statuses = async (
  rule: string,
  cases: readonly (readonly [files: Files, status: string])[],
): Promise<void> => {
  for (const [files, status] of cases) {
    const found = await find(rule, files);
    assert.equal(found.status, status, `${JSON.stringify(files)}: ${found.message}`);
  }
};

const sockstat = ({ orphan = 0, tw = 0, mem = 0 }): string =>
  `sockets: used 100\nTCP: inuse 5 orphan ${orphan} tw ${tw} alloc 9 mem ${mem}\nUDP: inuse 1 mem 1\n`;

const netstat = (name: string, [before, now]: readonly [number, number]): readonly [string, string] => [
  `TcpExt: ${name}\nTcpExt: ${before}\n`,
  `TcpExt: ${name}\nTcpExt: ${now}\n`,
];

test('orphans: a share of tcp_max_orphans, or any connection aborted for lack of memory', async () => {
  const use = (orphan: number): Files => ({
    '/proc/net/sockstat': sockstat({ orphan }),
    '/proc/sys/net/ipv4/tcp_max_orphans': '1000\n',
  });
  await statuses('orphans', [
    [use(249), 'pass'],
    [use(250), 'warn'],
    [use(500), 'critical'],
    [{ ...use(0), '/proc/net/netstat': netstat('TCPAbortOnMemory', [5, 5]) }, 'pass'],
    [{ ...use(0), '/proc/net/netstat': netstat('TCPAbortOnMemory', [5, 6]) }, 'critical'],
  ]);
});

test('tcp-memory: above the pressure threshold, or above 90 % of the limit', async () => {
  const use = (mem: number): Files => ({ '/proc/net/sockstat': sockstat({ mem }) });
  await statuses('tcp-memory', [
    [use(2_000), 'pass'],
    [use(2_001), 'warn'],
    [use(3_600), 'warn'],
    [use(3_601), 'critical'],
  ]);
  assert.equal((await find('tcp-memory', use(1))).warn, 50, 'tcp_mem gives the threshold');
  assert.equal((await find('tcp-memory', use(2_001), '--set', 'tcp-memory.warn=60')).status, 'pass');
});

test('time-wait: a share of tcp_max_tw_buckets, or any overflow', async () => {
  const use = (tw: number): Files => ({
    '/proc/net/sockstat': sockstat({ tw }),
    '/proc/sys/net/ipv4/tcp_max_tw_buckets': '100\n',
  });
  await statuses('time-wait', [
    [use(79), 'pass'],
    [use(80), 'warn'],
    [use(95), 'critical'],
    [{ ...use(1), '/proc/net/netstat': netstat('TCPTimeWaitOverflow', [0, 1]) }, 'critical'],
  ]);
});

test('time-wait: an overflow is critical even if the limit cannot be read', async () => {
  const files = { '/proc/net/sockstat': sockstat({ tw: 7 }), '/proc/sys/net/ipv4/tcp_max_tw_buckets': null };
  await statuses('time-wait', [
    [{ ...files, '/proc/net/netstat': netstat('TCPTimeWaitOverflow', [1, 1]) }, 'skip'],
  ]);
  const overflow = { ...files, '/proc/net/netstat': netstat('TCPTimeWaitOverflow', [1, 3]) };
  const { status, value, message } = await find('time-wait', overflow);
  assert.deepEqual(
    [status, value, message],
    ['critical', null, '7 of ? TIME_WAIT connections; 2 connections closed without TIME_WAIT'],
  );
});

/** Sockets of nobody; `::ffff:10.0.0.x` as the kernel prints it on a little-endian machine. */
const mapped = (last: number): string =>
  `0000000000000000FFFF0000${last.toString(16).padStart(2, '0')}00000A`;

const connected = (rows: readonly Row[], others: readonly Row[] = []): Files => ({
  '/proc/net/tcp': socketTable(rows),
  '/proc/net/tcp6': socketTable(others),
});

test('close-wait: by process and local port, or by process and destination for a client', async () => {
  const held = (
    count: number,
    end: (at: number) => Pick<Row, 'local' | 'remote'>,
    first = 1,
  ): readonly Row[] =>
    Array.from({ length: count }, (_, at) => ({
      ...end(at),
      state: 'CLOSE_WAIT',
      inode: 2 ** 31 + first + at,
    }));
  const server = (port: number) => (at: number) => ({
    local: `10.0.0.1:${port}`,
    remote: `10.0.0.2:${5000 + at}`,
  });
  const client = (port: number) => (at: number) => ({
    local: `10.0.0.1:${5000 + at}`,
    remote: `10.0.0.2:${port}`,
  });
  await statuses('close-wait', [
    [connected(held(9, server(80))), 'pass'],
    [connected(held(10, server(80))), 'warn'],
    [connected([...held(9, server(80)), ...held(9, server(81), 10)]), 'pass'],
    [connected(held(10, client(80))), 'warn'],
    [connected([...held(9, client(80)), ...held(9, client(81), 10)]), 'pass'],
  ]);
});

test('ephemeral-ports: IPv4 shares its ports between tcp and tcp6, from the start of the range', async () => {
  const limits: Files = {
    '/proc/sys/net/ipv4/ip_local_port_range': '1000 1009\n',
    '/proc/sys/net/ipv4/ip_local_reserved_ports': '\n',
  };
  const ports = (count: number, from: number): readonly number[] =>
    Array.from({ length: count }, (_, at) => from + at);
  const ipv4 = ports(4, 1000).map((port) => ({ local: `10.0.0.1:${port}`, remote: '10.0.0.2:80' }));
  const ipv6 = ports(4, 1004).map((port) => ({ local: `${mapped(1)}:${port}`, remote: `${mapped(2)}:80` }));
  const states = (rows: readonly Row[]): readonly Row[] =>
    rows.map((row) => ({ ...row, state: 'ESTABLISHED' }));
  const found = await find('ephemeral-ports', { ...limits, ...connected(states(ipv4), states(ipv6)) });
  assert.deepEqual([found.status, found.value], ['warn', 80], found.message);
});

const softnet = (dropped: number, squeezed = 0): string =>
  `0000ffff ${[dropped, squeezed].map((value) => value.toString(16).padStart(8, '0')).join(' ')}${' 00000000'.repeat(12)}\n`;

test('softnet: any drop between the samples; a squeeze alone is not a problem', () =>
  statuses('softnet', [
    [{ '/proc/net/softnet_stat': [softnet(7), softnet(7)] }, 'pass'],
    [{ '/proc/net/softnet_stat': [softnet(7), softnet(7, 99)] }, 'pass'],
    [{ '/proc/net/softnet_stat': [softnet(7), softnet(1_000_000)] }, 'critical'],
  ]));

test('softnet: a few drops are a warning', async () => {
  const files = { '/proc/net/softnet_stat': [softnet(7), softnet(8)] } as const;
  const found = await find('softnet', files, '--set', 'softnet.crit=1000000');
  assert.equal(found.status, 'warn');
  assert.match(found.message, /^1 packet dropped because of a full backlog$/);
});

const cache = (entries: number, fulls = 0): string =>
  `entries  allocs   table_fulls\n${[entries, 5, fulls].map((value) => value.toString(16).padStart(8, '0')).join(' ')}\n`;

test('neighbours: entries against gc_thresh2 and gc_thresh3 in either family, and table overflows', async () => {
  const limits = (family: string): Files => ({
    [`/proc/sys/net/${family}/neigh/default/gc_thresh2`]: '512\n',
    [`/proc/sys/net/${family}/neigh/default/gc_thresh3`]: '1024\n',
  });
  const use = (ipv4: string | readonly [string, string], ipv6 = cache(0)): Files => ({
    ...limits('ipv4'),
    ...limits('ipv6'),
    '/proc/net/stat/arp_cache': ipv4,
    '/proc/net/stat/ndisc_cache': ipv6,
  });
  await statuses('neighbours', [
    [use(cache(512)), 'pass'],
    [use(cache(513)), 'warn'],
    [use(cache(973)), 'critical'],
    [use(cache(1), cache(600)), 'warn'],
    [use([cache(1, 3), cache(1, 4)]), 'critical'],
    [use([cache(1, 3), cache(1, 3)]), 'pass'],
  ]);
});

test('neighbours: each family is compared with its own gc_thresh2', async () => {
  const files: Files = {
    '/proc/sys/net/ipv4/neigh/default/gc_thresh2': '900\n',
    '/proc/sys/net/ipv4/neigh/default/gc_thresh3': '1000\n',
    '/proc/sys/net/ipv6/neigh/default/gc_thresh2': '100\n',
    '/proc/sys/net/ipv6/neigh/default/gc_thresh3': '1000\n',
    '/proc/net/stat/arp_cache': cache(800),
    '/proc/net/stat/ndisc_cache': cache(101),
  };
  const soft = await find('neighbours', files);
  assert.deepEqual(
    [soft.status, soft.message, soft.warn],
    ['warn', '101 of 1000 ipv6 neighbours (10.1 %)', 10],
  );
  const fixed = await find('neighbours', files, '--set', 'neighbours.warn=70');
  assert.deepEqual([fixed.status, fixed.message], ['warn', '800 of 1000 ipv4 neighbours (80 %)']);
  const hard = await find('neighbours', { ...files, '/proc/net/stat/arp_cache': cache(950) });
  assert.deepEqual([hard.status, hard.value], ['critical', 95]);
});

const tracked = (drop: number): string =>
  `entries  found drop early_drop insert_failed\n${[1, 2, drop, 0, 0].map((value) => value.toString(16).padStart(8, '0')).join(' ')}\n`;

test('conntrack: a share of nf_conntrack_max, any drop, or no tracked connections at all', async () => {
  const use = (entries: number): Files => ({
    '/proc/net/stat/nf_conntrack': tracked(0).replace('00000001', entries.toString(16).padStart(8, '0')),
    '/proc/sys/net/netfilter/nf_conntrack_count': `${entries}\n`,
    '/proc/sys/net/netfilter/nf_conntrack_max': '100\n',
  });
  await statuses('conntrack', [
    [use(74), 'pass'],
    [use(75), 'warn'],
    [use(90), 'critical'],
    [{ ...use(1), '/proc/net/stat/nf_conntrack': [tracked(4), tracked(5)] }, 'critical'],
    [{ ...use(1), '/proc/net/stat/nf_conntrack': [tracked(5), tracked(5)] }, 'pass'],
  ]);
  const none = Object.fromEntries([
    ...['stat/nf_conntrack', 'stat/ip_conntrack'].map((name) => [`/proc/net/${name}`, null]),
    ...[
      'netfilter/nf_conntrack_count',
      'netfilter/nf_conntrack_max',
      'nf_conntrack_max',
      'ipv4/netfilter/ip_conntrack_count',
      'ipv4/ip_conntrack_max',
    ].map((name) => [`/proc/sys/net/${name}`, null]),
  ]);
  const { status, message } = await find('conntrack', none);
  assert.deepEqual([status, message], ['skip', 'connections are not tracked here']);
});

test('a rule whose counter was reset is unknown, not healthy', async () => {
  const reset = { '/proc/net/netstat': netstat('ListenOverflows', [9, 3]) };
  const found = await find('accept-queue', reset);
  assert.equal(found.status, 'unknown');
  assert.match(found.message, /restarted|reset/);
});

test('unreadable evidence makes a rule unknown, with the reason', async () => {
  const found = await find('close-wait', { '/proc/net/tcp': null, '/proc/net/tcp6': null });
  assert.equal(found.status, 'unknown');
  assert.match(found.message, /^cannot read \/proc\/net\/tcp: no such file/);
});

test('host-wide limits: skipped if tcp_mem is missing, never unknown', async () => {
  for (const rule of ['orphans', 'tcp-memory', 'neighbours', 'softnet']) {
    const found = await find(rule, { '/proc/sys/net/ipv4/tcp_mem': null });
    assert.deepEqual([found.status, /initial network namespace/.test(found.message)], ['skip', true], rule);
  }
});
