import assert from 'node:assert/strict';
import { test } from 'node:test';
import { broadcastOf, holds, ipv4Mask, ipv4Octets, prefixLengthOf, toIpv4 } from '../../src/core/ipv4.ts';

test('octets to a number and back', () => {
  for (const [octets, number] of [
    [[0, 0, 0, 0], 0],
    [[127, 0, 0, 1], 0x7f000001],
    [[255, 255, 255, 255], 0xffffffff],
  ] as const) {
    assert.equal(toIpv4(Uint8Array.from(octets)), number);
    assert.deepEqual([...ipv4Octets(number)], octets);
  }
});

test('every mask has a length, and a non-contiguous one has none', () => {
  for (let length = 0; length <= 32; length++) {
    const mask = length === 0 ? 0 : 2 ** 32 - 2 ** (32 - length);
    assert.equal(ipv4Mask(length), mask);
    assert.equal(prefixLengthOf(mask), length);
  }
  for (const mask of [1, 0x00ffffff, 0xff00ff00, 0x7fffffff, 0xfffffffd])
    assert.equal(prefixLengthOf(mask), null);
});

test('a network contains its addresses, from first to last', () => {
  const network = { network: 0xc0000200, prefixLength: 24 };
  assert.deepEqual(
    [0xc0000200, 0xc00002ff].map((address) => holds(network, address)),
    [true, true],
  );
  assert.deepEqual(
    [0xc00001ff, 0xc0000300, 0].map((address) => holds(network, address)),
    [false, false, false],
  );
  assert.equal(broadcastOf(network), 0xc00002ff);
  assert.equal(holds({ network: 0, prefixLength: 0 }, 0xffffffff), true);
  assert.equal(holds({ network: 0xffffffff, prefixLength: 32 }, 0xfffffffe), false);
  assert.equal(broadcastOf({ network: 0, prefixLength: 0 }), 0xffffffff);
});
