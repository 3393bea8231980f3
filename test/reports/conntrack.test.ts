import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { withTree } from '../cli/black-box.ts';
import { comparable, parseConntrackList } from '../support/conntrack-list.ts';
import { parseExactly } from '../support/exact-json.ts';
import { runInProcess } from '../support/in-process.ts';
import { readTree } from '../support/read-tree.ts';

type Row = Readonly<Record<string, unknown>>;

const rowsOf = async (machine: string, ...more: readonly string[]): Promise<readonly Row[]> => {
  const argv = ['conntrack', '--proc', `test/fixtures/${machine}`, '--columns', 'all', '--json', ...more];
  const { code, stdout, stderr } = await runInProcess(argv);
  assert.equal(code, 0, stderr);
  return parseExactly(stdout);
};

test('a router gives the same rows as its conntrack -L output: translation, zones, marks, ICMP, GRE, accounting', async () => {
  const told = parseConntrackList(readFileSync('test/fixtures/router/conntrack.txt', 'latin1'));
  assert.equal(told.length, 23);
  const shown = await rowsOf('router');
  assert.deepEqual(comparable(shown), comparable(told));
  for (const row of shown) assert.ok(Number.isInteger(row['timeout']) && Number(row['use']) >= 1);
});

test('a translated connection has other addresses in its replies (trap 54)', async () => {
  const rows = await rowsOf('router', '--state', 'established', '--where', 'family = ipv4');
  const to = rows.find((row) => row['destinationPort'] === 8080)!;
  assert.deepEqual(
    [to['destination'], to['replySource'], to['replySourcePort']],
    ['10.1.0.1', '10.2.0.2', 9090],
  );
  const from = rows.find((row) => row['destinationPort'] === 9091)!;
  assert.deepEqual([from['source'], from['replyDestination']], ['10.1.0.2', '10.2.0.1']);
});

const made = async (...more: readonly string[]): Promise<readonly Row[]> => rowsOf('conntrack', ...more);

const pick = (row: Row | undefined, ...names: readonly string[]): unknown[] =>
  names.map((name) => row?.[name]);

test('an offloaded connection has neither timeout nor state (trap 53)', async () => {
  const rows = (await made()).filter(({ status }) => /OFFLOAD/.test(String(status)));
  assert.deepEqual(
    rows.map((row) => pick(row, 'protocol', 'state', 'timeout', 'status', 'sourcePort', 'replyBytes', 'use')),
    [
      ['tcp', null, null, 'OFFLOAD', 40000, 90000, 3],
      ['udp', null, null, 'HW_OFFLOAD', 1, null, 2],
    ],
  );
});

test('a protocol without a kernel name is shown by number (trap 53)', async () => {
  const rows = await made('--where', 'source = fe80::1 or status = UNREPLIED');
  assert.deepEqual(
    rows.map((row) => pick(row, 'protocol', 'icmpType', 'icmpId', 'sourcePort', 'timeout')),
    [
      ['udp', null, null, 33000, 29],
      ['gre', null, null, null, 29],
      ['89', null, null, null, 599],
      ['icmpv6', 128, 7, null, 29],
      ['udp', null, null, 53, 29],
      ['udp', null, null, 33000, 29],
    ],
  );
});

test('IPv6 addresses are abbreviated, with their ports separate', async () => {
  const [row] = await made('--where', 'status = HW_OFFLOAD');
  assert.deepEqual(pick(row, 'family', 'source', 'destination', 'destinationPort'), [
    'ipv6',
    '2001:db8::1',
    '2001:db8::1:0:0:1',
    65535,
  ]);
});

test('counters keep every digit; a connection older than accounting has none (trap 55)', async () => {
  const rows = await made('--where', 'source = 192.0.2.1 and protocol = tcp');
  assert.deepEqual(
    rows.map((row) => pick(row, 'family', 'packets', 'bytes', 'replyPackets', 'use')),
    [['ipv4', '18446744073709551615', '9007199254740993', 0, 1]],
  );
  const [before] = await made('--where', 'source = 192.0.2.1 and protocol = udp');
  assert.deepEqual(pick(before, 'packets', 'replyBytes'), [null, null]);
});

test('a security label cannot forge flags or numbers', async () => {
  const [row] = await made('--where', 'mark = 5');
  assert.deepEqual(pick(row, 'timeout', 'state', 'status', 'zone', 'use'), [0, 'TIME_WAIT', 'ASSURED', 1, 2]);
});

test('the zone is read even if it applies to one direction only; rows are duplicates only within a zone', async () => {
  const rows = await made('--where', 'sourcePort = 33000');
  assert.deepEqual(
    rows.map((row) => pick(row, 'zone', 'timeout')),
    [
      [43, 29],
      [5, 29],
    ],
  );
});

