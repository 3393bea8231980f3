import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from '../../../src/core/errors.ts';
import { ofCopies } from '../../../src/query/copy.ts';
import { compileExpression } from '../../../src/query/expression/compile.ts';
import { type PlainRow, plainColumn } from '../../support/plain-columns.ts';

const octetsOf = (name: string) => (row: PlainRow) => {
  const address = row[name];
  return typeof address === 'string' && address.includes('.')
    ? Uint8Array.from(address.replace('::ffff:', '').split('.').map(Number))
    : null;
};
const address = (name: string, port: string) =>
  plainColumn(name, 'address', { port, octets: octetsOf(name) });

const states = ['ESTABLISHED', 'SYN_SENT', 'TIME_WAIT', 'CLOSE', 'CLOSE_WAIT', 'LISTEN', 'UNCONN'];
const sockets = [
  plainColumn('protocol', 'text', { values: ['tcp', 'udp', 'unix'] }),
  plainColumn('family', 'text', { values: ['ipv4', 'ipv6', 'unix'] }),
  plainColumn('state', 'state', { values: states }),
  plainColumn('recvQueue', 'integer', { unit: 'bytes' }),
  plainColumn('sendQueue', 'integer', { unit: 'bytes' }),
  address('localAddress', 'localPort'),
  plainColumn('localPort', 'port'),
  address('remoteAddress', 'remotePort'),
  plainColumn('remotePort', 'port'),
  plainColumn('interface', 'interface'),
  plainColumn('user', 'text'),
  plainColumn('path', 'text'),
  plainColumn('listening', 'flag'),
  plainColumn('suspect', 'flag'),
  plainColumn('processes', 'list'),
];
const neighbours = [
  plainColumn('address', 'address'),
  plainColumn('state', 'state', { values: ['complete', 'incomplete'] }),
  plainColumn('hardwareAddress', 'mac'),
  plainColumn('interface', 'interface'),
];

const meanings = { portsOf: (name: string) => (name === 'https' ? [443] : []) };

const row: PlainRow = {
  protocol: 'tcp',
  family: 'ipv4',
  state: 'ESTABLISHED',
  recvQueue: 5,
  sendQueue: 0,
  localAddress: '10.1.2.3',
  localPort: 443,
  remoteAddress: '192.0.2.7',
  remotePort: 50_000,
  interface: 'veth1',
  user: 'www-data',
  path: null,
  listening: null,
  suspect: false,
  processes: [{ pid: 12, name: 'nginx', fd: 3 }],
};

const holds = (text: string, over: PlainRow = {}): boolean =>
  compileExpression(text, sockets, meanings).test({ ...row, ...over } as never);

const listener = { state: 'LISTEN' };
const unconnected = { state: 'UNCONN', protocol: 'udp', family: 'ipv4' };
const unnamed = { state: 'UNCONN', protocol: 'unix', family: 'unix', localAddress: null, localPort: null };
const named = { ...unnamed, state: 'LISTEN', path: '/run/Docker.sock' };

