import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from '../../src/core/errors.ts';
import { listenAddress } from '../../src/serve/address.ts';

test('an address is classified as reachable from outside or not', () => {
  const of = (text: string) => {
    const { host, port, isLoopback } = listenAddress(text, '--listen');
    return [host, port, isLoopback];
  };
  assert.deepEqual(of('127.0.0.1:9535'), ['127.0.0.1', 9535, true]);
  assert.deepEqual(of('127.9.9.9:0'), ['127.9.9.9', 0, true]);
  assert.deepEqual(of('localhost:80'), ['127.0.0.1', 80, true]);
  assert.deepEqual(of('[::1]:65535'), ['::1', 65535, true]);
  assert.deepEqual(of(':9535'), [null, 9535, false]);
  assert.deepEqual(of('0.0.0.0:1'), ['0.0.0.0', 1, false]);
  assert.deepEqual(of('[::]:1'), ['::', 1, false]);
  assert.deepEqual(of('[::2]:1'), ['::2', 1, false]);
  assert.deepEqual(of('10.0.0.1:1'), ['10.0.0.1', 1, false]);
});

test('anything else is refused', () => {
  for (const text of [
    '',
    '9535',
    '127.0.0.1',
    '127.0.0.1:',
    '127.0.0.1:65536',
    '::1:80',
    '[127.0.0.1]:80',
    'example.com:80',
    ':',
    '[]:80',
    '[::ffff:127.0.0.1]:80',
    '1.2.3:4',
    '127.0.0.1:80 ',
  ])
    assert.throws(() => listenAddress(text, '--listen'), UsageError, text);
});
