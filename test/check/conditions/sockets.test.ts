import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withTree } from '../../cli/black-box.ts';
import { runHere } from '../../cli/run-here.ts';
import { anyIpv6, type Row, socketTable, udpTable } from '../tables.ts';

type Answer = 'pass' | 'critical' | 'unknown';

/** The state of each condition over a `tcp`, a `tcp6` and a `udp` table. */
const answers = async (
  tables: { readonly tcp?: readonly Row[]; readonly tcp6?: readonly Row[]; readonly udp?: readonly Row[] },
  conditions: readonly string[],
  ...options: readonly string[]
): Promise<readonly { status: Answer; message: string; value: number | null }[]> => {
  let found: { status: Answer; message: string; value: number | null }[] = [];
  const files = {
    tcp: socketTable(tables.tcp ?? []),
    tcp6: socketTable(tables.tcp6 ?? []),
    udp: udpTable(tables.udp ?? []),
  };
  await withTree(files, async (directory) => {
    const { out, err } = await runHere(['check', '--proc', directory, '--json', ...options, ...conditions]);
    assert.equal(err, '');
    found = JSON.parse(out);
  });
  assert.equal(found.length, conditions.length);
  return found;
};

const expectAll = async (
  tables: Parameters<typeof answers>[0],
  expected: Readonly<Record<string, Answer>>,
  ...options: readonly string[]
): Promise<void> => {
  const found = await answers(tables, Object.keys(expected), ...options);
  assert.deepEqual(
    Object.fromEntries(Object.keys(expected).map((condition, at) => [condition, found[at]!.status])),
    expected,
  );
};

test('listen: an address matches itself and 0.0.0.0; a port matches either family', async () => {
  await expectAll(
    { tcp: [{ local: '127.0.0.1:80' }, { local: '0.0.0.0:81' }], tcp6: [{ local: `${anyIpv6}:82` }] },
    {
      'listen :80': 'pass',
      'listen 127.0.0.1:80': 'pass',
      'listen 127.0.0.2:80': 'critical',
      'listen [::1]:80': 'critical',
      'listen 127.0.0.2:81': 'pass',
      'listen [::1]:81': 'critical',
      'listen :82': 'pass',
      'listen [::1]:82': 'pass',
      'listen :83': 'critical',
      'listen :80/udp': 'critical',
      'not listen :83': 'pass',
      'not listen :80': 'critical',
    },
  );
});

test('listen: a socket bound to :: is assumed to accept IPv4, unless --strict-family', async () => {
  const tables = { tcp6: [{ local: `${anyIpv6}:82` }] };
  const [presumed] = await answers(tables, ['listen 127.0.0.1:82']);
  assert.equal(presumed!.status, 'pass');
  assert.match(presumed!.message, /^\[::\]:82; IPv4 is assumed because IPV6_V6ONLY is not visible$/);
  await expectAll(tables, { 'listen 127.0.0.1:82': 'critical', 'listen :82': 'pass' }, '--strict-family');
});

test('listen: an IPv4-mapped address on an IPv6 socket is IPv4', async () => {
  const mapped = '0000000000000000FFFF00000100007F';
  await expectAll(
    { tcp6: [{ local: `${mapped}:80` }] },
    { 'listen 127.0.0.1:80': 'pass', 'listen 127.0.0.2:80': 'critical', 'listen [::1]:80': 'critical' },
    '--strict-family',
  );
});

test('listen: unconnected UDP sockets count', async () => {
  await expectAll(
    { tcp: [{ local: '0.0.0.0:54' }], udp: [{ local: '0.0.0.0:53' }] },
    { 'listen :53/udp': 'pass', 'listen :53': 'critical', 'listen :54/udp': 'critical', 'free :53': 'pass' },
  );
});

