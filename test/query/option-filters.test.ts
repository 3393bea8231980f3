import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoundColumn, Value } from '../../src/core/column.ts';
import { UsageError } from '../../src/core/errors.ts';
import type { FilterOptions } from '../../src/core/request.ts';
import { buildFilter } from '../../src/query/filters.ts';

type Row = Readonly<Record<string, Value>>;

const octetsOf = (text: Value): Uint8Array | null =>
  typeof text !== 'string' ? null : Uint8Array.from(text.split('.').map(Number));

const column = (name: string, kind: BoundColumn['kind'], more: object = {}): BoundColumn =>
  ({ name, kind, help: '', read: (row: Row) => row[name] ?? null, ...more }) as unknown as BoundColumn;
const address = (name: string): BoundColumn =>
  column(name, 'address', { octets: (row: Row) => octetsOf(row[name] ?? null) });

const columns = [
  column('protocol', 'text'),
  column('state', 'state', { values: ['ESTABLISHED', 'LISTEN', 'UNCONN'] }),
  address('localAddress'),
  column('localPort', 'port'),
  address('remoteAddress'),
  column('remotePort', 'port'),
  column('interface', 'interface'),
  column('uid', 'integer'),
  column('processes', 'list'),
];

const meanings = {
  portsOf: (name: string) => (name === 'dns' ? [53, 5353] : []),
  userId: (name: string) => (name === 'root' ? 0 : null),
};

const row: Row = {
  protocol: 'tcp',
  state: 'ESTABLISHED',
  localAddress: '10.1.2.3',
  localPort: 443,
  remoteAddress: '192.0.2.7',
  remotePort: 50000,
  interface: 'eth0',
  uid: 1000,
  processes: [
    { pid: 12, name: 'nginx', fd: 3 },
    { pid: 13, name: '14', fd: 3 },
  ],
};

const keeps = (options: FilterOptions, over: Row = {}): boolean =>
  buildFilter(options, columns, meanings)!.test({ ...row, ...over } as never);

const truths: readonly (readonly [options: FilterOptions, expected: boolean, over?: Row])[] = [
  [{ port: ['443'] }, true],
  [{ port: ['50000'] }, true],
  [{ port: ['22', '440-450'] }, true],
  [{ port: ['22', '444-450'] }, false],
  [{ port: ['dns'] }, false],
  [{ port: ['dns'] }, true, { remotePort: 5353 }],
  [{ port: ['0'] }, false, { localPort: null, remotePort: null }],
  [{ port: ['65535'] }, true, { localPort: 65535 }],
  [{ localPort: ['443'] }, true],
  [{ localPort: ['50000'] }, false],
  [{ remotePort: ['443'] }, false],
  [{ remotePort: ['50000'] }, true],
  [{ address: ['10.0.0.0/8'] }, true],
  [{ address: ['192.0.2.7'] }, true],
  [{ address: ['198.51.100.0/24', '192.0.2.0/24'] }, true],
  [{ address: ['198.51.100.0/24'] }, false],
  [{ local: ['10.1.2.3'] }, true],
  [{ local: ['192.0.2.7'] }, false],
  [{ local: ['0.0.0.0/0'] }, false, { localAddress: null }],
  [{ remote: ['192.0.2.7'] }, true],
  [{ remote: ['10.1.2.3'] }, false],
  [{ interface: ['eth0'] }, true],
  [{ interface: ['eth1', 'lo'] }, false],
  [{ interface: ['lo'] }, true, { localAddress: '0.0.0.0', interface: null }],
  [{ interface: ['lo'] }, false, { localAddress: '0.0.0.1', interface: null }],
  [{ interface: ['lo'] }, false, { localAddress: null, interface: null }],
  [{ interfaceStrict: ['lo'] }, false, { localAddress: '0.0.0.0', interface: null }],
  [{ interfaceStrict: ['lo', 'eth0'] }, true],
  [{ process: ['nginx'] }, true],
  [{ process: ['ngin'] }, false],
  [{ process: ['13'] }, true],
  [{ process: ['14'] }, false],
  [{ process: ['1'] }, false],
  [{ process: ['other', '12'] }, true],
  [{ process: ['nginx'] }, false, { processes: null }],
  [{ user: ['1000'] }, true],
  [{ user: ['root'] }, false],
  [{ user: ['root'] }, true, { uid: 0 }],
  [{ user: ['0'] }, false, { uid: null }],
  [{ state: ['estab'] }, true],
  [{ state: ['listen', 'unconn'] }, false],
  [{ state: ['all'] }, true, { state: null }],
  [{ listening: true }, false],
  [{ listening: true }, true, { state: 'LISTEN' }],
  [{ listening: true }, true, { state: 'UNCONN', protocol: 'udp' }],
  [{ listening: true }, true, { state: 'UNCONN', protocol: 'raw' }],
  [{ listening: true }, false, { state: 'UNCONN', protocol: 'unix' }],
  [{ listening: true }, false, { state: 'ESTABLISHED', protocol: 'udp' }],
  [{ listening: false, port: ['443'] }, true],
  [{ where: ['sport = 443', 'dport = 1'] }, false],
  [{ where: ['sport = 443'], state: ['listen'] }, false],
  [{ where: ['sport = 443'], state: ['estab'] }, true],
];

