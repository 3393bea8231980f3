import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import {
  check,
  conns,
  differences,
  explain,
  ifstat,
  metrics,
  openSnapshot,
  ReadError,
  routeTo,
  tally,
  toJSON,
  UsageError,
  waitFor,
} from '../../src/index.ts';

const B = { proc: 'test/fixtures/captures/B' };

type Call = (...args: readonly unknown[]) => unknown;

const messageOf = async (call: Call, ...args: readonly unknown[]): Promise<string> => {
  try {
    await call(...args);
  } catch (error) {
    assert.ok(error instanceof UsageError, String(error));
    return error.message;
  }
  return assert.fail('no error');
};

it('any wrong argument is a UsageError that names it', async () => {
  const rows = [...conns({ ...B, columns: ['state', 'protocol'] })];
  const noRows = {};
  for (const [call, args, message] of [
    [conns, [null], 'options: expected an object'],
    [conns, ['tcp'], 'options: expected an object'],
    [conns, [{ ...B, signal: 5 }], 'signal: expected an AbortSignal'],
    [conns, [{ ...B, onProblem: true }], 'onProblem: expected a function'],
    [conns, [{ ...B, columns: 'state' }], 'columns: expected a list of column names'],
    [conns, [{ ...B, rules: [] }], 'unknown option rules'],
    [check, [null], 'options: expected an object'],
    [check, [{ conditions: 5 }], 'conditions: expected a string or a list of strings'],
    [waitFor, [5], 'conditions: expected a string or a list of strings'],
    [waitFor, ['free :1', { signal: null }], 'signal: expected an AbortSignal'],
    [metrics, [5], 'options: expected an object'],
    [openSnapshot, [undefined], 'path: expected a string'],
    [explain, [5], 'word: expected a string'],
    [routeTo, [], 'address: expected a string'],
    [routeTo, ['999.1.1.1', B], 'expected one IPv4 or IPv6 address (got "999.1.1.1")'],
    [tally, [rows, 'state'], 'columns: expected a list of one or more column names'],
    [tally, [rows, []], 'columns: expected a list of one or more column names'],
    [tally, [rows, ['bogus']], 'columns: no such column: "bogus"\ncolumns: state, protocol'],
    [tally, [noRows, ['state']], 'rows: expected rows, such as a list of them'],
    [differences, [conns, null, []], 'before: expected rows, such as a list of them'],
    [toJSON, [undefined], 'rows: expected rows or another value that JSON can hold'],
  ] as const)
    assert.equal(await messageOf(call as Call, ...args), message);
});

it('no message has an option as the command spells it', async () => {
  for (const call of [
    () => conns({ proc: '/nonexistent' }),
    () => conns({ endian: 'little' }),
    () => routeTo('10.0.0.1', { endian: 'little' }),
    () => ifstat({ netns: 1, allNetns: true }),
    () => ifstat({ proc: '' }),
    () => check({ endian: 'little', conditions: 'free :1' }),
    () => metrics({ endian: 'little' }),
  ])
    await assert.rejects(
      async () => call(),
      (error: Error) => !/--|routes get/.test(error.message),
    );
});

it('an error does not carry control characters from a name to the terminal', () => {
  const directory = mkdtempSync(join(tmpdir(), 'procnet-'));
  try {
    symlinkSync('/tmp/\x1b[31mred', join(directory, 'net'));
    for (const proc of [directory, '/tmp/\x1b[31m'])
      assert.throws(
        () => [...conns({ proc })],
        (error) =>
          error instanceof ReadError &&
          error.message.includes('\\x1b[31m') &&
          !`${error.message}${error.stack}`.includes('\x1b'),
      );
  } finally {
    rmSync(directory, { recursive: true });
  }
});
