import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { BoundColumn, Holder, Value } from '../../../src/core/column.ts';
import { UsageError } from '../../../src/core/errors.ts';
import { compileExpression } from '../../../src/query/expression/compile.ts';
import { parseExpression } from '../../../src/query/expression/parser.ts';
import type { Expression, Operand } from '../../../src/query/expression/syntax.ts';
import { printExpression } from '../../support/print-expression.ts';
import { runs } from '../../support/runs.ts';

type Row = Record<string, Value>;

const column = (name: string, kind: BoundColumn['kind'], more: Partial<BoundColumn> = {}): BoundColumn =>
  ({ name, kind, help: '', read: (row: Row) => row[name] ?? null, ...more }) as unknown as BoundColumn;

const states = [
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
  'UNCONN',
];

const columns = [
  column('state', 'state', { values: states }),
  column('localAddress', 'address', { port: 'localPort' }),
  column('localPort', 'port'),
  column('remoteAddress', 'address', { port: 'remotePort' }),
  column('remotePort', 'port'),
  column('interface', 'interface'),
  column('rxDropped', 'counter'),
  column('recvQueue', 'integer'),
  column('user', 'text'),
  column('path', 'text'),
  column('listening', 'flag'),
  column('processes', 'list'),
];

const services: ReadonlyMap<string, readonly number[]> = new Map([
  ['https', [443]],
  ['ssh', [22]],
]);
const meanings = { portsOf: (name: string) => services.get(name) ?? [] };

const row: Row = {
  state: 'ESTABLISHED',
  localAddress: '10.1.2.3',
  localPort: 43210,
  remoteAddress: '::1',
  remotePort: 443,
  interface: 'eth0',
  rxDropped: 2n ** 64n - 1n,
  recvQueue: 0,
  user: 'root',
  path: '/run/docker.sock',
  listening: false,
  processes: [{ pid: 12, name: 'nginx', fd: 3 } satisfies Holder],
};

const holds = (text: string, over: Row = {}): boolean =>
  compileExpression(text, columns, meanings).test({ ...row, ...over } as never);