const truths: readonly (readonly [text: string, expected: boolean, over?: PlainRow])[] = [
  // A leading state governs all that follows; an operator after it ends this.
  ['state listen sport = 443 or sport = 1', false],
  ['state listen sport = 1 or sport = 443', false],
  ['state established sport = 1 or sport = 443', true],
  ['state listen or sport = 443', true],
  ['state listen and sport = 443 or dport = 50000', true],
  ['(state listen sport = 1 or sport = 443)', false],
  ['sport = 443 or state listen', true],
  ['exclude established sport = 1 or sport = 443', false],
  ['exclude listen state listen', true],
  ['exclude established state established', true],
  ['state established exclude established', false],
  ['state listen exclude listen state established', true],
  ['exclude established exclude listen', false],
  ['state all exclude established sport = 443 or dport = 1', false],
  ['state listen, established sport = 443', true],
  ['sport = 443 state listen state established', true],
  ['sport = 443 and state listen', false],
  ['not state listen', true],
  ['not (exclude established)', true],
  // The group listening is what -l lists.
  ['listening', false],
  ['listening', true, listener],
  ['listening', true, unconnected],
  ['listening', false, unnamed],
  ['listening', true, named],
  ['state listening', true, unconnected],
  ['state = listening', true, unconnected],
  ['state != listening', false, unconnected],
  ['exclude listening', false, unconnected],
  ['exclude listening', true, unnamed],
  ['state listen', false, unconnected],
  ['listening = true', false, listener],
  ['listening = true', true, { listening: true }],
  // CLOSE and UNCONN are the same kernel code.
  ['state closed', true, unconnected],
  ['state close', true, unnamed],
  ['state unconnected', true, unconnected],
  ['state 07', true, unconnected],
  ['state unconn', false, { state: 'CLOSE' }],
  // Bare keywords.
  ['established', true],
  ['estab', true],
  ['time-wait', false],
  ['connected :443', true],
  [':443', true],
  [':50000', true],
  [':80', false],
  [':https', true],
  [':400-500', true],
  ['443/tcp', true],
  ['443/udp', false],
  ['10.1.2.3', true],
  ['192.0.2.7', true],
  ['10/8', true],
  ['172.16/12', false],
  ['192.0.2.7:50000', true],
  ['192.0.2.7:443', false],
  ['not 10/8', false],
  ['inet:10.1.2.3', true],
  ['inet6:*', false],
  ['suspect', false],
  ['not suspect', true],
  ['/run/*', true, named],
  ['/run/*', false],
  // Keywords for columns.
  ['port = 443', true],
  ['port 50000', true],
  ['port != 443', false],
  ['port != 80', true],
  ['port > 40000', true],
  ['port > 60000', false],
  ['port in (1, 2)', false],
  ['lport = 443', true],
  ['rport = 443', false],
  ['rport > 1024', true],
  ['laddr 10/8', true],
  ['raddr = 10/8', false],
  ['addr = 192.0.2.7', true],
  ['addr != 192.0.2.7', false],
  ['sport = 443/tcp', true],
  ['sport = 443/udp', false],
  ['sport != 443/udp', true],
  ['sport > 80/tcp', true],
  ['sport > 80/udp', false],
  ['sport = *', true],
  ['process nginx', true],
  ['process != nginx', false],
  ['process ng*', true],
  ['pid 12', true],
  ['pid = 13', false],
  ['pid != 13', true],
  ['pid in (1-20)', true],
  ['pid > 12', false],
  ['pid >= 12', true],
  ['pid 12', false, { processes: null }],
  ['pid != 12', false, { processes: null }],
  // A family before an address applies to the whole expression.
  ['not src inet:1.1.1.1', true],
  ['not src inet:1.1.1.1', false, { family: 'ipv6' }],
  ['src inet:1.1.1.1 or sport = 443', false, { family: 'ipv6' }],
  ['src inet:1.1.1.1 or src inet6:*', true, { family: 'ipv6' }],
  ['sport = inet6:443', false],
  ['sport > inet:80', true],
  ['sport > inet:80', false, { family: 'ipv6' }],
  // Paths of unix sockets.
  ['src /run/*.sock', true, named],
  ['src /RUN/docker.SOCK', true, named],
  ['src /run/[a-f]ocker.sock', true, named],
  ['src /run/[!d]ocker.sock', false, named],
  ['src *docker*', true, named],
  ['src "/run/*"', true, named],
  ['src /run/*', false, unnamed],
  ['src unix:*', true, unnamed],
  ['src unix:*', false],
  ['not src /run/*', true, unnamed],
  ['src /run/docker.sock, 10.1.2.3', true],
  // Globs in text, exact case.
  ['user = www*', true],
  ['user = WWW*', false],
  ['user = "www*"', false],
  ['user != www*', false],
  ['user in (root, www-*)', true],
  ['dev veth*', true],
  ['interface = eth?', false],
  ['dev lo', true, { localAddress: '0.0.0.0', interface: null }],
  // Closed sets of values in either case.
  ['protocol = TCP', true],
  ['protocol in (UDP, tcp)', true],
  ['family = 0x1F', false],
  // A column compared with a column.
  ['recvQueue > sendQueue', true],
  ['sendQueue >= recvQueue', false],
  ['localPort = remotePort', false],
  ['sport = dport', true, { remotePort: 443 }],
  ['src = dst', false],
  ['src != dst', true],
  ['src = dst', true, { remoteAddress: '::ffff:10.1.2.3' }],
  ['user = path', true, { path: 'www-data' }],
  ['user = "path"', false, { path: 'www-data' }],
  ['user != path', false],
  ['recvQueue = sendQueue', false, { recvQueue: null, sendQueue: null }],
  ['recvQueue = sendQueue', true, { recvQueue: 5n, sendQueue: 5 }],
];

for (const [text, expected, over] of truths)
  test(`${text} is ${expected}${over === undefined ? '' : ` of ${JSON.stringify(over, (_, value) => (typeof value === 'bigint' ? String(value) : value))}`}`, () =>
    assert.equal(holds(text, over), expected));