test('truncated rows and rows without addresses are reported, and affect no others', async () => {
  const argv = ['conntrack', '--proc', 'test/fixtures/conntrack', '--json'];
  const { stdout, stderr } = await runInProcess(argv);
  const file = 'test/fixtures/conntrack/net/nf_conntrack';
  assert.equal(JSON.parse(stdout).length, 13);
  assert.deepEqual(stderr.split('\n'), [
    `procnet: ${file}:15: src: expected an IPv4 address, got "10.77.0.256"`,
    `procnet: ${file}:16: expected a protocol with its number and both directions, got "ipv4     2 tcp      6 119 FIN_WAIT src=10.77.0.1 dst=10.77.0…"`,
    '',
  ]);
  assert.equal((await runInProcess([...argv, '--strict'])).code, 4);
});

test('filters: state in any spelling, either end’s port, network, family', async () => {
  const counted = async (...more: readonly string[]): Promise<number> => (await made(...more)).length;
  assert.equal(await counted('--state', 'time-wait'), 1);
  assert.equal(await counted('--state', 'established,cookie_echoed'), 2);
  assert.equal(await counted('--port', '443'), 1);
  assert.equal(await counted('-6'), 3);
  assert.equal(await counted('-4'), 10);
  assert.equal(await counted('--where', 'source = 10.77.0.1'), 5);
  const { code, stderr } = await runInProcess([
    'conntrack',
    '--proc',
    'test/fixtures/conntrack',
    '--state',
    'up',
  ]);
  assert.equal(code, 2);
  assert.match(stderr, /no such state: "up".*SYN_SENT2/);
});

test('an empty table has no rows; a missing one is explained', async () => {
  const empty = await runInProcess([
    'conntrack',
    '--proc',
    'test/fixtures/empty-namespace',
    '--json',
    '--strict',
  ]);
  assert.deepEqual(empty, { code: 0, stdout: '[]\n', stderr: '' });
  const absent = await runInProcess(['conntrack', '--proc', 'test/fixtures/gvisor', '--json']);
  assert.deepEqual([absent.code, absent.stdout], [3, '']);
  assert.match(
    absent.stderr,
    /nf_conntrack: no such file .*module is not loaded.*CONFIG_NF_CONNTRACK_PROCFS\n$/,
  );
});

test('an invalid port is unknown, and reported', async () => {
  const row = (sport: string, reply: string): string =>
    `ipv4 2 udp 17 9 src=10.0.0.1 dst=10.0.0.2 sport=${sport} dport=0 src=10.0.0.2 dst=10.0.0.1 sport=65535 dport=${reply} mark=0 use=1\n`;
  const { rows, stderr } = await readTree(
    { nf_conntrack: row('65536', '1') + row('70', 'x') + row('80', '') + row('81', '2') },
    'conntrack',
  );
  assert.deepEqual(
    rows.map(({ sourcePort, destinationPort, replySourcePort, replyDestinationPort }) => [
      ...[sourcePort, destinationPort, replySourcePort, replyDestinationPort],
    ]),
    [
      [null, 0, 65535, 1],
      [70, 0, 65535, null],
      [80, 0, 65535, null],
      [81, 0, 65535, 2],
    ],
  );
  assert.deepEqual(stderr.trimEnd().split('\n'), [
    'procnet: /nf_conntrack:1: sport: expected a number from 0 to 65535, got "65536"',
    'procnet: /nf_conntrack:2: reply dport: expected a number from 0 to 65535, got "x"',
    'procnet: /nf_conntrack:3: reply dport: expected a number from 0 to 65535, got nothing',
  ]);
});

const inCase = async (name: string, ...more: readonly string[]): Promise<readonly Row[]> => {
  const argv = ['conntrack', '--json', '--strict', '--proc', `test/cases/${name}`, ...more];
  const { code, stdout, stderr } = await runInProcess(argv);
  assert.deepEqual([code, stderr], [0, '']);
  return parseExactly(stdout);
};

test('an old kernel’s ip_conntrack is read if there is no nf_conntrack (trap 53)', async () => {
  const rows = await inCase('ct-ip', '--columns', 'all');
  assert.deepEqual(
    rows.map((row) => pick(row, 'family', 'protocol', 'state', 'timeout', 'source', 'nat', 'icmpId', 'use')),
    [
      ['ipv4', 'tcp', 'ESTABLISHED', 1146, '192.168.1.10', 'snat', null, 2],
      ['ipv4', 'udp', null, 25, '192.168.1.11', null, null, 1],
      ['ipv4', 'icmp', null, 29, '192.168.1.10', 'snat', 512, 1],
      ['ipv4', '2', null, 571, '192.168.1.1', null, null, 1],
      ['ipv4', 'gre', null, 177, '192.168.1.9', 'snat', null, 1],
    ],
  );
});

