import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type FileState, type Problem, ReadError } from '../../src/core/errors.ts';
import { conns } from '../../src/reports/conns.ts';
import { withTree } from '../cli/black-box.ts';
import { type Entry, FakeFiles } from '../lookup/fake-files.ts';
import { type Result, runInProcess } from '../support/in-process.ts';
import { KernelSource } from '../support/kernel-source.ts';
import { noLookups } from '../support/no-lookups.ts';

type Row = Readonly<Record<string, unknown>>;
type Asked = {
  readonly tables?: readonly string[];
  readonly families?: readonly string[];
  readonly states?: readonly string[];
};
type Shown = {
  readonly rows: readonly Row[];
  readonly problems: readonly Problem[];
  readonly states: Readonly<Record<string, FileState>>;
  readonly opened: readonly string[];
};

/** All columns of all rows, from a `net` directory with these files. */
const show = (net: Readonly<Record<string, Entry>>, asked: Asked = {}): Shown => {
  const files = new FakeFiles(
    Object.fromEntries(Object.entries(net).map(([name, entry]) => [`/net/${name}`, entry])),
  );
  const problems: Problem[] = [];
  const place = { net: '/net', root: null, live: true };
  const kernel = new KernelSource(place, { endian: 'little' }, files, (problem) => problems.push(problem));
  const views = conns.scan({
    kernel,
    wanted: new Set(conns.columns.map(({ name }) => name)),
    states: asked.states === undefined ? null : new Set(asked.states),
    switches: {
      families: null,
      tables: new Set(asked.tables ?? ['unix', 'packet', 'netlink']),
      ...(asked.families === undefined ? {} : { families: new Set(asked.families) }),
    },
    lookups: { ...noLookups, userName: (uid) => `user${uid}` },
  });
  const rows: Row[] = [];
  for (const view of views)
    rows.push(Object.fromEntries(conns.columns.map(({ name, read }) => [name, read(view)])));
  kernel.conclude();
  assert.equal(files.leaked, 0);
  const states = Object.fromEntries(
    kernel.notes.map(({ path, state }) => [path.slice('/net/'.length), state]),
  );
  return { rows, problems, states, opened: files.opened.map((path) => path.slice('/net/'.length)) };
};

const pick = (rows: readonly Row[], ...names: readonly string[]): unknown[][] =>
  rows.map((row) => names.map((name) => row[name]));

/** Everything but these columns must be unknown, because such sockets lack it. */
const assertUnknown = (rows: readonly Row[], ...known: readonly string[]): void => {
  for (const row of rows)
    for (const [name, value] of Object.entries(row))
      if (!known.includes(name)) assert.equal(value, null, `${row['protocol']}: ${name}`);
};

const fixture = (name: string): Entry => readFileSync(`test/fixtures/${name}`);

const unixHeader = 'Num       RefCount Protocol Flags    Type St Inode Path\n';

/** A listener, a client, the connection it accepted under the same name, and one still waiting. */
const served = `${unixHeader}${[
  '00000000fb0c6b31: 00000002 00000000 00010000 0001 01 41001 /run/kr/u/conn.sock',
  '00000000fb0c6b32: 00000003 00000000 00000000 0001 03 41002',
  '00000000fb0c6b33: 00000003 00000000 00000000 0001 03 41003 /run/kr/u/conn.sock',
  '00000000fb0c6b34: 00000003 00000000 00000000 0001 02     0 /run/kr/u/conn.sock',
].join('\n')}\n`;

test('unix: only the flag makes a listener, not the name that accepted connections share (trap 33)', () => {
  const { rows, problems } = show({ unix: served });
  assert.deepEqual(pick(rows, 'state', 'listening', 'inode', 'path'), [
    ['LISTEN', true, 41001, '/run/kr/u/conn.sock'],
    ['ESTABLISHED', false, 41002, null],
    ['ESTABLISHED', false, 41003, '/run/kr/u/conn.sock'],
    ['CONNECTING', false, 0, '/run/kr/u/conn.sock'],
  ]);
  assert.deepEqual(problems, []);
  assert.deepEqual([...new Set(pick(rows, 'protocol', 'family').map(String))], ['unix,unix']);
  assertUnknown(rows, 'protocol', 'family', 'state', 'type', 'path', 'listening', 'suspect', 'inode');
});

test('unix: each state and type, and unknown codes', () => {
  const lines = ['01', '02', '03', '04', '00', '0D'].map(
    (code, at) => `00000000fb0c6b3${at}: 00000002 00000000 00000000 000${at} ${code} 4100${at}\n`,
  );
  assert.deepEqual(pick(show({ unix: unixHeader + lines.join('') }).rows, 'state', 'type'), [
    ['UNCONN', '0x00'],
    ['CONNECTING', 'stream'],
    ['ESTABLISHED', 'dgram'],
    ['DISCONNECTING', 'raw'],
    ['UNKNOWN(0x00)', '0x04'],
    ['UNKNOWN(0x0D)', 'seqpacket'],
  ]);
});

