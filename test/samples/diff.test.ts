import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Report } from '../../src/core/report.ts';
import type { PlainRow } from '../../src/query/copy.ts';
import { loadReports } from '../../src/reports/registry.ts';
import { countersOf } from '../../src/samples/change.ts';
import { comparedOf, Diff, neededFor } from '../../src/samples/diff.ts';
import { readTree } from '../support/read-tree.ts';
import { runs } from '../support/runs.ts';

const reports = new Map((await loadReports()).map((report) => [report.name, report]));
const reportNamed = (name: string): Report => reports.get(name)!;

type Files = Readonly<Record<string, string>>;

/** All rows of a report over a directory of just these files. */
const rowsOf = async (
  report: Report,
  files: Files,
  ...argv: readonly string[]
): Promise<readonly PlainRow[]> => {
  const { rows, code } = await readTree(files, report.name, '--columns', 'all', ...argv);
  assert.equal(code, 0);
  const counters = countersOf(report).map(({ name }) => name);
  return rows.map((row) => {
    const exact = counters.map((name) => [name, row[name] === null ? null : BigInt(String(row[name]))]);
    return { ...row, ...Object.fromEntries(exact) } as PlainRow;
  });
};

const diffOf = async (
  name: string,
  before: Files,
  after: Files,
  restart: string | null = null,
  ...argv: readonly string[]
): Promise<readonly PlainRow[]> => {
  const report = reportNamed(name);
  const [was, is] = [await rowsOf(report, before, ...argv), await rowsOf(report, after, ...argv)];
  return new Diff(report, restart).rows(was, is);
};

const header =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const socket = (local: string, remote: string, state: string, inode: number): string =>
  `   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0000000012345678 20 4 30 10 -1\n`;
const any = '00000000:0000';
const tcp = (...rows: readonly string[]): Files => ({ tcp: header + rows.join('') });
const short = (rows: readonly PlainRow[]): readonly unknown[] =>
  rows.map(({ change, localPort, state, before }) => [change, localPort, state, before]);

const web = socket('00000000:0050', any, '0A', 100);
const client = socket('0100007F:C000', '0100007F:0050', '01', 200);

test('equal samples have no difference', async () => {
  assert.deepEqual(await diffOf('conns', tcp(web, client), tcp(client, web)), []);
});

test('opened and closed rows', async () => {
  const ssh = socket('00000000:0016', any, '0A', 101);
  assert.deepEqual(short(await diffOf('conns', tcp(web), tcp(web, ssh))), [['opened', 22, 'LISTEN', null]]);
  assert.deepEqual(short(await diffOf('conns', tcp(web, ssh), tcp(web))), [['closed', 22, 'LISTEN', null]]);
});

test('a closing connection has changed, even without its inode', async () => {
  const ending = socket('0100007F:C000', '0100007F:0050', '06', 0);
  assert.deepEqual(short(await diffOf('conns', tcp(web, client), tcp(web, ending))), [
    ['changed', 49152, 'TIME_WAIT', 'state=ESTABLISHED inode=200'],
  ]);
});

test('another socket at the same address has replaced the listener', async () => {
  const other = socket('00000000:0050', any, '0A', 999);
  assert.deepEqual(short(await diffOf('conns', tcp(web), tcp(other))), [
    ['replaced', 80, 'LISTEN', 'inode=100'],
  ]);
});

test('another connection between the same two ends has replaced the first', async () => {
  const other = socket('0100007F:C000', '0100007F:0050', '01', 201);
  assert.deepEqual(short(await diffOf('conns', tcp(client), tcp(other))), [
    ['replaced', 49152, 'ESTABLISHED', 'inode=200'],
  ]);
});

const heldBy = (row: PlainRow, ...pids: readonly number[]): PlainRow => ({
  ...row,
  processes: pids.map((pid) => ({ pid, name: 'web', fd: 3 })),
});

