import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { BoundColumn } from '../../src/core/column.ts';
import { UsageError } from '../../src/core/errors.ts';
import { machineMeanings } from '../../src/lookup/meanings.ts';
import { ofCopies } from '../../src/query/copy.ts';
import { compileExpression } from '../../src/query/expression/compile.ts';
import { conns } from '../../src/reports/conns.ts';
import { bothWhileSteady, live, type Namespace, withNamespace } from './support.ts';

const needed = live('python3', 'ss');

type Row = Readonly<Record<string, unknown>>;

/** TCP socket filters that ss accepts. */
const tcp: readonly string[] = [
  ...['state established', 'state listening', 'state close-wait', 'state time-wait', 'state connected'],
  ...['state synchronized', 'state bucket', 'state big', 'state closed', 'state closing', 'state all'],
  ...['state fin-wait-2', 'state syn-recv', 'state syn-rcv', 'state unconnected', 'state ESTABLISHED'],
  ...['exclude listening', 'excl listening', 'exclude time-wait', 'exclude listening exclude time-wait'],
  ...['exclude connected', 'exclude bucket', 'exclude listening state listening'],
  ...['state established state close-wait', 'state all exclude established', 'state listening ! sport = 80'],
  ...['exclude established state established', 'state connected exclude time-wait state listening'],
  ...[
    'sport = :80',
    'sport = 80',
    'sport 80',
    'sport :80',
    'sport == :443',
    'sport eq :443',
    'sport = :http',
  ],
  ...['sport = :ssh', 'sport = ssh', 'dport = :https', 'dport != :443', 'sport != :22', 'not sport = :22'],
  ...['! sport = :22', 'sport ne 22', 'sport neq :22', 'sport gt :1024', 'sport gt 1024', 'sport ge 1180'],
  ...['sport geq 80', 'sport lt :1024', 'sport leq 80', 'dport le 443', 'sport < :443', 'sport >= 443'],
  ...['dport != 0', 'dport = :0', 'sport = 0x50', 'sport = *', 'sport = :*', 'sport > 80 sport < 500'],
  ...['sport = inet:80', 'sport = inet::80', 'sport = inet6::443', 'not not sport = 80'],
  ...['dst 10.9.0.1', 'dst 10.9.0.0/24', 'src 10.9.0.2', 'src eq 127.0.0.1', 'dst = 10.9.0.1:80'],
  ...['src 127.0.0.1:80', 'src 127.0.0.1:0', 'dst 10.9.0.1:443', 'dst 127.0.0.1:http', 'src 127.0.0.1/32:80'],
  ...['dst 10/8', 'dst 10.9/16', 'dst 127/8', 'dst 10', 'dst 10.9', 'dst 193.233.7/24', 'src 0/0'],
  ...[
    'dst 10.9.0.0/255.255.255.0',
    'src 10.9.0.0/24:443',
    'src 0.0.0.0/0',
    'src 0.0.0.0',
    'src ::/0',
    'src ::/1',
  ],
  ...['dst [::1]', 'dst [::1]:443', 'src [::1]:443', 'dst fd09::/16', 'dst fd09::/16:443', 'src [::]'],
  ...['src [fe80::1234]:9000', 'src ::ffff:0:0/96', 'dst ::ffff:10.9.0.2/128', 'dst [::ffff:10.9.0.2]:443'],
  ...['src [::ffff:127.0.0.1]', 'dst 10.9.0.2', 'src *', 'src *:443', 'src :443', 'dst all', 'dst any'],
  ...['dst default', 'src inet:all', 'src inet:*', 'src inet6:*', 'src inet:127.0.0.1', 'src inet:*:80'],
  ...['src inet6:[::1]:443', 'not src inet:127.0.0.1', 'src inet:127.0.0.1 or sport = :22'],
  ...['dst 10.9.0.1 and dport = :443', 'dst 10.9.0.1 dport = :443', 'src 10.9.0.1 sport = :22'],
  ...['not dst 127.0.0.0/8', 'not dst 127.0.0.0/8 and not dst [::1]', 'dst 10.9.0.1 or dst [::1]'],
  ...['dst 10.9.0.1 || dst [::1]', 'dport = 80 || dport = 443', 'sport = :80 and dst 10.9.0.2'],
  ...['sport = :80 && dst 10.9.0.2', 'sport = :80 & dst 10.9.0.2', 'sport = :80 | sport = :443'],
  ...[
    '( dport = :443 or sport = :443 )',
    'not ( sport = 80 or dport = 443 )',
    'not sport = 80 or dport = 443',
  ],
  ...[
    'sport = :443 and dst 10.9.0.2',
    'sport = :22 and not src 10.9.0.1',
    'sport = :80 dport = :80 or sport = :443',
  ],
  ...['state established ( sport = :80 or sport = :443 )', 'state established sport = :80 or sport = :443'],
  ...[
    'state all sport = :80',
    'exclude listening sport = :80 or sport = :443',
    'exclude all exclude all sport = 1',
  ],
  'state connected exclude time-wait state listening sport = :80 or sport = :443',
  'state fin-wait-1 ( sport = :http or sport = :https ) dst 193.233.7/24',
  'dport = :443 and not ( dst 127.0.0.0/8 or dst [::1] )',
];

