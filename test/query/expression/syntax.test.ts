import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoundColumn } from '../../../src/core/column.ts';
import { UsageError } from '../../../src/core/errors.ts';
import { displayWidth, printable } from '../../../src/core/text.ts';
import { compileExpression } from '../../../src/query/expression/compile.ts';
import { parseExpression } from '../../../src/query/expression/parser.ts';
import { printExpression } from '../../support/print-expression.ts';

const column = (name: string, kind: BoundColumn['kind'], port?: string): BoundColumn =>
  ({ name, kind, help: '', read: () => null, ...(port && { port }) }) as unknown as BoundColumn;

const sockets = [
  column('localAddress', 'address', 'localPort'),
  column('localPort', 'port'),
  column('path', 'text'),
];
const connections = [
  column('source', 'address', 'sourcePort'),
  column('sourcePort', 'port'),
  column('destination', 'address', 'destinationPort'),
  column('destinationPort', 'port'),
];
const meanings = { portsOf: () => [] };

const errorOf = (text: string, columns = sockets): string[] => {
  try {
    compileExpression(text, columns, meanings);
  } catch (error) {
    assert.ok(error instanceof UsageError, String(error));
    return error.message.split('\n');
  }
  throw new Error(`${text} is accepted`);
};

const withoutPlaces = (text: string): unknown =>
  JSON.parse(JSON.stringify(parseExpression(text), (key, value) => (key === 'at' ? 0 : value)));

for (const before of [
  'path = "a\\\\b\\"c"',
  'path = "\u001b[31m"',
  'path = \u202ex',
  'path = 日本',
  'path = "\udc80"',
])
  test(`the caret is under the error after ${JSON.stringify(before)}`, () => {
    const [, shown = '', caret = '', ...rest] = errorOf(`${before} and nosuch = 1`);
    assert.deepEqual(rest, []);
    assert.equal(printable(shown), shown, 'everything unsafe is already escaped');
    assert.equal(caret.indexOf('^'), displayWidth(shown.slice(0, shown.indexOf('nosuch'))));
  });

test('line breaks and tabs do not break the two lines', () => {
  const [, shown, caret] = errorOf('\tnosuch\r\n= 1');
  assert.equal(shown, '   nosuch  = 1');
  assert.equal(caret, '   ^');
});

test('a long text is cut around the caret, and a long token in the message', () => {
  const padding = 'path = x and '.repeat(100);
  const [message = '', shown = '', caret = ''] = errorOf(
    `${padding}${'n'.repeat(3_000)} = 1 and ${padding}path = x`,
  );
  for (const line of [message, shown, caret]) assert.ok(line.length < 300, line);
  assert.equal(shown[caret.indexOf('^')], 'n');
  assert.equal(shown[caret.indexOf('^') - 1], ' ');
  assert.ok(shown.startsWith('  …') && shown.endsWith('…'));
});

test('suggestions include ss keywords if the report has an equivalent', () => {
  assert.match(errorOf('sprot = 1')[0]!, /did you mean sport\?/);
  assert.match(errorOf('localPrt = 1')[0]!, /did you mean localPort\?/);
  assert.match(errorOf('sprot = 1', [column('path', 'text')])[0]!, /columns: path$/);
});

test('src, dst, sport and dport are the two ends of a tracked connection, and an error without ends', () => {
  for (const text of ['src 10.0.0.1:80', 'dst ::1', 'sport = 1', 'dport = 1'])
    compileExpression(text, connections, meanings);
  for (const [text, lack] of [
    ['dst ::1', 'remote addresses'],
    ['dport = 1', 'remote ports'],
    ['dev eth0', 'interfaces'],
    ['process nginx', 'processes'],
    ['state listening', 'states'],
  ] as const)
    assert.match(errorOf(text)[0]!, new RegExp(`this report has no ${lack}; columns: localAddress`));
});

for (const text of [
  `${'not '.repeat(100)}sport = 1`,
  `${'('.repeat(100)}sport = 1${')'.repeat(100)}`,
  `${'not ('.repeat(50)}sport = 1 or dport = 1${')'.repeat(50)}`,
  '(sport=1)'.repeat(700),
  'a = 1 or b = 2 and not (c = 3 or d = 4)',
  '((a = 1 and b = 2) and c = 3) or (d = 4 or e = 5)',
  'a in (1, "x y") b not in (2) exclude listen, estab',
  'path = "a\\"\\\\b" and path ~ /a\\/b[\\/]\\\\x/i and path !~ "x" and path ~ //',
  'path = "null" or path = null or listening',
])
  test(`parses back after printing: ${text.slice(0, 60)}`, () =>
    assert.deepEqual(withoutPlaces(printExpression(parseExpression(text))), withoutPlaces(text)));

test('texts that are far too long or deep are refused', () => {
  for (const text of ['(', '!', 'not ', '"', 'x ', 'sport=1 ', 'sport in (', '~ /'].flatMap((part) => [
    part.repeat(5_000_000),
    part.repeat(Math.floor(9_999 / part.length)),
  ]))
    assert.throws(() => compileExpression(text, sockets, meanings), UsageError);
});