test('the process decides if it is known', async () => {
  const conns = reportNamed('conns');
  const [one] = await rowsOf(conns, tcp(web));
  const [other] = await rowsOf(conns, tcp(socket('00000000:0050', any, '0A', 999)));
  const fate = (before: PlainRow, after: PlainRow): unknown =>
    new Diff(conns, null).rows([before], [after]).map((row) => [row['change'], row['before']])[0];
  assert.deepEqual(fate(heldBy(one!, 7), heldBy(other!, 8)), ['replaced', 'inode=100 processes=web(7)']);
  assert.deepEqual(fate(heldBy(one!, 7), heldBy(other!, 7)), ['changed', 'inode=100']);
  assert.deepEqual(fate(heldBy(one!, 7), heldBy(one!, 8)), ['replaced', 'processes=web(7)']);
  assert.equal(
    fate(heldBy(one!, 7), heldBy(one!, 7, 9)),
    undefined,
    'a child that inherits it does not replace its parent',
  );
});

test('listeners that share a port are matched individually', async () => {
  const [a, b, c] = [1, 2, 3].map((inode) => socket('00000000:0050', any, '0A', inode)) as [
    string,
    string,
    string,
  ];
  assert.deepEqual(short(await diffOf('conns', tcp(a, b), tcp(a, b, c))), [['opened', 80, 'LISTEN', null]]);
  assert.deepEqual(short(await diffOf('conns', tcp(a, b), tcp(b))), [['closed', 80, 'LISTEN', null]]);
  assert.deepEqual(short(await diffOf('conns', tcp(a, b), tcp(b, c))), [
    ['replaced', 80, 'LISTEN', 'inode=1'],
  ]);
});

const unixHeader = 'Num       RefCount Protocol Flags    Type St Inode Path\n';
const unixSocket = (flags: string, state: string, inode: number, path = ''): string =>
  `00000000${String(inode).padStart(8, '0')}: 00000002 00000000 ${flags} 0001 ${state} ${inode}${path}\n`;

test('unix: listeners are matched by name, connections are not', async () => {
  const before = {
    unix:
      unixHeader +
      unixSocket('00010000', '01', 10001, ' /run/x') +
      unixSocket('00000000', '03', 10002, ' /run/x'),
  };
  const after = {
    unix:
      unixHeader +
      unixSocket('00010000', '01', 10003, ' /run/x') +
      unixSocket('00000000', '03', 10004, ' /run/x'),
  };
  const rows = await diffOf('conns', before, after, null, '-A', 'unix');
  assert.deepEqual(
    rows.map(({ change, inode }) => [change, inode]),
    [
      ['replaced', 10003],
      ['opened', 10004],
      ['closed', 10002],
    ],
  );
});

const device = (name: string, ...counts: readonly number[]): string =>
  `${name}: ${Array.from({ length: 16 }, (_, at) => counts[at] ?? 0).join(' ')}\n`;
const dev = (...rows: readonly string[]): Files => ({
  dev: `Inter-|   Receive                                                |  Transmit\n face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n${rows.join('')}`,
});

test('counters show their increase, and unchanged rows are left out', async () => {
  const rows = await diffOf(
    'ifstat',
    dev(device('a', 10, 1), device('b', 5)),
    dev(device('a', 25, 3), device('b', 5)),
  );
  assert.deepEqual(
    rows.map(({ change, interface: name, rxBytes, rxPackets, txBytes, reason }) => [
      change,
      name,
      rxBytes,
      rxPackets,
      txBytes,
      reason,
    ]),
    [['changed', 'a', 15n, 2n, 0n, null]],
  );
});

test('if one of an interface’s counters decreased, all its differences are unknown', async () => {
  const [row] = await diffOf('ifstat', dev(device('a', 10, 9)), dev(device('a', 25, 3)));
  assert.deepEqual(
    [row!['rxBytes'], row!['rxPackets'], row!['reason']],
    [null, null, 'counter went backwards'],
  );
});

test('an added or removed interface has no differences', async () => {
  const rows = await diffOf('ifstat', dev(device('a', 1)), dev(device('b', 1)));
  assert.deepEqual(
    rows.map(({ change, interface: name, rxBytes, reason }) => [change, name, rxBytes, reason]),
    [
      ['opened', 'b', null, 'new'],
      ['closed', 'a', null, 'gone'],
    ],
  );
});

