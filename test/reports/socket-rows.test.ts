import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTree } from '../support/read-tree.ts';

const header =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const ends = '0100007F:1F90 0200007F:C350';

/** Rows of tcp from their text after the ends; each has another `sl`. */
const tcp = (...rests: readonly string[]): Readonly<Record<string, string>> => ({
  tcp: header + rests.map((rest, at) => `   ${at}: ${ends} ${rest}\n`).join(''),
});

const established =
  '01 00000000:00000000 00:00000000 00000000  1000        0 4242 1 0000000000000000 20 4 30 10 -1';

test('trap 4: a port is big-endian on every machine', async () => {
  for (const endian of ['little', 'big']) {
    const { rows } = await readTree(tcp(established), 'conns', '-ta', '--endian', endian);
    assert.deepEqual([rows[0]!['localPort'], rows[0]!['remotePort']], [8080, 50000]);
  }
});

test('trap 6: a FIN_WAIT2 row may be as short as one of TIME_WAIT', async () => {
  const short = '05 00000000:00000000 03:00000ED9 00000000     0        0 0 3 0000000000000000';
  const { rows, stderr } = await readTree(tcp(short), 'conns', '-ta', '--columns', 'state,uid,cwnd,rtoMs');
  assert.deepEqual([rows, stderr], [[{ state: 'FIN_WAIT2', uid: null, cwnd: null, rtoMs: null }], '']);
});

test('traps 7, 8: a pending request and a connection not yet accepted have no process', async () => {
  const request = '03 00000000:00000000 01:00000064 00000001  1000        0 0 0 0000000000000000';
  for (const [state, row] of [
    ['SYN_RECV', request],
    ['ESTABLISHED', established.replace('4242', '0')],
  ] as const) {
    const { rows } = await readTree(tcp(row), 'conns', '-tap', '--columns', 'state,uid,inode,processes');
    assert.deepEqual(rows, [{ state, uid: 1000, inode: 0, processes: null }]);
  }
});

test('traps 10, 11, 12: for a listener, the first queue is not a backlog and the last column not a threshold', async () => {
  const listening =
    '0A 00000000:00000081 00:00000000 00000000     0        0 9 1 0000000000000000 100 0 0 10 128';
  const { rows } = await readTree(
    tcp(listening),
    'conns',
    '-tl',
    '--columns',
    'recvQueue,sendQueue,ssthresh',
  );
  assert.deepEqual(rows, [{ recvQueue: 129, sendQueue: 0, ssthresh: null }]);
});

test('traps 14, 15: retransmits are hexadecimal, the column timeout counts probes, time is in hundredths', async () => {
  const resending =
    '01 00000001:00000000 01:00000016 00000010  1000        7 4242 3 0000000000000000 40 4 30 1 2';
  const columns = 'timer,timerMs,retransmits,probes,rtoMs,cwnd,ssthresh';
  const { rows } = await readTree(tcp(resending), 'conns', '-ta', '--columns', columns);
  assert.deepEqual(rows, [
    { timer: 'retransmit', timerMs: 220, retransmits: 16, probes: 7, rtoMs: 400, cwnd: 1, ssthresh: 2 },
  ]);
});

test('trap 16: 16-digit times from old kernels, including overdue ones', async () => {
  const later = established.replace(' 00:00000000', ' 02:0000000000000010');
  const overdue = established.replace(' 00:00000000', ' 02:FFFFFFFFFFFFFFFE');
  const { rows, stderr } = await readTree(tcp(later, overdue), 'conns', '-ta', '--columns', 'timerMs');
  // Both have the same ends and the same inode: one row.
  assert.deepEqual([rows, stderr], [[{ timerMs: 160 }], '']);
  const alone = await readTree(tcp(overdue), 'conns', '-ta', '--columns', 'timerMs');
  assert.deepEqual([alone.rows, alone.stderr], [[{ timerMs: 0 }], '']);
});

test('a timer too large for a number drops its row, and a nine-digit one is not negative', async () => {
  const beyond = established.replace(' 00:00000000', ' 01:72FAABBF5F5940');
  const { stderr } = await readTree(tcp(established, beyond), 'conns', '-ta', '--columns', 'timerMs');
  assert.match(stderr, /tcp:3: tr:tm->when: expected hexadecimal timer:ticks/);
  const long = established.replace(' 00:00000000', ' 01:800000000');
  const { rows } = await readTree(tcp(long), 'conns', '-ta', '--columns', 'timerMs');
  assert.deepEqual(rows, [{ timerMs: 0x800000000 * 10 }]);
});

test('trap 17: user ids are 32-bit, even if an old kernel prints them as negative', async () => {
  const uids = ['4294967294', '-2', '3000000000'];
  const rows = await Promise.all(
    uids.map(async (uid) => {
      const row = established.replace('1000', uid);
      return (await readTree(tcp(row), 'conns', '-ta', '--columns', 'uid')).rows[0];
    }),
  );
  assert.deepEqual(rows, [{ uid: 4294967294 }, { uid: 4294967294 }, { uid: 3000000000 }]);
});

test('trap 18: a row repeated under another number is the same row', async () => {
  const { rows, stderr } = await readTree(tcp(established, established), 'conns', '-ta');
  assert.deepEqual([rows.length, stderr], [1, '']);
});