test('the accepted states follow from the steps', () => {
  const statesOf = (text: string) => compileExpression(text, sockets, meanings).states;
  assert.deepEqual(statesOf('state listen sport = 1 or sport = 2'), new Set(['LISTEN']));
  assert.deepEqual(statesOf('state listen state established exclude listen'), new Set(['ESTABLISHED']));
  assert.deepEqual(statesOf('listening'), new Set(['LISTEN', 'UNCONN']));
  assert.deepEqual(statesOf('state listening exclude listening'), new Set(['UNCONN']));
  assert.deepEqual(statesOf('exclude all'), new Set());
  assert.equal(statesOf('exclude listen'), null);
  assert.equal(statesOf('exclude listen state listen'), null);
  assert.equal(statesOf('state listen state all'), null);
});

const refusals: readonly (readonly [text: string, place: string, message: RegExp])[] = [
  [
    'sport = 1 and 8080',
    '8080',
    /"8080" is not a state, a port, an address or a column; did you mean :8080\?/,
  ],
  ['nginx', 'nginx', /for a process, write process = nginx/],
  ['listenning', 'listenning', /did you mean listening\?/],
  ['recvQueue', 'recvQueue', /expected an operator and a value after "recvQueue"/],
  ['autobound', 'autobound', /"autobound" is not supported because \/proc\/net does not list whether/],
  ['fwmark = 0x01/0x03', 'fwmark', /does not list sockets' marks$/m],
  ['state established cgroup /sys', 'cgroup', /does not list sockets' cgroups$/m],
  ['dst /run/x', '/run/x', /does not list the peers of unix sockets/],
  ['sport = 80/sctp', '80/sctp', /must be one of tcp, udp, unix \(got "sctp"\)/],
  ['src 10.0.0.1, 10.0.0.300', '10.0.0.300', /expected an address/],
  ['sport in (80, x, 90)', 'x', /expected a port/],
  ['state listen, listn', 'listn', /did you mean LISTEN/],
  ['state listen exclude nope', 'nope', /no such state: "nope"/],
  ['protocol = tpc', 'tpc', /protocol must be one of tcp, udp, unix \(got "tpc"\); did you mean tcp\?/],
  ['state = state', 'state', /no such state: "state"/],
  ['recvQueue > user', 'user', /expected a whole number/],
  ['src > dst', 'dst', /localAddress cannot be ordered/],
  ['sport ! 80', '!', /expected a value/],
  ['10.0.0.300', '10.0.0.300', /expected an address/],
  [':nosuch', ':nosuch', /expected a port/],
];

for (const [text, place, message] of refusals)
  test(`${text} is refused with a caret under ${place}`, () =>
    assert.throws(
      () => holds(text),
      (error: unknown) => {
        assert.ok(error instanceof UsageError);
        assert.match(error.message, message);
        const [, shown = '', caret = ''] = error.message.split('\n');
        assert.equal(caret.indexOf('^'), shown.lastIndexOf(place));
        return true;
      },
    ));

test('a report names the column it lacks', () => {
  const refusal = (text: string): string => {
    try {
      compileExpression(text, neighbours, meanings);
    } catch (error) {
      assert.ok(error instanceof UsageError);
      return error.message.split('\n')[0]!;
    }
    throw new Error(`${text} is accepted`);
  };
  assert.match(refusal('sport = 80'), /this report has no local ports; columns: address, state/);
  assert.match(refusal(':80'), /this report has no ports$/);
  assert.match(refusal('process nginx'), /this report has no processes/);
  assert.match(refusal('src inet:10.0.0.1'), /this report has no local addresses/);
  assert.match(refusal('inet:10.0.0.1'), /this report has no address families/);
  assert.match(refusal('/run/x'), /expected an address, not the path "\/run\/x"/);
  assert.match(refusal('10.0.0.1:80'), /address has no port/);
});

test('other reports have their own bare states and addresses', () => {
  const found = (text: string): boolean =>
    compileExpression(text, neighbours, meanings).test({
      address: '10.0.0.7',
      state: 'complete',
      hardwareAddress: '02:00:00:aa:bb:cc',
    } as never);
  assert.equal(found('complete 10/8'), true);
  assert.equal(found('incomplete'), false);
  assert.equal(found('addr = 10.0.0.7'), true);
  assert.equal(found('hardwareAddress = 02-00-00-AA-BB-CC'), true);
  assert.equal(found('hardwareAddress = 02:00:00:*'), true);
});

test('a copied row with a text address matches every interface if bound to all addresses', () => {
  const kept = [
    plainColumn('localAddress', 'address', { octets: octetsOf('localAddress') }),
    plainColumn('interface', 'interface'),
  ].map((column) => ofCopies(column as never));
  const { test: isOn } = compileExpression('dev eth0', kept as never, meanings);
  const found = ['0.0.0.0', '::', '10.0.0.1', null].map((localAddress) =>
    isOn({ localAddress, interface: null } as never),
  );
  assert.deepEqual(found, [true, true, false, false]);
});
