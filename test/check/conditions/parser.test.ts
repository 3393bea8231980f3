import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLines } from '../../../src/check/conditions/file.ts';
import { parseCondition } from '../../../src/check/conditions/parser.ts';
import { UsageError } from '../../../src/core/errors.ts';

const subject = (text: string): Record<string, unknown> => ({ ...parseCondition(text).subject });

const failure = (text: string): string => {
  try {
    parseCondition(text);
  } catch (error) {
    assert.ok(error instanceof UsageError);
    return error.message;
  }
  return assert.fail(`${text} was understood`);
};

test('an endpoint is a port, optionally with an address and a protocol', () => {
  const cases = [
    [':8080', null, '8080', 'tcp'],
    ['8080', null, '8080', 'tcp'],
    ['*:8080', null, '8080', 'tcp'],
    ['127.0.0.1:http', '127.0.0.1', 'http', 'tcp'],
    ['[::1]:53/udp', '[::1]', '53', 'udp'],
    ['localhost:80', 'localhost', '80', 'tcp'],
  ] as const;
  for (const [text, address, port, protocol] of cases) {
    const { endpoint } = subject(`listen ${text}`) as {
      endpoint: { address: { text: string } | null; port: { text: string }; protocol: string };
    };
    assert.deepEqual(
      [endpoint.address?.text ?? null, endpoint.port.text, endpoint.protocol],
      [address, port, protocol],
      text,
    );
  }
});

test('a condition may be prefixed with a severity and a name', () => {
  const { severity, name, text } = parseCondition('  warn web-1: listen :80 ');
  assert.deepEqual([severity, name, text], ['warning', 'web-1', 'warn web-1: listen :80']);
  assert.deepEqual([parseCondition('free :1').severity, parseCondition('free :1').name], ['critical', null]);
  assert.equal(parseCondition('crit db: unix /run/db').name, 'db');
});

test('a function takes a report, a column and an expression with parentheses, quotes and patterns', () => {
  const text = 'max(conns.recvQueue where (state = listen or path = "a)b") and path ~ /x\\/\\)/) >= 1.5k';
  const { measure, report, column, where, limit } = subject(text) as never as Record<
    string,
    { text: string }
  > & {
    limit: { comparison: string; number: { text: string } };
  };
  assert.equal(measure as unknown as string, 'max');
  assert.deepEqual([report!.text, column!.text], ['conns', 'recvQueue']);
  assert.equal(where!.text, '(state = listen or path = "a)b") and path ~ /x\\/\\)/');
  assert.deepEqual([limit.comparison, limit.number.text], ['>=', '1.5k']);
});

test('not, names with spaces, the default of established', () => {
  assert.deepEqual(subject('not not unix /run/my app.sock '), {
    kind: 'not',
    subject: { kind: 'not', subject: { kind: 'unix', path: '/run/my app.sock' } },
  });
  assert.equal(subject('established :80')['limit'], null);
  assert.deepEqual(subject('iface eth0 carrier'), { kind: 'iface', name: 'eth0', state: 'carrier' });
});

test('an error is shown with a caret under its position', () => {
  const cases: readonly (readonly [text: string, message: RegExp, column: number])[] = [
    ['lisen :80', /unknown condition "lisen"; did you mean listen\?/, 0],
    ['listen', /expected a port/, 6],
    ['listen 1.2.3.4', /expected a port as in/, 7],
    ['listen :80 :81', /expected the end/, 11],
    ['iface eth0 upp', /expected "up" or "carrier"/, 11],
    ['established :80 >', /expected a number/, 17],
    ['count(conns where) > 1', /expected an expression/, 17],
    ['count(conns where state = listen > 1', /expected a closing parenthesis/, 36],
    ['count(conns', /closing parenthesis/, 11],
    ['value(snmp) = 1', /expected a column, as in snmp.COLUMN/, 10],
    ['count conns > 1', /expected count\(REPORT\)/, 6],
    ['count(conns)', /expected a comparison/, 12],
    ['web: ', /expected a condition/, 5],
    ['', /expected a condition/, 0],
  ];
  for (const [text, message, column] of cases) {
    const [first, shown, caret] = failure(text).split('\n');
    assert.match(first!, message, text);
    assert.equal(shown, `  ${text}`);
    assert.equal(caret!.indexOf('^') - 2, column, `${text}: ${first}`);
  }
});

test('length and depth are limited', () => {
  assert.match(failure(`unix ${'x'.repeat(10_001)}`), /longer than 10000 characters/);
  assert.match(failure(`${'not '.repeat(200)}free :1`), /more than 100 levels of "not"/);
});

test('a file has one condition per line, and comments', () => {
  const conditions = parseLines('# all of it\n\nwarn web: listen :80\r\n  free :81\n', 'a.conf');
  assert.deepEqual(
    conditions.map(({ name, severity, text }) => [name, severity, text]),
    [
      ['web', 'warning', 'warn web: listen :80'],
      [null, 'critical', 'free :81'],
    ],
  );
  assert.throws(
    () => parseLines('free :1\n\nfre :2\n', 'a\x1b.conf'),
    /^UsageError: a\\x1b\.conf:3: bad condition/,
  );
  assert.throws(() => parseLines('free :1\n'.repeat(1_001), 'f'), /more than 1000 conditions \(1001\)/);
});