test('unix: a listeners-only scan includes listeners after connections', () => {
  const [listener = '', ...others] = served.slice(unixHeader.length).trimEnd().split('\n');
  const text = `${unixHeader}${[...others, listener].join('\n')}\n`;
  const { rows } = show({ unix: text }, { states: ['LISTEN'] });
  assert.ok(rows.some((row) => row['inode'] === 41001));
});

test('unix: a file and an abstract socket that print alike are two sockets (trap 31)', () => {
  const { rows } = show({
    unix: `${unixHeader}${[
      '000000001d6dc1c0: 00000002 00000000 00010000 0001 01 1182151 @abs-name',
      '0000000019f30a00: 00000002 00000000 00000000 0001 01 1182152 @abs-name',
    ].join('\n')}\n`,
  });
  assert.deepEqual(pick(rows, 'inode', 'path'), [
    [1182151, '@abs-name'],
    [1182152, '@abs-name'],
  ]);
});

const packetB = fixture('captures/B/net/packet');
const igmpB = fixture('captures/B/net/igmp');

test('packet: type, hexadecimal Ethernet type, receive memory, user, interface by its index (trap 51)', () => {
  const { rows, problems } = show({ packet: packetB, igmp: igmpB });
  const columns = ['type', 'protocolNumber', 'recvQueue', 'uid', 'user', 'inode'];
  assert.deepEqual(pick(rows, ...columns), [
    ['raw', 3, 49120, 0, 'user0', 1744676],
    ['dgram', 0, 0, 0, 'user0', 1743783],
  ]);
  assert.equal(rows[1]!['interface'], null, 'index 0 is every interface');
  assertUnknown(rows, ...columns, 'protocol', 'family', 'interface');
  assert.deepEqual(problems, []);
});

const packetHeader = 'sk               RefCnt Type Proto  Iface R Rmem   User   Inode\n';
const onIndex = (index: number): string =>
  `${packetHeader}000000003ec1af07 3      3    88CC   ${String(index).padEnd(5)} 1 0      1000   1126385\n`;

const igmp =
  'Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n' +
  '1\tlo        :     1      V3\n\t\t\t\t010000E0     1 0:00000000\t\t0\n' +
  '7\tverylongname123:     1      V3\n\t\t\t\t010000E0     1 0:00000000\t\t0\n';
const igmp6 = '12   tun0            ff020000000000000000000000000001     1 0000000C 0\n';
const inet6 = 'fd780000000000000000000000000001 12c 40 00 82     i300\n';
const multicast = '2    eth0            1     0     01005e000001\n';

test('packet: the interface is named from either file', () => {
  const files = { igmp, igmp6, if_inet6: inet6, dev_mcast: multicast };
  for (const [index, name] of [
    [1, 'lo'],
    [7, 'verylongname123'],
    [12, 'tun0'],
    [0x12c, 'i300'],
    [2, 'eth0'],
    [3, null],
    [0, null],
  ] as const) {
    const { rows, problems } = show({ packet: onIndex(index), ...files });
    assert.deepEqual(pick(rows, 'interface', 'protocolNumber', 'uid'), [[name, 0x88cc, 1000]]);
    assert.deepEqual(problems, []);
  }
});

test('packet: without any of these files, the interface is unknown, which is not a problem', () => {
  const { rows, problems, states } = show({ packet: onIndex(2) }, { tables: ['packet'] });
  assert.deepEqual(pick(rows, 'interface'), [[null]]);
  assert.deepEqual(problems, []);
  assert.deepEqual(states, { packet: 'ok' });
});

const netlinkHeader =
  'sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode\n';

test('netlink: the family, the port id, both queues, drops and inode (trap 50)', () => {
  const { rows, problems } = show({
    netlink: `${netlinkHeader}0000000013b80128 15  3928300567 00000011 768      256      0     2        7        1126388 \n`,
  });
  const columns = ['protocolNumber', 'portId', 'recvQueue', 'sendQueue', 'drops', 'inode'];
  assert.deepEqual(pick(rows, ...columns), [[15, 3928300567, 768, 256, 7, 1126388]]);
  assertUnknown(rows, ...columns, 'protocol', 'family');
  assert.deepEqual(problems, []);
});

test('netlink: a whole capture matches an independent reader', () => {
  for (const name of ['captures/A', 'captures/B', 'big-endian']) {
    const text = readFileSync(`test/fixtures/${name}/net/netlink`, 'latin1');
    const expected = text
      .split('\n')
      .slice(1, -1)
      .map((line) => line.trim().split(/ +/).map(Number))
      .map(([, family, port, , receive, send, , , drops, inode]) => [
        ...[family, port, receive, send, drops, inode],
      ]);
    assert.ok(expected.length >= 8);
    const { rows } = show({ netlink: text });
    assert.deepEqual(
      pick(rows, 'protocolNumber', 'portId', 'recvQueue', 'sendQueue', 'drops', 'inode'),
      expected,
      name,
    );
  }
});

