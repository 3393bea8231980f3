import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { withTree } from '../cli/black-box.ts';
import { runHere } from '../cli/run-here.ts';
import { FakeFiles } from '../lookup/fake-files.ts';
import { processOf } from '../lookup/fake-processes.ts';
import { assertUnpolluted, names } from '../support/inherited-names.ts';

afterEach(assertUnpolluted);

type Row = Readonly<Record<string, unknown>>;

const rowsOf = async (directory: string, ...argv: readonly string[]): Promise<readonly Row[]> => {
  const { code, out, err } = await runHere([...argv, '--proc', directory, '--json']);
  assert.deepEqual([code, err], [0, '']);
  return JSON.parse(out);
};

const dev = [
  'Inter-|   Receive                                                |  Transmit',
  ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed',
  ...names.map((name, at) => `${name}: ${at} 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16`),
  '',
].join('\n');

test('interfaces may have inherited property names', () =>
  withTree({ dev }, async (directory) => {
    const read = (...argv: string[]) => rowsOf(directory, 'ifstat', ...argv);
    const rows = await read('--columns', 'interface,rxBytes');
    assert.deepEqual(
      rows,
      names.map((name, rxBytes) => ({ interface: name, rxBytes })),
    );
    assert.deepEqual(
      new Map((await read('--count-by', 'interface')).map((row) => [row['interface'], row['count']])),
      new Map(names.map((name) => [name, 1])),
    );
    assert.deepEqual(
      (await read('--sort', 'interface')).map((row) => row['interface']),
      [...names].sort(),
    );
    for (const [at, name] of names.entries())
      for (const filter of [
        ['--interface', name],
        ['--where', `interface = ${name}`],
        ['--where', `interface in (${name}, nosuch)`],
        ['--where', `dev ${name}`],
      ])
        assert.deepEqual(
          (await read(...filter)).map((row) => row['rxBytes']),
          [at],
          filter.join(' '),
        );
  }));

test('counters and their sections may have inherited property names', () => {
  const values = names.map((_, at) => at).join(' ');
  const snmp = ['Tcp', ...names]
    .map((section) => `${section}: ${names.join(' ')}\n${section}: ${values}\n`)
    .join('');
  const snmp6 = names.map((name, at) => `${name} ${at}\n`).join('');
  return withTree({ snmp, netstat: `TcpExt: ${names[0]}\nTcpExt: 7\n`, snmp6 }, async (directory) => {
    const rows = await rowsOf(directory, 'snmp', '--columns', 'all');
    assert.equal(rows.length, (names.length + 1) * names.length + 1 + names.length);
    for (const row of rows)
      assert.deepEqual(
        [typeof row['value'], row['kind'], row['description']],
        ['number', null, null],
        String(row['key']),
      );
    for (const [at, name] of names.entries())
      assert.deepEqual(
        (await rowsOf(directory, 'snmp', `Tcp${name}`)).map(({ protocol, value }) => [protocol, value]),
        [['Tcp', at]],
      );
  });
});

test('processes may have inherited property names', async () => {
  const header =
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
  const sockets = names.map(
    (_, at) =>
      `   ${at}: 0100007F:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 ${at + 900} 1 0 100 0 0 10 0\n`,
  );
  const files = new FakeFiles({
    '/proc/net/tcp': header + sockets.join(''),
    '/proc/net/udp': header,
    ...Object.assign(
      {},
      ...names.map((name, at) => processOf(at + 100, name, { 3: `socket:[${at + 900}]` })),
    ),
  });
  for (const [at, name] of names.entries())
    for (const filter of [
      ['--process', name],
      ['--where', `process = ${name}`],
      ['--where', `processes ~ /^${name}$/`],
    ]) {
      const argv = ['conns', '-p', '--json', '--columns', 'inode,processes', ...filter];
      const { out } = await runHere(argv, { files });
      assert.deepEqual(
        JSON.parse(out),
        [{ inode: at + 900, processes: [{ pid: at + 100, name, fd: 3 }] }],
        out,
      );
    }
});
