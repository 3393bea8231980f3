import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatIpv4, formatIpv6, isMapped } from '../../../src/core/address.ts';
import type { BoundColumn } from '../../../src/core/column.ts';
import { inNetwork, type Network, parseNetwork } from '../../../src/query/expression/network.ts';
import { inNetworks } from '../../../src/query/expression/predicates.ts';
import { runs } from '../../support/runs.ts';

const numRuns = runs(1_000);

const readable: readonly (readonly [text: string, octets: string, prefixLength: number])[] = [
  ['10.0.0.0/8', '10.0.0.0', 8],
  ['0.0.0.0/0', '0.0.0.0', 0],
  ['127.0.0.1', '127.0.0.1', 32],
  ['::1', '::1', 128],
  ['[::1]', '::1', 128],
  ['[fe80::]/10', 'fe80::', 10],
  ['2001:DB8::1', '2001:db8::1', 128],
  ['::/0', '::', 0],
  ['::ffff:10.0.0.1', '::ffff:10.0.0.1', 128],
  ['::ffff:10.0.0.0/104', '::ffff:10.0.0.0', 104],
  ['10/8', '10.0.0.0', 8],
  ['193.233.7/24', '193.233.7.0', 24],
  ['10.9', '10.9.0.0', 32],
  ['10.9.0.1/24', '10.9.0.1', 24],
  ['10.0.0.0/255.255.0.0', '10.0.0.0', 16],
  ['0/0', '0.0.0.0', 0],
  ['10.0.0.0/0.0.0.0', '10.0.0.0', 0],
  ['10.0.0.0/255.255.255.255', '10.0.0.0', 32],
];

const textOf = (octets: Uint8Array): string =>
  octets.length === 4 ? formatIpv4(octets) : formatIpv6(octets);

for (const [text, octets, prefixLength] of readable)
  test(`${text} is ${octets} with ${prefixLength} bits`, () => {
    const network = parseNetwork(text)!;
    assert.equal(textOf(network.octets), octets);
    assert.equal(network.prefixLength, prefixLength);
  });

for (const text of [
  '',
  '*',
  '/8',
  '1.2.3.4.5',
  '1..2',
  '.1',
  '10.0.0.0/255.0.255.0',
  '10.0.0.0/255.0',
  '10/8/8',
  '010.1.1.1',
  '256.1.1.1',
  '0x10.1.1.1',
  '10.0.0.0/33',
  '10.0.0.0/',
  '::1/129',
  '::1::',
  '12345::',
  '1:2:3:4:5:6:7:8:9',
  '[::1',
  '::1]',
  '[[::1]]',
  'fe80::1%eth0',
  '::ffff:010.0.0.1',
  '٣.1.1.1',
])
  test(`"${text}" is not a network`, () => assert.equal(parseNetwork(text), null));

const octetsOf = (length: number) =>
  fc.array(fc.oneof(fc.constantFrom(0, 255), fc.nat(255)), { minLength: length, maxLength: length });
const address = fc.oneof(
  octetsOf(4).map((octets) => Uint8Array.from(octets)),
  octetsOf(16).map((octets) => Uint8Array.from(octets)),
  octetsOf(4).map((octets) => Uint8Array.from([...new Array(10).fill(0), 255, 255, ...octets])),
);

const bitsOf = (octets: Uint8Array): string =>
  [...octets].map((octet) => octet.toString(2).padStart(8, '0')).join('');

/** An IPv4 network is compared with the IPv4 part of a mapped address, any other with all bits. */
const expected = (inside: Uint8Array, base: Uint8Array, prefixLength: number): boolean => {
  const part = base.length === 4 && isMapped(inside) ? inside.slice(12) : inside;
  return (
    part.length === base.length && bitsOf(part).slice(0, prefixLength) === bitsOf(base).slice(0, prefixLength)
  );
};

test('an address lies in a network if its first bits are the same', () => {
  fc.assert(
    fc.property(address, address, fc.nat(128), fc.boolean(), (inside, other, length, near) => {
      const base = near ? inside : other;
      const prefixLength = Math.min(length, base.length * 8);
      const network = parseNetwork(`${textOf(base)}/${prefixLength}`)!;
      assert.equal(inNetwork(inside, network), expected(inside, base, prefixLength));
    }),
    { numRuns },
  );
});

test('addresses print as in the URL standard, except mapped ones, and parse back', () => {
  fc.assert(
    fc.property(address, (octets) => {
      const text = textOf(octets);
      assert.deepEqual(parseNetwork(text)!.octets, octets);
      if (octets.length !== 16 || isMapped(octets)) return;
      assert.equal(new URL(`http://[${text}]/`).hostname, `[${text}]`);
    }),
    { numRuns },
  );
});

test('a column of octets and a column of text are filtered alike', () => {
  const column = (more: object): BoundColumn =>
    ({ name: 'address', kind: 'address', help: '', read: textOf, ...more }) as unknown as BoundColumn;
  const byText = column({});
  const byOctets = column({ octets: (octets: Uint8Array) => octets });
  const networks = ['10.0.0.0/8', '::/1', '255.255.0.0/16', 'fe80::/10'].map(
    (text): Network => parseNetwork(text)!,
  );
  const [text, octets] = [inNetworks(byText, networks), inNetworks(byOctets, networks)];
  fc.assert(
    fc.property(address, (view) => assert.equal(text(view as never), octets(view as never))),
    { numRuns },
  );
});