const truths: readonly (readonly [text: string, expected: boolean])[] = [
  ['state established', true],
  ['state estab', true],
  ['state = ESTAB', true],
  ['state 01', true],
  ['state 0x0A', false],
  ['state connected', true],
  ['state bucket', false],
  ['state synchronized and not state listening', true],
  ['exclude established', false],
  ['exclude time-wait', true],
  ['state established,listen', true],
  ['dport = :443', true],
  ['dport :443', true],
  ['dport eq 443', true],
  ['dport = :https', true],
  ['dport >= :1024', false],
  ['sport gt 1024', true],
  ['sport != 22', true],
  ['sport neq :43210', false],
  ['dport in (80, 443, 8000-8010)', true],
  ['dport not in (80, 443)', false],
  ['dport = 400-500', true],
  ['src 10.0.0.0/8', true],
  ['src != 10.0.0.0/8', false],
  ['src 10.1.2.3:43210', true],
  ['src 10.1.2.3:22', false],
  ['src :43210', true],
  ['src *:43210', true],
  ['dst [::1]:443', true],
  ['dst ::1', true],
  ['dst [::1]', true],
  ['dst 10.0.0.0/8', false],
  ['localAddress = 10.1.0.0/16', true],
  ['dev eth0', true],
  ['dev = lo', false],
  ['rxDropped > 18446744073709551614', true],
  ['rxDropped = 18446744073709551615', true],
  ['rxDropped < 18446744073709551615', false],
  ['user = root', true],
  ['user != root', false],
  ['process = nginx', true],
  ['process = 12', true],
  ['process = 1', false],
  ['processes ~ /^ngi/', true],
  ['path ~ /docker/', true],
  ['path !~ /DOCKER/i', false],
  ['path = "/run/docker.sock"', true],
  ['listening', false],
  ['not listening', true],
  ['listening = false', true],
  ['user = null', false],
  ['user != null', true],
  ['( sport = :22 or dport = :443 ) and state established', true],
  ['sport = :22 | dport = :443', true],
  ['sport = :22 & dport = :443', false],
  ['! sport = :22 && dport = :443', true],
  ['state established dport = :443', true],
  ['STATE ESTABLISHED AND NOT sport = 1', true],
  ['state listen state established', true],
  ['state listen state time-wait', false],
  ['state listen and state established', false],
  ['state established sport = 1', false],
  ['state all', true],
  ['exclude all', false],
  ['dport = 443,80', true],
  ['dport = :22, :80', false],
  ['dport != 22, 80', true],
  ['dport != 443,80', false],
  ['user in (null, root)', true],
  ['user in (null, nobody)', false],
  ['user not in (null, nobody)', true],
  ['user = "null"', false],
  ['path ~ null', false],
  ['path ~ /DOCKER/i', true],
  ['path ~ /^\\W[A-Z]UN/i', true],
  ['path ~ /^\\Dr[a-z]{2}/', true],
  ['path ~ /(\\w+\\.)+sock/', true],
  ['recvQueue <= 0', true],
  ['recvQueue <= -1', false],
  ['recvQueue >= 0', true],
  ['recvQueue = -5', false],
  ['recvQueue in (5-9, 0-1)', true],
  ['recvQueue in (1-9)', false],
  ['rxDropped = 18446744073709551610-18446744073709551615', true],
  ['rxDropped = 1-18446744073709551614', false],
  ['excl established', false],
  ['exclude time-wait, listen', true],
  ['exclude time-wait, established', false],
  ['not not listening', false],
  ['listening = no', true],
  ['processes in (x, nginx)', true],
  ['processes ~ /^gin/', false],
  ['src [10.1.2.3]:43210', true],
  ['src 10.1.2.3:*', true],
  ['src *', true],
  ['src != *', false],
  ['dst [::1]/64', true],
  ['dst [::2]/128', false],
  ['sport 43210 or sport 1 dport 443', true],
  ['path = /run/docker.sock', true],
  ['user = "ro\\"ot"', false],
  ['(not (listening))', true],
  ['path = "/run/docker\\.sock"', false],
  ['path ~ /docker\\.sock$/', true],
  ['path ~ /run\\/docker/', true],
  ['path ~ "^/run"', true],
  ['user = "root" || listening', true],
  ['dport == 443', true],
  ['recvQueue<=0', true],
  ['user ~ /^root$/m and dport = 443', true],
  ['user ~ /^root$/ms', true],
  ['localAddress ~ /^(\\d{1,3}\\.){3}\\d{1,3}$/', true],
];

for (const [text, expected] of truths)
  test(`${text} is ${expected}`, () => assert.equal(holds(text), expected));

test('not binds tightest, then and, then or', () => {
  assert.equal(holds('dport = 443 or sport = 1 and sport = 2'), true);
  assert.equal(holds('(dport = 443 or sport = 1) and sport = 2'), false);
  assert.equal(holds('not sport = 1 and dport = 443'), true);
  assert.equal(holds('not (sport = 1 or dport = 443)'), false);
});

test('unknown values satisfy neither a comparison nor its opposite', () => {
  for (const text of [
    'user = root',
    'user != root',
    'recvQueue < 5',
    'recvQueue != 5',
    'dport in (1)',
    'dport not in (1)',
  ])
    assert.equal(holds(text, { user: null, recvQueue: null, remotePort: null }), false, text);
  assert.equal(holds('user = null', { user: null }), true);
});

test('an IPv4 network matches IPv4-mapped addresses on IPv6 sockets', () => {
  assert.equal(holds('src 10.0.0.0/8', { localAddress: '::ffff:10.9.9.9' }), true);
  assert.equal(holds('src 10.0.0.0/8', { localAddress: '::ffff:11.9.9.9' }), false);
  assert.equal(holds('src ::ffff:10.9.9.9', { localAddress: '::ffff:10.9.9.9' }), true);
  assert.equal(holds('src ::ffff:10.9.9.9', { localAddress: '10.9.9.9' }), false, 'as in ss');
  assert.equal(holds('src ::/0', { localAddress: '::ffff:10.9.9.9' }), true);
});

test('a conjunction reports the states it accepts, a negation does not', () => {
  const implied = (text: string) => compileExpression(text, columns, meanings).states;
  assert.deepEqual(implied('state listen and sport = 1'), new Set(['LISTEN']));
  assert.deepEqual(implied('state listen or state established'), new Set(['LISTEN', 'ESTABLISHED']));
  assert.equal(implied('state listen or sport = 1'), null);
  assert.equal(implied('not state listen'), null);
});