test('a kernel without the list is distinguished from one without the module', async () => {
  const { code, stderr } = await runInProcess(['conntrack', '--proc', 'test/cases/ct-no-procfs']);
  assert.equal(code, 3);
  assert.match(
    stderr,
    /CONFIG_NF_CONNTRACK_PROCFS; it tracks 151335 of 262144 connections, which conntrack -L/,
  );
  assert.doesNotMatch(stderr, /not loaded/);
});

test('-s counts the table even if the list is missing', async () => {
  assert.deepEqual(await inCase('ct-no-procfs', '-s', '--columns', 'entries,maximum,share,drop'), [
    { entries: 151335, maximum: 262144, share: (151335 / 262144) * 100, drop: null },
  ]);
  const { code, stderr } = await runInProcess(['conntrack', '-s', '--proc', 'test/cases/ct-ip']);
  assert.equal(code, 3);
  assert.match(stderr, /module is not loaded/);
});

test('-s sums the statistics of all processors, except entries, which all repeat', async () => {
  const stat =
    'entries  found    invalid  insert_failed drop     early_drop chainlength\n' +
    '00000064 00000001 00000002 00000003      00000004 00000005   00000006\n' +
    '00000064 00000010 00000020 00000030      00000040 00000050   00000060\n';
  await withTree({}, async (directory) => {
    mkdirSync(join(directory, 'stat'));
    writeFileSync(join(directory, 'stat/nf_conntrack'), stat);
    const argv = ['conntrack', '-s', '--json', '--columns', 'all', '--proc', directory];
    const [row] = parseExactly((await runInProcess(argv)).stdout) as Row[];
    assert.deepEqual(
      pick(row, 'entries', 'maximum', 'share', 'found', 'invalid', 'insertFailed', 'drop', 'earlyDrop'),
      [100, null, null, 0x11, 0x22, 0x33, 0x44, 0x55],
    );
    assert.deepEqual(pick(row, 'chainTooLong', 'expectNew'), [0x66, null]);
  });
});

const tcp = (...[source, destination, sport, dport, from, to, replySport, replyDport]: (string | number)[]) =>
  `ipv4 2 tcp 6 9 ESTABLISHED src=${source} dst=${destination} sport=${sport} dport=${dport} src=${from} dst=${to} sport=${replySport} dport=${replyDport} [ASSURED] mark=0 use=1\n`;

test('nat names what was translated: source, destination, both; addresses, ports or ICMP identifiers', async () => {
  const [a, b, c] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
  const ping = (id: number): string =>
    `ipv4 2 icmp 1 29 src=${a} dst=${b} type=8 code=0 id=${id} src=${b} dst=${a} type=0 code=0 id=7 use=1\n`;
  const nf_conntrack = [
    tcp(a, b, 1, 80, b, a, 80, 1),
    tcp(a, b, 2, 80, b, c, 80, 2),
    tcp(a, b, 3, 80, c, a, 80, 3),
    tcp(a, b, 4, 80, c, '10.0.0.4', 80, 4),
    tcp(a, b, 5, 80, b, a, 80, 6),
    tcp(a, b, 7, 80, b, a, 8080, 7),
    tcp(a, b, 8, 80, b, a, 8080, 9),
    ping(7),
    ping(8),
  ].join('');
  const { rows } = await readTree({ nf_conntrack }, 'conntrack', '--columns', 'nat');
  assert.deepEqual(
    rows.map(({ nat }) => nat),
    [null, 'snat', 'dnat', 'both', 'snat', 'dnat', 'both', null, 'snat'],
  );
});

const tail = (text: string): string =>
  `ipv4 2 udp 17 9 src=10.0.0.1 dst=10.0.0.2 sport=1 dport=2 src=10.0.0.2 dst=10.0.0.1 sport=2 dport=1 ${text}`;

test('age and security label', async () => {
  const nf_conntrack = [
    tail('mark=0 secctx=system_u:object_r:unlabeled_t:s0 zone=0 delta-time=77 use=2\n'),
    tail('mark=0 secctx=a zone=9 use=9 b zone=1 delta-time=12 use=3\n'),
    tail('mark=0 zone=2 use=4\n'),
    tail('mark=0 secctx= zone=3 use=5\n'),
  ].join('');
  const { rows, stderr } = await readTree(
    { nf_conntrack },
    ...['conntrack', '--columns', 'secctx,age,zone,use'],
  );
  assert.equal(stderr, '');
  assert.deepEqual(
    rows.map((row) => pick(row, 'secctx', 'age', 'zone', 'use')),
    [
      ['system_u:object_r:unlabeled_t:s0', 77, 0, 2],
      ['a zone=9 use=9 b', 12, 1, 3],
      [null, null, 2, 4],
      ['', null, 3, 5],
    ],
  );
});