const udp: readonly string[] = [
  ...[
    'state unconnected',
    'state close',
    'state established',
    'state connected',
    'state all',
    'exclude connected',
  ],
  ...['sport = :53', 'sport = :domain', 'src 0.0.0.0', 'src inet6:*', 'not dst 10.9.0.2:53', 'src *:5353'],
];

/** `DIR` is a temporary directory. */
const unix: readonly string[] = [
  ...[
    'src DIR/*',
    'src DIR/*.sock',
    'src DIR/two.SOCK',
    'src @DIR/*',
    'src *DIR/*',
    'not src DIR/*',
    'src *',
  ],
  ...['src DIR/[a-o]ne.sock', 'src DIR/[!o]ne.sock', 'src DIR/?ne.sock', 'src unix:DIR/*', 'src unix:*'],
  ...[
    'state listening',
    'state established',
    'state unconnected',
    'state all',
    'exclude listening src DIR/*',
  ],
];

/** Filters that ss accepts and procnet refuses; the manual gives the reasons. */
const refused: readonly string[] = [
  ...['autobound', 'fwmark = 0x01/0x03', 'cgroup /sys/fs/cgroup', 'dst fd09::1:443', 'sport = 70000'],
  ...['sport = 0120', 'src 010.9.0.1', 'dst 0x0a.9.0.1'],
  'dst unix:/run/x.sock',
];

const columns = conns.columns.map((column) => ofCopies(column as unknown as BoundColumn)) as never;

const keep = (rows: readonly Row[], filter: string): readonly Row[] => {
  const { test: matches } = compileExpression(filter, columns, machineMeanings());
  return rows.filter((row) => matches(row as never));
};

/** ss omits the state column if a filter admits one state only. `address port`, without brackets and zones; `*` is any address. */
const endOf = (text: string): string => {
  const at = text.lastIndexOf(':');
  const address = text.slice(0, at).replace(/[[\]]|%.*$/g, '');
  const port = text.slice(at + 1);
  return `${address === '*' ? '::' : address} ${port === '*' ? 0 : port}`;
};

const inetOfSs = (line: string): string => {
  const [local = '', remote = ''] = line.trim().split(/\s+/).slice(-2);
  return `${endOf(local)} ${endOf(remote)}`;
};
const inetOfRow = (row: Row): string =>
  `${row['localAddress']} ${row['localPort']} ${row['remoteAddress']} ${row['remotePort']}`;

/** The inode comes after the name and before the peer and its inode. */
const unixOfSs = (line: string): string => line.trim().split(/\s+/).at(-3) ?? '';
const unixOfRow = (row: Row): string => String(row['inode']);

type Kind = {
  readonly tables: string;
  readonly ss: string;
  readonly ofSs: (line: string) => string;
  readonly ofRow: (row: Row) => string;
};

