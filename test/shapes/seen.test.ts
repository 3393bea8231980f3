import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Seen } from '../../src/shapes/seen.ts';

test('each pair is new once, however many there are', () => {
  const seen = new Seen();
  const known = new Set<string>();
  let state = 12345;
  const next = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) | 0;
    return state;
  };
  for (let at = 0; at < 200_000; at++) {
    // Some pairs share a half with many others; all of those with the same low half begin their search at one place.
    const [high, low] = at % 100 === 0 ? [at >> 3, at & 7] : [next(), next()];
    const key = `${high} ${low}`;
    assert.equal(seen.add(high, low), !known.has(key), `pair ${at}: ${key}`);
    known.add(key);
  }
  for (const key of known) {
    const [high, low] = key.split(' ').map(Number);
    assert.equal(seen.add(high!, low!), false, key);
  }
});

test('halves of 0, and halves that share a slot', () => {
  const seen = new Seen();
  for (const high of [0, 1, -1, 2 ** 31 - 1, -(2 ** 31)])
    for (const low of [2, 3, -1, -2, 2 ** 31 - 1]) {
      assert.equal(seen.add(high, low), true);
      assert.equal(seen.add(high, low), false);
    }
  const zeros = new Seen();
  assert.deepEqual([zeros.add(0, 0), zeros.add(0, 0)], [true, false]);
});