test('a row without use= is truncated, so its last value may be wrong', async () => {
  const whole = tail('[ASSURED] mark=15 zone=0 use=2');
  for (const end of ['use=2', 'zone=0 use=2', '5 zone=0 use=2', 'D] mark=15 zone=0 use=2']) {
    const cut = whole.slice(0, -end.length).trimEnd();
    const files = {
      nf_conntrack: `${tcp('10.0.0.1', '10.0.0.2', 1, 2, '10.0.0.2', '10.0.0.1', 2, 1)}${cut}\n`,
    };
    const { rows, stderr } = await readTree(files, 'conntrack');
    assert.equal(rows.length, 1, cut);
    assert.match(stderr, /^procnet: \/nf_conntrack:2: no use= at the end.*\n$/, cut);
  }
});

test('a line without its protocol, or with a family that does not match its addresses, is not a row', async () => {
  const six =
    'src=fe80:0:0:0:0:0:0:1 dst=fe80:0:0:0:0:0:0:2 src=fe80:0:0:0:0:0:0:2 dst=fe80:0:0:0:0:0:0:1 use=1';
  const four = 'src=10.0.0.1 dst=10.0.0.2 src=10.0.0.2 dst=10.0.0.1 use=1';
  const wrong = [
    `ipv6     10 ${six}`,
    `ipv6     10 29 ${six}`,
    `ipv4     2 ${four}`,
    `udp      17 29 ${six}`,
    `ipv4     2 udp      17 29 ${six}`,
    `ipv6     10 udp      17 29 ${four}`,
    `ipv6     7 udp      17 29 ${six}`,
    `ipv4     2 udp      256 29 ${four}`,
    `ipv4     2 udp      17 29 ${four.replace('use=1', '')}${four}`,
  ];
  const good = `ipv4     2 udp      17 29 ${four}`;
  const { rows, stderr } = await readTree({ nf_conntrack: [...wrong, good, ''].join('\n') }, 'conntrack');
  assert.equal(rows.length, 1);
  assert.equal(stderr.match(/nf_conntrack:[1-9]: /g)?.length, wrong.length, stderr);
});

test('a bad number or keyword is unknown, and reported', async () => {
  const line = (from: string, to: string): string =>
    'ipv4 2 udp 17 9 src=10.0.0.1 dst=10.0.0.2 sport=1 dport=2 packets=1 bytes=2 src=10.0.0.2 dst=10.0.0.1 sport=2 dport=1 packets=3 bytes=4 mark=5 zone=6 delta-time=7 use=8\n'.replace(
      from,
      to,
    );
  for (const [from, to, column, field] of [
    ['packets=1', 'packets=x', 'packets', 'packets'],
    ['bytes=4', 'bytes=18446744073709551616', 'replyBytes', 'reply bytes'],
    ['mark=5', 'mark=4294967296', 'mark', 'mark'],
    ['zone=6', 'zone=65536', 'zone', 'zone'],
    ['delta-time=7', 'delta-time=-7', 'age', 'delta-time'],
    ['use=8', 'use=', 'use', 'use'],
  ] as const) {
    const { rows, stderr } = await readTree(
      { nf_conntrack: line(from, to) },
      'conntrack',
      '--columns',
      'all',
    );
    assert.equal(rows.length, 1);
    assert.equal(rows[0]![column], null, to);
    assert.ok(stderr.startsWith(`procnet: /nf_conntrack:1: ${field}: expected a number from 0 to `), stderr);
  }
  for (const [to, column] of [
    [' 17 9x ', 'timeout'],
    [' 17 9 up? ', 'state'],
  ] as const) {
    const { rows, stderr } = await readTree({ nf_conntrack: line(' 17 9 ', to) }, 'conntrack');
    assert.equal(rows[0]![column], null, to);
    assert.match(stderr, /nf_conntrack:1: expected a timeout or a state, got "(9x|up\?)"\n/);
  }
});

test('a line of many tokens does not lose its last ones', async () => {
  const label = Array.from({ length: 60 }, (_, at) => `word${at}`).join(' ');
  const nf_conntrack = tail(`mark=0 secctx=${label} zone=4 delta-time=5 use=6\n`);
  const { rows, stderr } = await readTree({ nf_conntrack }, 'conntrack', '--columns', 'zone,age,use,secctx');
  assert.deepEqual([rows, stderr], [[{ zone: 4, age: 5, use: 6, secctx: label }], '']);
});