test('netlink: old kernels lack drops or the inode, which are unknown and not 0', () => {
  const old = (...lines: readonly string[]): Shown =>
    show({ netlink: `sk       Eth Pid    Groups   Rmem     Wmem     Dump     Locks\n${lines.join('\n')}\n` });
  const eight = old('f7c1d880 0   0      00000000 0        0        (null)   2');
  const nine = old('f7c1d880 15  -4098  00000001 0        0        c05d2b00 2        3');
  assert.deepEqual(pick(eight.rows, 'protocolNumber', 'portId', 'drops', 'inode'), [[0, 0, null, null]]);
  assert.deepEqual(pick(nine.rows, 'protocolNumber', 'drops', 'inode'), [[15, 3, null]]);
  assert.deepEqual([...eight.problems, ...nine.problems], []);
});

test('netlink: port ids and drops that old kernels print as signed are 32-bit unsigned', () => {
  const { rows, problems } = show({
    netlink: `${netlinkHeader}${[
      'f7c1d880 15  -4098       00000001 0        0        0     2        -2147483000  7 ',
      'f7c1d881 15  4294967295  00000001 0        0        0     2        4294967295   8 ',
      'f7c1d882 15  -2147483649 00000001 0        0        0     2        4294967296   9 ',
      'f7c1d883 15  1           00000001 0        0        0     2        0            x ',
    ].join('\n')}\n`,
  });
  assert.deepEqual(pick(rows, 'portId', 'drops', 'inode'), [
    [2 ** 32 - 4098, 2147484296, 7],
    [2 ** 32 - 1, 2 ** 32 - 1, 8],
    [null, null, 9],
    [1, 0, null],
  ]);
  assert.deepEqual(
    problems.map(({ line, field }) => [line, field]),
    [
      [4, 'Pid'],
      [4, 'Drops'],
      [5, 'Inode'],
    ],
  );
});

test('netlink: a row with fewer columns than the header is truncated', () => {
  const { rows, problems } = show({
    netlink: `${netlinkHeader}0000000013b80128 15 1 00000000 0 0 0 2 48211 7\n0000000013b80129 15 1 00000000 0 0 0 2 48\n`,
  });
  assert.deepEqual(pick(rows, 'drops'), [[48211]]);
  assert.deepEqual(
    problems.map(({ line, message }) => [line, message]),
    [[3, 'the header names 10 columns, but this line has 9']],
  );
});

test('repeated rows are shown once; sockets that differ only in port id or inode are two', () => {
  const zeros = '0000000000000000';
  const socket = (pointer: string, family: string, port: string, inode: string): string =>
    `${pointer} ${family} ${port} 00000000 0 0 0 2 0 ${inode} \n`;
  const { rows } = show({
    netlink:
      'sk       Eth Pid    Groups   Rmem     Wmem     Dump     Locks     Drops\n' +
      socket('0000000013b80128', '0', '1', '500') +
      socket('0000000013b80128', '0', '1', '500') +
      socket(zeros, '0', '2', '501') +
      socket(zeros, '0', '2', '502') +
      socket(zeros, '1', '23', '') +
      socket(zeros, '12', '3', ''),
  });
  assert.deepEqual(pick(rows, 'protocolNumber', 'inode'), [
    [0, 500],
    [0, 501],
    [0, 502],
    [1, null],
    [12, null],
  ]);
  const line = '00000000984f1da9 3      3    0003   2     1 49120  0      1744676\n';
  assert.equal(show({ packet: packetHeader + line + line }).rows.length, 1);
});

test('a bad row affects no other, and is reported with its line and field', () => {
  const { rows, problems } = show({
    packet: `${onIndex(2)}00000000984f1da9 3      3    00G3   2     1 0      0      1744676\n`,
    netlink: `${netlinkHeader}0000000013b80128 x   1          00000000 0        0        0     2        0        1\n0000000013b80129 0 1 00000000 0 0 0 2 0 2\n`,
  });
  assert.equal(rows.length, 2);
  assert.deepEqual(
    problems.map(({ path, line, field }) => [path, line, field]),
    [
      ['/net/packet', 3, 'Proto'],
      ['/net/netlink', 2, 'Eth'],
    ],
  );
});

test('-4 and -6 leave these sockets out', () => {
  const tree = { unix: served, packet: packetB, netlink: netlinkHeader };
  const { rows, opened } = show(tree, { families: ['ipv4', 'ipv6'] });
  assert.deepEqual([rows, opened], [[], []]);
});