test('a recreated object replaces its predecessor, and its counters are not compared', async () => {
  const report: Report = { ...reportNamed('ifstat'), generation: 'rxFifo' };
  const [was, is] = [
    await rowsOf(report, dev(device('a', 10, 1, 0, 0, 3))),
    await rowsOf(report, dev(device('a', 25, 2, 0, 0, 4))),
  ];
  const [row] = new Diff(report, null).rows(was, is);
  assert.deepEqual(
    [row!['change'], row!['rxBytes'], row!['before'], row!['reason']],
    ['replaced', null, 'rxFifo=3', 'recreated'],
  );
});

test('after a reboot, everything but counters is compared', async () => {
  const [row] = await diffOf(
    'ifstat',
    dev(device('a', 10)),
    dev(device('a', 25)),
    'the machine was restarted',
  );
  assert.deepEqual([row!['rxBytes'], row!['reason']], [null, 'the machine was restarted']);
  assert.deepEqual(short(await diffOf('conns', tcp(web), tcp(web, client), 'restarted')).length, 1);
});

const snmp = (active: number, established: number, segments: number): Files => ({
  snmp: `Tcp: RtoAlgorithm ActiveOpens CurrEstab InSegs\nTcp: 1 ${active} ${established} ${segments}\n`,
  netstat: '',
});
const values = (rows: readonly PlainRow[]): readonly unknown[] =>
  rows.map(({ name, value, before, reason }) => [name, value, before, reason]);

test('a gauge may decrease; one decreased counter is unknown, two make all of them unknown', async () => {
  const read = (before: Files, after: Files) => diffOf('snmp', before, after, null, '-z');
  const was = snmp(10, 5, 100);
  assert.deepEqual(values(await read(was, snmp(12, 3, 100))), [
    ['ActiveOpens', 2n, null, null],
    ['CurrEstab', 3n, 'value=5', null],
  ]);
  assert.deepEqual(values(await read(was, snmp(2, 5, 150))), [
    ['ActiveOpens', null, null, 'counter went backwards'],
    ['InSegs', 50n, null, null],
  ]);
  assert.deepEqual(values(await read(was, snmp(2, 5, 50))), [
    ['ActiveOpens', null, null, 'counters restarted'],
    ['InSegs', null, null, 'counters restarted'],
  ]);
});

test('every report can be compared with itself, and declares which columns count', async () => {
  for (const report of reports.values()) {
    assert.ok(report.identity.length > 0, report.name);
    for (const name of neededFor(report))
      assert.ok(
        report.columns.some((column) => column.name === name),
        name,
      );
    for (const name of report.compared ?? [])
      assert.ok(
        comparedOf(report).some((column) => column.name === name),
        name,
      );
    assert.ok(!report.columns.some(({ name }) => ['change', 'before', 'reason'].includes(name)), report.name);
  }
});

const anyRows = fc.array(
  fc.record({
    port: fc.integer({ min: 1, max: 4 }),
    state: fc.constantFrom('0A', '01', '06'),
    inode: fc.integer({ min: 0, max: 5 }),
  }),
  { maxLength: 8 },
);

test('reversing a difference turns opened into closed, and loses nothing', async () => {
  const conns = reportNamed('conns');
  const [listener] = await rowsOf(conns, tcp(web));
  const [connection] = await rowsOf(conns, tcp(client));
  const made = (rows: readonly { port: number; state: string; inode: number }[]): readonly PlainRow[] =>
    rows.map(({ port, state, inode }) => ({
      ...(state === '0A' ? listener! : connection!),
      localPort: port,
      inode,
      state: state === '06' ? 'TIME_WAIT' : state === '0A' ? 'LISTEN' : 'ESTABLISHED',
    }));
  fc.assert(
    fc.property(anyRows, anyRows, (a, b) => {
      const [was, is] = [made(a), made(b)];
      const count = (rows: readonly PlainRow[], fate: string): number =>
        rows.filter(({ change }) => change === fate).length;
      const [there, back] = [new Diff(conns, null).rows(was, is), new Diff(conns, null).rows(is, was)];
      assert.equal(count(there, 'opened') - count(there, 'closed'), is.length - was.length);
      for (const [one, other] of [
        ['opened', 'closed'],
        ['closed', 'opened'],
      ] as const)
        assert.equal(count(there, one), count(back, other));
      assert.deepEqual(new Diff(conns, null).rows(is, is), []);
    }),
    { numRuns: runs(300) },
  );
});