const errors: readonly (readonly [text: string, caret: string, message: RegExp])[] = [
  ['sport = :http-altx', ':http-altx', /expected a port/],
  ['sport = 70000', '70000', /expected a port/],
  ['sprot = 1', 'sprot', /did you mean sport|no such column/],
  ['state listn', 'listn', /did you mean LISTEN/],
  ['src 10.0.0.0/33', '10.0.0.0/33', /expected an address/],
  ['src 010.1.1.1', '010.1.1.1', /expected an address/],
  ['( sport = 1', '', /closing parenthesis/],
  ['sport = 1 )', ')', /expected "and"/],
  ['user = "root', '"root', /closing quote/],
  ['path ~ /a(/', '/a(/', /not a regular expression/],
  ['dport >= 8000-8010', '8000-8010', /one port/],
  ['sport =', '', /expected a value/],
  ['user > 5', '5', /cannot be ordered/],
  ['user', 'user', /expected an operator/],
  ['dport in 80', '80', /list in parentheses/],
];

for (const [text, place, message] of errors)
  test(`${text} is refused with a caret under ${place || 'the end'}`, () => {
    assert.throws(
      () => compileExpression(text, columns, meanings),
      (error: unknown) => {
        assert.ok(error instanceof UsageError);
        assert.match(error.message, message);
        const [, shown = '', caret = ''] = error.message.split('\n');
        assert.equal(caret.indexOf('^'), place === '' ? shown.length : shown.indexOf(place));
        return true;
      },
    );
  });

test('length, depth and number of comparisons are limited', () => {
  for (const text of [
    '('.repeat(10_000),
    'not '.repeat(2_000),
    'x'.repeat(100_000),
    'sport = 1 and '.repeat(1_000_000),
    `sport in (${'1,'.repeat(4_000)}1)`,
  ])
    assert.throws(() => compileExpression(text, columns, meanings), UsageError);
});

const operand = fc
  .constantFrom('1', '22', '443', '43210')
  .map((text): Operand => ({ text, quoted: false, flags: null, at: 0 }));
const comparison = fc.record({
  kind: fc.constant('test' as const),
  subject: fc.constantFrom('localPort', 'remotePort', 'recvQueue'),
  operator: fc.constantFrom(
    '=' as const,
    '!=' as const,
    '<' as const,
    '>=' as const,
    'in' as const,
    'not in' as const,
  ),
  operands: fc.tuple(operand),
  at: fc.constant(0),
});

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    comparison,
    tie('expression').map((part): Expression => ({ kind: 'not', part })),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      parts: fc.array(tie('expression'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));

const naive = (tree: Expression, values: Row): boolean => {
  if (tree.kind === 'and') return tree.parts.every((part) => naive(part, values));
  if (tree.kind === 'or') return tree.parts.some((part) => naive(part, values));
  if (tree.kind === 'not') return !naive(tree.part, values);
  if (tree.kind === 'states') throw new Error('not generated');
  const value = values[tree.subject] as number;
  const limit = Number(tree.operands[0]!.text);
  if (tree.operator === '=' || tree.operator === 'in') return value === limit;
  if (tree.operator === '<') return value < limit;
  if (tree.operator === '>=') return value >= limit;
  return value !== limit;
};

const numRuns = runs(1_000);
const withoutPlaces = (tree: Expression): unknown =>
  JSON.parse(JSON.stringify(tree, (key, value) => (key === 'at' ? 0 : value)));

test('printing and parsing round-trip an expression', () => {
  fc.assert(
    fc.property(expression, (tree) => {
      assert.deepEqual(withoutPlaces(parseExpression(printExpression(tree))), withoutPlaces(tree));
    }),
    { numRuns },
  );
});

test('random expressions agree with a naive evaluator', () => {
  const port = fc.constantFrom(1, 22, 443, 43210, 7);
  fc.assert(
    fc.property(expression, port, port, port, (tree, localPort, remotePort, recvQueue) => {
      const values = { ...row, localPort, remotePort, recvQueue };
      assert.equal(holds(printExpression(tree), values), naive(tree, values));
    }),
    { numRuns },
  );
});

