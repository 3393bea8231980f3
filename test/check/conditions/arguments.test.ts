import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitArguments } from '../../../src/check/conditions/arguments.ts';

test('a condition is one argument, or starts with a keyword and takes the arguments after it', () => {
  const cases: readonly (readonly [
    words: readonly string[],
    conditions: readonly string[],
    others: readonly string[],
  ])[] = [
    [['listen :80'], ['listen :80'], []],
    [['listen', ':80'], ['listen :80'], []],
    [['listen', ':80', 'free', ':81'], ['listen :80', 'free :81'], []],
    [['listen :80', 'free :81'], ['listen :80', 'free :81'], []],
    [['close-wait', '*-queue', 'listen', ':80'], ['listen :80'], ['close-wait', '*-queue']],
    [['not', 'listen', ':80', 'not', 'free :81'], ['not listen :80', 'not free :81'], []],
    [['warn', 'web:', 'listen', ':80'], ['warn web: listen :80'], []],
    [['web:', 'count(conns) > 1', 'iface', 'eth0', 'up'], ['web: count(conns) > 1', 'iface eth0 up'], []],
    [['established', ':80', '>=', '2'], ['established :80 >= 2'], []],
    [['count(conns)>1', 'exposed'], ['count(conns)>1'], ['exposed']],
    [[], [], []],
  ];
  for (const [words, conditions, others] of cases)
    assert.deepEqual(splitArguments(words), { conditions, others }, words.join(' '));
});
