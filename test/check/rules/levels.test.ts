import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type FileSystem, nodeFileSystem } from '../../../src/source/filesystem.ts';
import { runHere } from '../../cli/run-here.ts';

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