test('any text gives an expression or a usage error', () => {
  const words = fc.constantFrom(
    ...[
      'state',
      'exclude',
      'listening',
      'established',
      'sport',
      'src',
      'dst',
      'dev',
      'port',
      'pid',
      'process',
    ],
    ...[
      'recvQueue',
      'rxDropped',
      'user',
      'path',
      'listening',
      'localPort',
      'x',
      'null',
      '"',
      '"a b"',
      '/',
      '\\',
    ],
    ...[
      '=',
      '!=',
      '<',
      '>=',
      '~',
      '!~',
      'in',
      'not',
      '!',
      '(',
      ')',
      ',',
      'and',
      'or',
      '|',
      '&&',
      '/a+/i',
      '/(/',
    ],
    ...[
      ':80',
      '80/tcp',
      '10/8',
      '::1',
      '[::1]:80',
      '[',
      'inet:',
      'unix:/x',
      '/tmp/*',
      '*',
      '1.5M',
      '2s',
      '0x10',
      '-1',
    ],
    ...['9'.repeat(30), '1-2', '2-1', 'eq', 'constructor', '__proto__', '\u001b', '\udc80', '😀', '\u202e'],
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(words, { maxLength: 20 }).map((parts) => parts.join(' ')),
  );
  fc.assert(
    fc.property(text, (typed) => {
      try {
        compileExpression(typed, columns, meanings);
      } catch (error) {
        assert.ok(error instanceof UsageError, String(error));
      }
    }),
    { numRuns },
  );
});

test('a value is found by its stored and its displayed form', () => {
  const destination = column('destination', 'text', {
    text: (value: never) => (value === '0.0.0.0/0' ? 'default' : value),
  });
  const found = (expression: string, value: string | null) =>
    compileExpression(expression, [destination], meanings).test({ destination: value } as never);
  assert.equal(found('destination = default', '0.0.0.0/0'), true);
  assert.equal(found('destination = 0.0.0.0/0', '0.0.0.0/0'), true);
  assert.equal(found('destination = default', '10.0.0.0/8'), false);
  assert.equal(found('destination = default', null), false);
  assert.equal(found('destination != default', null), false);
});

test('an unknown port neither equals nor differs from another', () => {
  for (const text of ['src :22', 'src != :22', 'src != 10.0.0.1:22']) {
    assert.equal(holds(text, { localPort: null }), false, text);
    assert.equal(holds(text, { localPort: 23 }), text.includes('!'), text);
  }
  assert.equal(holds('src != 10.0.0.1', { localPort: null }), true);
  assert.deepEqual(compileExpression('src :22', columns, meanings).reads, new Set(['localPort']));
});

test('null in a list matches like any value', () => {
  assert.equal(holds('user in (null, nobody)', { user: null }), true);
  assert.equal(holds('user not in (null, nobody)', { user: null }), false);
  assert.equal(holds('src = null', { localAddress: null }), true);
  assert.equal(holds('src = null'), false);
});

test('all includes every state, even one that no known kernel has', () => {
  assert.equal(holds('state all', { state: 'UNKNOWN(0x0d)' }), true);
  assert.equal(holds('state all', { state: null }), true);
  assert.equal(compileExpression('state all', columns, meanings).states, null);
});

test('an impossible query is refused with the reason', () => {
  const refusals: readonly (readonly [text: string, reason: RegExp])[] = [
    ['state nope', /no such state: "nope"\. States: ESTABLISHED/],
    ['state estabished', /did you mean ESTABLISHED\? States/],
    ['src fe80::1%eth0', /tables list no zone/],
    ['localAddress = *', /has the address 0\.0\.0\.0 or ::/],
    ['dport < 1,2', /expected "and", "or" or the end/],
    ['path ~ /(a)\\1/', /back references and look-around are not supported/],
    ['path ~ /(?<n>a)\\k<n>/', /back references and look-around are not supported/],
    ['path ~ /a(?=b)/', /back references and look-around are not supported/],
    ['path ~ /a(?<!b)/', /back references and look-around are not supported/],
    ['path ~ /a{1001}/', /invalid repeat count/],
    ['path ~ /(a{50}b){50}/', /smaller repeat counts|invalid repeat count/],
    ['path ~ /a/u', /flags of a regular expression are i, m and s/],
    ['path ~ /(/', /not a regular expression: missing closing \)/],
  ];
  for (const [text, reason] of refusals)
    assert.throws(
      () => holds(text),
      (error) => error instanceof UsageError && reason.test(error.message),
      text,
    );
});
