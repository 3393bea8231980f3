import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import fc from 'fast-check';
import { conns, UsageError } from '../../src/index.ts';
import { withTree } from '../cli/black-box.ts';
import { runHere } from '../cli/run-here.ts';
import { FakeFiles } from '../lookup/fake-files.ts';
import { processOf } from '../lookup/fake-processes.ts';

const runs = process.env['PROCNET_FULL'] ? 10_000 : 300;

/** What every object answers to, though nobody gave it to it. */
const names = [...Object.getOwnPropertyNames(Object.prototype), 'prototype', 'length', 'name'];
const before = Object.getOwnPropertyNames(Object.prototype).join();

afterEach(() => {
  assert.equal(
    Object.getOwnPropertyNames(Object.prototype).join(),
    before,
    'Object.prototype has been written to',
  );
  assert.deepEqual(Object.keys(Object), []);
});

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

test('interfaces may have names that every object has', () =>
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

test('counters and their sections may have names that every object has', () => {
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

test('processes may have names that every object has', async () => {
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

const tree = ['--proc', 'test/fixtures/captures/B'];

/** Where a word is asked for that has to be one of ours: none of the names is. */
const refused: readonly ((name: string) => readonly string[])[] = [
  (name) => [name],
  (name) => ['help', name],
  (name) => ['schema', name],
  (name) => ['completion', name],
  (name) => ['conns', `--${name}`, 'x', ...tree],
  (name) => ['conns', `--${name}.x`, 'x', ...tree],
  (name) => ['conns', `--columns.${name}`, 'x', ...tree],
  (name) => ['routes', 'get', name, ...tree],
  ...['--columns', '--sort', '--count-by', '--state', '--port', '--sport', '--address', '--user', '-A'].map(
    (option) => (name: string) => ['conns', option, name, ...tree],
  ),
  ...['--format', '--color', '--endian', '--limit', '--interval', '--pid'].map((option) => (name: string) => [
    'conns',
    option,
    name,
  ]),
  ...[
    '_',
    '_ = 1',
    'state _',
    'exclude _',
    'sport _ 1',
    'sport = _',
    'src _',
    'not _ ~ /x/',
    'recvQueue < _',
  ].map((expression) => (name: string) => ['conns', '--where', expression.replace('_', name), ...tree]),
];

test('where a word must be one of ours, such a name is a mistake and told as any other', async () => {
  for (const name of names)
    for (const argvOf of refused) {
      const argv = argvOf(name);
      const { code, out, err } = await runHere(argv);
      assert.deepEqual([code, out], [2, ''], argv.join(' '));
      assert.match(err, /^procnet: /);
      assert.doesNotMatch(err, /native code|\[object|TypeError| is not /, argv.join(' '));
    }
});

test('the library takes such a name for a mistake, too', () => {
  for (const word of [...names, 'tpc'])
    for (const options of [
      { protocols: [word] },
      { families: [word] },
      { columns: [word] },
      { state: [word] },
      { [word]: ['x'] },
    ])
      assert.throws(() => conns(options as never), UsageError, JSON.stringify(options));
});

test('no command line made of such names writes to what all objects share, or finds a fault of our own', async () => {
  const part = fc.constantFrom(...names, '.', '=', '[', ']', ',', '-', 'x', ' ', '/', '"');
  const word = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''));
  const option = fc.constantFrom(
    ...[
      '--columns',
      '--sort',
      '--count-by',
      '--where',
      '--interface',
      '--state',
      '--port',
      '--process',
      '--user',
    ],
    ...['--format', '--limit', '-A', '--address', '--since', '--'],
  );
  const words = fc.array(
    fc.oneof(
      word,
      fc.tuple(option, word),
      fc.tuple(
        word.map((name) => `--${name}`),
        word,
      ),
    ),
    {
      maxLength: 4,
    },
  );
  const command = fc.constantFrom('conns', 'snmp', 'ifstat', 'routes', 'explain', 'schema', 'help');
  await fc.assert(
    fc.asyncProperty(command, words, async (name, more) => {
      const { code, err } = await runHere([name, ...more.flat(), ...tree]);
      assert.ok(code >= 0 && code <= 4, `${code} ${err}`);
      assert.equal(Object.getOwnPropertyNames(Object.prototype).join(), before);
    }),
    { numRuns: runs, includeErrorInReport: true },
  );
});
