import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Seen } from '../../src/shapes/seen.ts';

const secret = Int32Array.of(0x0badcafe, -2);
const seenOf = (most = 1): Seen => new Seen({ secret }, most);

/** Pseudo-random numbers, the same in each run. */
const numbers = (): (() => number) => {
  let state = 12345;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) | 0;
    return state;
  };
};

test('each key is new once, however many there are, added singly or in bulk', () => {
  const stride = 5;
  const length = 3;
  const flag = 4;
  const next = numbers();
  const keys: number[][] = [];
  for (let at = 0; at < 100_000; at++)
    keys.push(at % 3 === 0 && at > 0 ? keys[(next() >>> 1) % at]! : [next() & 7, next(), at & 0xff]);
  const first = new Map<string, number>();
  for (const [at, key] of keys.entries()) if (!first.has(key.join())) first.set(key.join(), at);
  const expected = keys.map((key, at) => (first.get(key.join()) === at ? 1 : 0));
  const together = seenOf(128);
  const single = seenOf();
  const found: number[] = [];
  for (let from = 0; from < keys.length; ) {
    const count = Math.min(keys.length - from, (next() >>> 1) % 129);
    const words = new Int32Array(stride * count + 1);
    for (let row = 0; row < count; row++) words.set(keys[from + row]!, row * stride);
    together.addRows(words, count, stride, length, flag);
    for (let row = 0; row < count; row++) found.push(words[row * stride + flag]!);
    from += count;
  }
  assert.deepEqual(found, expected);
  assert.deepEqual(
    keys.map(([a, b, c]) => (single.begin().number(a!).number(b!).number(c!).isNew() ? 1 : 0)),
    expected,
  );
});

test('text boundaries matter, and so does every bit of a number', () => {
  const seen = seenOf();
  const bytes = Buffer.from('abcdefgh');
  const texts = (...ends: readonly number[]): boolean => {
    seen.begin();
    let start = 0;
    for (const end of ends) {
      seen.text(bytes, start, end);
      start = end;
    }
    return seen.isNew();
  };
  for (const ends of [[8], [1, 8], [4, 8], [5, 8], [0, 8], [8, 8], [1, 2, 8], []]) assert.ok(texts(...ends));
  for (const ends of [[8], [5, 8], []]) assert.ok(!texts(...ends));
  const values = [
    0,
    1,
    -1,
    2 ** 31,
    -(2 ** 31),
    2 ** 32,
    2 ** 32 + 1,
    -(2 ** 32),
    2 ** 53 - 1,
    -(2 ** 53) + 1,
  ];
  for (const value of values) assert.ok(seen.begin().number(value).isNew(), String(value));
  for (const value of values) assert.ok(!seen.begin().number(value).isNew(), String(value));
  const long = Buffer.alloc(10_000, 'x');
  assert.ok(seen.begin().text(long, 0, 10_000).isNew());
  assert.ok(!seen.begin().text(long, 0, 10_000).isNew());
  assert.ok(seen.begin().text(long, 0, 9_999).isNew());
});