test('free: no socket may use the port, not even in TIME_WAIT', async () => {
  const tables = {
    tcp: [
      { local: '127.0.0.1:80' },
      { local: '127.0.0.1:90', remote: '127.0.0.1:5000', state: 'TIME_WAIT' },
      { local: '127.0.0.1:5000', remote: '127.0.0.1:95', state: 'ESTABLISHED' },
    ],
    tcp6: [{ local: `${anyIpv6}:85` }],
  } as const;
  await expectAll(tables, {
    'free :80': 'critical',
    'free 127.0.0.2:80': 'pass',
    'free 0.0.0.0:80': 'critical',
    'free [::]:80': 'critical',
    'free [::1]:80': 'pass',
    'free 127.0.0.1:85': 'critical',
    'free :90': 'critical',
    'free :95': 'pass',
    'free :5000': 'critical',
    'free :1': 'pass',
  });
  const [waiting, served] = await answers(tables, ['free :90', 'free :80']);
  assert.match(
    waiting!.message,
    /^only 1 connection in TIME_WAIT left; a server that sets SO_REUSEADDR can bind/,
  );
  assert.match(served!.message, /^127\.0\.0\.1:80 is taken/);
});

test('drained: no open connections or unsent data; TIME_WAIT and orphans in FIN_WAIT2 do not count', async () => {
  const peer = '10.0.0.9:4000';
  await expectAll(
    {
      tcp: [
        { local: '10.0.0.1:80' },
        { local: '10.0.0.1:80', remote: peer, state: 'TIME_WAIT' },
        { local: '10.0.0.1:80', remote: '10.0.0.9:4001', state: 'FIN_WAIT2' },
        { local: '10.0.0.1:81', remote: peer, state: 'CLOSE_WAIT', inode: 7 },
        { local: '10.0.0.1:82', remote: peer, state: 'FIN_WAIT2', inode: 8 },
        { local: '10.0.0.1:4000', remote: '10.0.0.2:83', state: 'ESTABLISHED', inode: 9 },
      ],
    },
    { 'drained :80': 'pass', 'drained :81': 'critical', 'drained :82': 'critical', 'drained :83': 'pass' },
  );
});

test('established: a connection counts once, even if both ends are local', async () => {
  const tables = {
    tcp: [
      { local: '127.0.0.1:80' },
      { local: '127.0.0.1:80', remote: '127.0.0.1:5000', state: 'ESTABLISHED' },
      { local: '127.0.0.1:5000', remote: '127.0.0.1:80', state: 'ESTABLISHED' },
      { local: '10.0.0.1:5001', remote: '10.0.0.2:80', state: 'ESTABLISHED' },
      { local: '10.0.0.1:5002', remote: '10.0.0.2:80', state: 'SYN_SENT' },
    ],
  } as const;
  await expectAll(tables, {
    'established :80': 'pass',
    'established :80 = 2': 'pass',
    'established 10.0.0.2:80 = 1': 'pass',
    'established 127.0.0.1:80 = 1': 'pass',
    'established 10.0.0.3:80': 'critical',
    'established :80 > 2': 'critical',
    'established :81 = 0': 'pass',
  });
  const [count] = await answers(tables, ['established :80 < 2']);
  assert.deepEqual([count!.value, count!.message], [2, '2 established connections']);
});

test('hidden data makes the result unknown, unless the visible data decides it', async () => {
  const broken = `${socketTable([{ local: '127.0.0.1:80' }])}not a row\n`;
  await withTree({ tcp: broken }, async (directory) => {
    const expected = {
      'listen :80': 'pass',
      'listen :81': 'unknown',
      'not listen :81': 'unknown',
      'free :80': 'critical',
      'free :81': 'unknown',
      'established :80 = 0': 'unknown',
      'established :80 >= 0': 'pass',
      'count(conns) > 0': 'pass',
      'count(conns) > 1': 'unknown',
      'count(conns) < 1': 'critical',
      'count(conns) = 1': 'unknown',
    };
    const { out, code } = await runHere(['check', '--proc', directory, '--json', ...Object.keys(expected)]);
    const found = JSON.parse(out) as { rule: string; status: string; message: string }[];
    assert.deepEqual(Object.fromEntries(found.map(({ rule, status }) => [rule, status])), expected);
    assert.match(found[1]!.message, /tcp:3: /);
    assert.equal(code, 1);
    const undecided = await runHere(['check', '--proc', directory, 'listen :81', 'listen :80']);
    assert.equal(undecided.code, 3);
  });
});