for (const [options, expected, over = {}] of truths)
  test(`${JSON.stringify(options)} keeps ${JSON.stringify(over)}: ${expected}`, () =>
    assert.equal(keeps(options, over), expected));

test('no options mean no filter', () => assert.equal(buildFilter({}, columns, meanings), null));

test('the accepted states are known, so a table of listeners can be left early', () => {
  const statesOf = (options: FilterOptions) => buildFilter(options, columns, meanings)!.states;
  assert.deepEqual(statesOf({ listening: true }), new Set(['LISTEN', 'UNCONN']));
  assert.deepEqual(statesOf({ listening: true, state: ['listen'] }), new Set(['LISTEN']));
  assert.equal(statesOf({ port: ['1'] }), null);
  assert.deepEqual(statesOf({ where: ['state listen or state estab'] }), new Set(['LISTEN', 'ESTABLISHED']));
  assert.equal(statesOf({ where: ['state listen or sport = 1'] }), null);
  assert.equal(statesOf({ where: ['state in (listen, null)'] }), null);
  assert.deepEqual([...buildFilter({ listening: true, port: ['1'] }, columns, meanings)!.reads].sort(), [
    'localPort',
    'protocol',
    'remotePort',
    'state',
  ]);
});

const refused: readonly (readonly [options: FilterOptions, says: RegExp])[] = [
  [{ port: ['80x'] }, /^--port: expected a port/],
  [{ port: ['x80'] }, /^--port: expected a port/],
  [{ port: ['65536'] }, /^--port: /],
  [{ port: ['080'] }, /^--port: /],
  [{ port: ['90-80'] }, /^--port: /],
  [{ port: ['1-2-3'] }, /^--port: /],
  [{ port: ['1-99999'] }, /^--port: /],
  [{ port: ['nosuch'] }, /not "nosuch"/],
  [{ localPort: ['-'] }, /^--local-port: /],
  [{ remotePort: [''] }, /^--remote-port: /],
  [{ address: ['10.0.0.0/33'] }, /^--address: /],
  [{ local: ['host'] }, /^--local: /],
  [{ remote: ['::1%lo'] }, /^--remote: the kernel's tables list no zone/],
  [{ user: ['nobody-here'] }, /^--user: no user "nobody-here"/],
  [{ user: ['12345678901'] }, /^--user: no user/],
  [{ state: ['nope'] }, /^--state: no such state: "nope"/],
];

for (const [options, says] of refused)
  test(`${JSON.stringify(options)} is refused`, () =>
    assert.throws(
      () => buildFilter(options, columns, meanings),
      (error) => error instanceof UsageError && says.test(error.message),
    ));

test('a filter on something that the report lacks is refused with the reason', () => {
  for (const [options, message] of [
    [{ port: ['80'] }, '--port: this report has no ports'],
    [{ user: ['root'] }, '--user: this report has no user ids'],
    [{ interface: ['lo'] }, '--interface: this report has no interfaces'],
    [{ process: ['x'] }, '--process: this report has no processes'],
    [{ listening: true }, '--listening: this report has no sockets'],
  ] as const)
    assert.throws(
      () => buildFilter(options, columns.slice(0, 1), meanings),
      (error) => error instanceof UsageError && error.message === message,
    );
});