const inet = (tables: string, ss: string): Kind => ({ tables, ss, ofSs: inetOfSs, ofRow: inetOfRow });
const kinds = {
  tcp: inet('tcp', '-Htan'),
  udp: inet('udp', '-Huan'),
  unix: { tables: 'unix', ss: '-Hxan', ofSs: unixOfSs, ofRow: unixOfRow },
} satisfies Record<string, Kind>;

const ssLines = (namespace: Namespace, { ss, ofSs }: Kind, filter: string): string[] =>
  namespace
    .exec('ss', ss, ...filter.split(' '))
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(ofSs)
    .sort();

/** TIME_WAIT ends by itself, so everything is read again unless the sockets were the same before and after. */
const compare = async (namespace: Namespace, kind: Kind, filters: readonly string[]): Promise<void> => {
  const [all, { rows, selected }] = await bothWhileSteady(
    () => ssLines(namespace, kind, 'state all'),
    () => ({
      rows: namespace.rows('conns', '-A', kind.tables, '--columns', 'all'),
      selected: filters.map((filter) => ssLines(namespace, kind, filter)),
    }),
  );
  assert.deepEqual(rows.map(kind.ofRow).sort(), all);
  for (const [at, filter] of filters.entries())
    assert.deepEqual(keep(rows, filter).map(kind.ofRow).sort(), selected[at], filter);
};

const withSockets = (use: (namespace: Namespace, directory: string) => void | Promise<void>): Promise<void> =>
  withNamespace(async (namespace) => {
    namespace.exec('ip', 'link', 'add', 'v0', 'type', 'veth', 'peer', 'name', 'v1');
    for (const name of ['v0', 'v1']) namespace.exec('ip', 'link', 'set', name, 'up');
    for (const address of ['10.9.0.1/24', '10.9.0.2/24'])
      namespace.exec('ip', 'address', 'add', address, 'dev', 'v0');
    for (const address of ['fd09::1/64', 'fd09::2/64', 'fe80::1234/64'])
      namespace.exec('ip', 'address', 'add', address, 'dev', 'v0', 'nodad');
    const directory = mkdtempSync(join(tmpdir(), 'procnet-filters-'));
    try {
      await namespace.python(readFileSync('test/live/filtered-sockets.py', 'utf8'), directory);
      await use(namespace, directory);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

test('TCP filters select the sockets that ss selects', needed, () =>
  withSockets(async (namespace) => {
    await compare(namespace, kinds.tcp, tcp);
    const rows = namespace.rows('conns', '-t', '--columns', 'all');
    const kept = new Set(tcp.map((filter) => keep(rows, filter).length));
    assert.ok(kept.size > 10, 'the sockets distinguish the filters');
  }),
);

test('UDP and unix filters select the sockets that ss selects', needed, () =>
  withSockets(async (namespace, directory) => {
    await compare(namespace, kinds.udp, udp);
    await compare(
      namespace,
      kinds.unix,
      unix.map((filter) => filter.replaceAll('DIR', directory)),
    );
  }),
);

test('ss accepts the filters that the manual lists as refused', needed, () =>
  withSockets((namespace) => {
    for (const filter of refused) {
      assert.throws(() => keep([], filter), UsageError, filter);
      if (!filter.startsWith('cgroup')) namespace.exec('ss', '-Htan', ...filter.split(' '));
    }
  }),
);

test(
  '-l, state listening and a bare listening select the same sockets, as in ss for TCP and UDP',
  needed,
  () =>
    withSockets((namespace) => {
      for (const option of ['-t', '-u', '-x', '-tuwx']) {
        const asked = [['-l'], ['state', 'listening'], ['listening'], ['--state', 'listening']];
        const [first, ...others] = asked.map((words) => namespace.rows('conns', option, ...words));
        for (const other of others) assert.deepEqual(other, first);
        if (option === '-x') assert.equal(first!.length, 3);
        if (option !== '-t' && option !== '-u') continue;
        assert.deepEqual(
          first!.map(inetOfRow).sort(),
          namespace.exec('ss', '-Hln', option).trim().split('\n').map(inetOfSs).sort(),
        );
      }
    }),
);
