import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatIpv6 } from '../../src/core/address.ts';
import { octetsOfWords, putIpv4, putIpv6 } from '../../src/core/address-words.ts';
import { runs } from '../support/runs.ts';

const octet = fc.oneof(fc.nat(255), fc.constantFrom(0, 0, 0, 9, 10, 99, 100, 255));

const wordsOf = (octets: readonly number[]): Int32Array => {
  const view = new DataView(new ArrayBuffer(octets.length));
  for (const [at, value] of octets.entries()) view.setUint8(at, value);
  return Int32Array.from({ length: octets.length / 4 }, (_, at) => view.getInt32(at * 4, true));
};

test('an IPv4 address is written in dotted-decimal form', () => {
  fc.assert(
    fc.property(fc.array(octet, { minLength: 4, maxLength: 4 }), fc.nat(5), (octets, start) => {
      const bytes = new Uint8Array(start + 17);
      const end = putIpv4(bytes, start, wordsOf(octets)[0]!);
      assert.equal(Buffer.from(bytes.subarray(start, end)).toString(), octets.join('.'));
    }),
    { numRuns: runs(500) },
  );
});

const group = fc.oneof(fc.constant([0, 0]), fc.constant([0xff, 0xff]), fc.tuple(octet, octet));
const ipv6 = fc.oneof(
  fc.array(group, { minLength: 8, maxLength: 8 }).map((groups) => groups.flat()),
  fc.array(octet, { minLength: 4, maxLength: 4 }).map((last) => [...Array(10).fill(0), 255, 255, ...last]),
);

/** The URL parser's form of an IPv6 address, which is that of RFC 5952 except for mapped addresses. */
const canonical = (address: string): string => new URL(`http://[${address}]/`).hostname;

test('an IPv6 address is written as RFC 5952 requires', () => {
  fc.assert(
    fc.property(ipv6, fc.nat(5), (octets, at) => {
      const words = Int32Array.from([...Array(at).fill(-1), ...wordsOf(octets), -1]);
      const bytes = new Uint8Array(3 + 45);
      const text = Buffer.from(bytes.subarray(3, putIpv6(bytes, 3, words, at))).toString();
      const full = Array.from({ length: 8 }, (_, place) =>
        ((octets[place * 2]! << 8) | octets[place * 2 + 1]!).toString(16),
      ).join(':');
      assert.equal(canonical(text), canonical(full));
      if (!text.startsWith('::ffff:')) assert.equal(`[${text}]`, canonical(full));
      assert.equal(text, formatIpv6(Uint8Array.from(octets)));
      assert.deepEqual([...octetsOfWords(words, at, new Uint8Array(16))], octets);
    }),
    { numRuns: runs(2_000) },
  );
});
