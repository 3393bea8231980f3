import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statesOf } from '../../src/glossary/states.ts';

const kernel = [
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
];
const sockets = [...kernel, 'UNCONN'];

const spellings: Readonly<Record<string, readonly string[]>> = {
  ESTABLISHED: ['established', 'Established', 'estab', 'ESTAB', '01', '0x01'],
  SYN_SENT: ['syn-sent', 'SYN_SENT', 'synsent', '02'],
  SYN_RECV: ['syn-recv', 'syn-rcv', 'SYN_RCV', 'syn-received', '03'],
  FIN_WAIT1: ['fin-wait-1', 'FIN_WAIT1', 'FIN-WAIT-1', 'finwait1', '04'],
  FIN_WAIT2: ['fin-wait-2', 'FIN_WAIT2', 'finwait2', '05'],
  TIME_WAIT: ['time-wait', 'TIME_WAIT', 'timewait', 'TIME-WAIT', '06'],
  CLOSE: ['close', 'closed', 'CLOSED', '07'],
  CLOSE_WAIT: ['close-wait', 'CLOSE_WAIT', 'closewait', '08'],
  LAST_ACK: ['last-ack', 'LAST_ACK', '09'],
  LISTEN: ['LISTEN', 'listen', 'listening', 'LISTENING', '0A', '0a', '0x0A', '0X0a'],
  CLOSING: ['closing', 'CLOSING', '0B'],
  UNCONN: ['unconn', 'UNCONN'],
};

for (const [state, words] of Object.entries(spellings))
  test(`${words.join(', ')} are ${state}`, () => {
    for (const word of words) assert.deepEqual(statesOf(word, sockets), [state], word);
  });

const without = (...states: string[]): string[] => sockets.filter((state) => !states.includes(state));

test('groups contain the same states as in ss', () => {
  assert.deepEqual(statesOf('all', sockets), sockets);
  assert.deepEqual(statesOf('connected', sockets), without('LISTEN', 'CLOSE', 'UNCONN'));
  assert.deepEqual(statesOf('synchronized', sockets), without('LISTEN', 'CLOSE', 'UNCONN', 'SYN_SENT'));
  assert.deepEqual(statesOf('bucket', sockets), ['SYN_RECV', 'TIME_WAIT']);
  assert.deepEqual(statesOf('big', sockets), without('SYN_RECV', 'TIME_WAIT'));
  assert.deepEqual(statesOf('unconnected', sockets), ['UNCONN', 'CLOSE']);
});

test('an unknown state code is still a state (fault 25)', () => {
  for (const word of ['0D', '0d', '0x0D', '0X0d', 'UNKNOWN(0x0D)', 'unknown(0x0d)'])
    assert.deepEqual(statesOf(word, sockets), ['UNKNOWN(0x0D)'], word);
  assert.deepEqual(statesOf('0xAD', sockets), ['UNKNOWN(0xAD)']);
  assert.deepEqual(statesOf('UNKNOWN(0x07)', sockets), ['UNKNOWN(0x07)']);
});

test('unknown words and inherited property names are not states', () => {
  for (const word of [
    '',
    'listn',
    'A',
    '1',
    'ad',
    '22',
    '10',
    '0x',
    '0x100',
    '0x0D)',
    'UNKNOWN(0x0D',
    'constructor',
    '__proto__',
    'toString',
  ])
    assert.equal(statesOf(word, sockets), null, word);
});

test('other reports have their own states, without socket groups or codes', () => {
  const neighbours = ['complete', 'incomplete', 'permanent', 'published'];
  assert.deepEqual(statesOf('Complete', neighbours), ['complete']);
  assert.deepEqual(statesOf('syn-sent-2', ['SYN_SENT', 'SYN_SENT2']), ['SYN_SENT2']);
  for (const word of ['0A', 'all', 'connected', 'estab'])
    assert.equal(statesOf(word, neighbours), null, word);
});