const udpRow = (port: string, tail: string): string =>
  `  12: 0100007F:${port} 00000000:0000 07 00000000:00000000 00:00000000 00000000   101        0 ${parseInt(port, 16)} ${tail}\n`;

test('traps 19, 20: a bucket number is not a key, and drops are unsigned, even if old kernels print a minus', async () => {
  const tails = [
    '2 0 7',
    '2 ffff8800 -1',
    '2 0 -2147483000',
    '2 0 4294967295',
    '2 0 0',
    '2 0 4294967296',
    '2 0 x',
  ];
  const udp = header + tails.map((tail, at) => udpRow(`00${at}5`, tail)).join('');
  const { rows, stderr } = await readTree({ udp }, 'conns', '-ua', '--columns', 'drops');
  assert.deepEqual(
    rows.map(({ drops }) => drops),
    [7, 4294967295, 2147484296, 4294967295, 0, null, null],
  );
  assert.match(
    stderr,
    /udp:7: drops: expected .*, got "4294967296"\n.*udp:8: drops: expected .*, got "x"\n$/,
  );
  const most = await readTree(
    { udp },
    'conns',
    '-ua',
    '--columns',
    'drops',
    '--sort',
    '-drops',
    '--limit',
    '3',
  );
  assert.deepEqual(
    most.rows.map(({ drops }) => drops),
    [4294967295, 4294967295, 2147484296],
  );
});

test('a row that does not end like a UDP row has no drops', async () => {
  const tails = ['2', '2 0', '', '1 0000000000000000 20 4 30 10 -1'];
  const udp = header + tails.map((tail, at) => udpRow(`00${at}5`, tail)).join('');
  const { rows, stderr } = await readTree({ udp }, 'conns', '-ua', '--columns', 'drops');
  assert.deepEqual(rows, Array(4).fill({ drops: null }));
  assert.equal(stderr, '');
});

test('impossible numbers after the inode are unknown, each with a warning; the rest is kept', async () => {
  const tail = '1 0 900719925474100 99999999999999999999 30 4294967296 -2147483649';
  const row = established.replace('1 0000000000000000 20 4 30 10 -1', tail);
  const columns = 'inode,rtoMs,atoMs,cwnd,ssthresh';
  const { rows, stderr } = await readTree(
    tcp(row),
    'conns',
    '-ta',
    '--columns',
    columns,
    '--where',
    'rtoMs = null',
  );
  assert.deepEqual(rows, [{ inode: 4242, rtoMs: null, atoMs: null, cwnd: null, ssthresh: null }]);
  for (const field of ['rto', 'ato', 'cwnd', 'ssthresh'])
    assert.equal(
      stderr.match(new RegExp(`tcp:2: ${field}: expected a number from `, 'g'))?.length,
      1,
      stderr,
    );
  const most = established.replace(' 20 4 30 10 -1', ' 90071992547409 0 30 4294967295 2147483647');
  const edge = await readTree(tcp(most), 'conns', '-ta', '--columns', columns);
  assert.deepEqual(edge.rows, [
    { inode: 4242, rtoMs: 900719925474090, atoMs: 0, cwnd: 4294967295, ssthresh: 2147483647 },
  ]);
  assert.equal(edge.stderr, '');
  const other = await readTree(tcp(row), 'conns', '-ta', '--columns', 'inode');
  assert.deepEqual([other.rows, other.stderr], [[{ inode: 4242 }], '']);
});

test('a crafted row cannot hide another socket', async () => {
  const row = (ends: string, inode: number): string =>
    `   0: ${ends} 01 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 2 0 0\n`;
  // Both had the same 64 bits when the row hash had no key.
  const udp = header + row('0100000A:1388 0200000A:1770', 1000) + row('83583154:1389 A0059A9B:1771', 1001);
  const { rows } = await readTree({ udp }, 'conns', '-u', '--columns', 'localAddress,inode');
  assert.deepEqual(rows, [
    { localAddress: '10.0.0.1', inode: 1000 },
    { localAddress: '84.49.88.131', inode: 1001 },
  ]);
});

test('trap 22: the port of a raw socket is a protocol', async () => {
  const raw = `${header}  58: 00000000:003A 00000000:0000 07 00000000:00000000 00:00000000 00000000  0  0 555 2 0 0\n`;
  const { rows } = await readTree({ raw }, 'conns', '-A', 'raw', '--columns', 'localPort,protocolNumber');
  assert.deepEqual(rows, [{ localPort: null, protocolNumber: 58 }]);
});

test('trap 23: trailing spaces are not columns', async () => {
  const { rows, stderr } = await readTree(
    tcp(`${established}${' '.repeat(40)}`),
    'conns',
    '-ta',
    '--columns',
    'ssthresh,cwnd',
  );
  assert.deepEqual([rows, stderr], [[{ ssthresh: null, cwnd: 10 }], '']);
});

test('trap 63: two rows with the same inode, as with MPTCP, are two rows', async () => {
  const second = `   1: 0100007F:1F91 0200007F:C351 ${established}\n`;
  const { tcp: first } = tcp(established);
  const { rows } = await readTree({ tcp: first + second }, 'conns', '-ta', '--columns', 'localPort,inode');
  assert.deepEqual(rows, [
    { localPort: 8080, inode: 4242 },
    { localPort: 8081, inode: 4242 },
  ]);
});