test('by default, and with tcp alone, these files are not opened', () => {
  const tcp =
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
  const { opened } = show({ tcp, unix: served, packet: packetB, igmp }, { tables: ['tcp'] });
  assert.deepEqual(opened, ['tcp']);
});

const inet = fixture('captures/B/net/tcp');
const every = ['tcp', 'udp', 'udplite', 'raw', 'icmp', 'unix', 'packet', 'netlink'];

test('a denied file hides no other (fault 4)', () => {
  const tree = { tcp: inet, udp: fixture('captures/B/net/udp'), unix: served, packet: packetB };
  const all = show(tree, { tables: every });
  for (const [name, protocol] of [
    ['tcp', 'tcp'],
    ['unix', 'unix'],
    ['packet', 'packet'],
  ] as const) {
    const { rows, problems, states } = show({ ...tree, [name]: { errno: 'EACCES' } }, { tables: every });
    assert.deepEqual(
      pick(rows, 'protocol', 'inode'),
      pick(
        all.rows.filter((row) => row['protocol'] !== protocol),
        'protocol',
        'inode',
      ),
    );
    assert.equal(states[name], 'denied');
    assert.deepEqual(
      problems.map(({ path, line }) => [path, line]),
      [[`/net/${name}`, null]],
    );
    assert.match(problems[0]!.message, /denied/);
  }
});

test('a missing kernel file is not a problem', () => {
  const { rows, problems, states } = show({ packet: packetB });
  assert.equal(rows.length, 2);
  assert.deepEqual(problems, []);
  assert.deepEqual(states, { unix: 'absent', packet: 'ok', netlink: 'absent' });
});

test('a denied file alone is an error that names it (fault 3)', () => {
  assert.throws(
    () => show({ unix: { errno: 'EACCES' } }, { tables: ['unix'] }),
    (error) => error instanceof ReadError && error.code === 'EACCES' && error.path === '/net/unix',
  );
});

const inCase = async (name: string, ...argv: readonly string[]): Promise<Result> =>
  runInProcess(['conns', ...argv, '--proc', `test/cases/${name}`]);

test('netlink: the port id shows the owner; 0 is the kernel', async () => {
  const { stdout, stderr } = await inCase(
    'netlink',
    '-A',
    'netlink',
    '--json',
    '--columns',
    'portId,drops,inode',
  );
  assert.deepEqual(JSON.parse(stdout), [
    { portId: 0, drops: 0, inode: 1526255 },
    { portId: 3211265937, drops: 48211, inode: 2526261 },
    { portId: 1184, drops: 17, inode: 21263 },
  ]);
  assert.equal(stderr, '');
});

test('netlink: a kernel socket’s owner is not hidden, that of another socket is', async () => {
  const argv = ['-A', 'netlink', '--process', 'nginx', '-q'];
  const header = netlinkHeader;
  const socket = (portId: number): string => `0000000013b80128 0 ${portId} 00000000 0 0 0 2 0 1744743\n`;
  for (const [portId, code] of [
    [0, 1],
    [77, 3],
  ] as const)
    await withTree({ netlink: header + socket(portId) }, async (directory) => {
      assert.equal((await runInProcess(['conns', ...argv, '--proc', directory])).code, code, `${portId}`);
    });
});

test('packet: Ethernet types are hexadecimal in text; JSON has the number', async () => {
  const argv = ['-A', 'packet,netlink', '--columns', 'protocol,protocolNumber', '-H'];
  const files = {
    packet: onIndex(2) + onIndex(2).slice(packetHeader.length).replace('88CC', '0003').replace('3ec', '3ed'),
    netlink: `${netlinkHeader}0000000013b80128 16 1 00000000 0 0 0 2 0 2\n`,
  };
  await withTree(files, async (directory) => {
    const { stdout } = await runInProcess(['conns', ...argv, '--proc', directory]);
    assert.deepEqual(stdout.trimEnd().split(/\s+/), [
      'packet',
      '0x88cc',
      'packet',
      '0x0003',
      'netlink',
      '16',
    ]);
    const json = await runInProcess(['conns', ...argv, '--json', '--proc', directory]);
    assert.deepEqual(
      JSON.parse(json.stdout).map((row: Row) => row['protocolNumber']),
      [0x88cc, 3, 16],
    );
  });
});

test('unix: a forged copy does not replace the socket that it copies', async () => {
  const { stdout } = await inCase(
    'unix-copy',
    '-x',
    '--json',
    '--where',
    'inode = 100065',
    '--columns',
    'type,state,suspect',
  );
  assert.deepEqual(JSON.parse(stdout), [
    { type: 'seqpacket', state: 'UNCONN', suspect: true },
    { type: 'seqpacket', state: 'CONNECTING', suspect: true },
  ]);
});
