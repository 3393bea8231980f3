import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatIpv4, formatIpv6, parseAddress } from '../../../src/core/address.ts';
import { Addresses } from '../../../src/snapshot/redact/addresses.ts';
import { Secret } from '../../../src/snapshot/redact/secret.ts';
import { runs } from '../../support/runs.ts';

const secret = new Secret('5a'.repeat(32));
const numRuns = runs(500, 20_000);

const bytesOf = (text: string): Uint8Array => {
  const bytes = parseAddress(text)!;
  return text.includes(':') && bytes.length === 4
    ? Uint8Array.from([...Array(10).fill(0), 0xff, 0xff, ...bytes])
    : bytes;
};
const textOf = (bytes: Uint8Array): string => (bytes.length === 4 ? formatIpv4(bytes) : formatIpv6(bytes));
const mapped = (text: string, addresses = new Addresses(secret)): string =>
  textOf(addresses.host(bytesOf(text)));

/** The number of leading bits that two have in common. */
const common = (a: Uint8Array, b: Uint8Array): number => {
  const bits = (bytes: Uint8Array): string =>
    Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const [one, other] = [bits(a), bits(b)];
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
};

/** Pairs that are close to each other more often than by chance. */
const pair = (size: 4 | 16) =>
  fc
    .tuple(
      fc.uint8Array({ minLength: size, maxLength: size }),
      fc.uint8Array({ minLength: size, maxLength: size }),
      fc.nat({ max: size }),
    )
    .map(([a, b, same]) => [a, Uint8Array.from([...a.subarray(0, same), ...b.subarray(same)])] as const);

for (const size of [4, 16] as const)
  test(`two IPv${size === 4 ? 4 : 6} addresses share as many leading bits as before`, () => {
    const addresses = new Addresses(secret);
    fc.assert(
      fc.property(pair(size), ([a, b]) => {
        // Groups containing the end of an address are distinguished from others.
        fc.pre(a[0] !== 0xff && b[0] !== 0xff);
        assert.equal(common(addresses.host(a), addresses.host(b)), common(a, b));
      }),
      { numRuns },
    );
  });

const kept = [
  '0.0.0.0',
  '127.0.0.1',
  '127.0.0.53',
  '224.0.0.1',
  '224.0.0.251',
  '239.255.255.250',
  '255.255.255.255',
  '::',
  '::1',
  'ff02::1',
  'ff02::fb',
  'ff05::2',
  '::ffff:127.0.0.1',
  '::ffff:0.0.0.0',
];
for (const address of kept)
  test(`${address} has a fixed meaning and stays`, () => {
    assert.equal(mapped(address), address);
  });

const classes: readonly (readonly [address: string, network: string, length: number])[] = [
  ['10.1.2.3', '10.0.0.0', 8],
  ['172.16.5.4', '172.16.0.0', 12],
  ['192.168.7.8', '192.168.0.0', 16],
  ['169.254.8.9', '169.254.0.0', 16],
  ['100.64.3.4', '100.64.0.0', 10],
  ['239.1.2.3', '239.0.0.0', 8],
  ['240.1.2.3', '240.0.0.0', 4],
  ['fd12:3456::9', 'fd00::', 8],
  ['fe80::1234:5678:9abc:def0', 'fe80::', 64],
  ['2001:4860:4860::8888', '2000::', 3],
  ['::ffff:8.8.8.8', '::ffff:0.0.0.0', 96],
  ['64:ff9b::808:808', '64:ff9b::', 96],
  ['ff02::1:ff12:3456', 'ff02::1:ff00:0', 104],
  ['ff15::1234', 'ff15::', 16],
];
for (const [address, network, length] of classes)
  test(`${address} changes and stays in ${network}/${length}`, () => {
    assert.notEqual(mapped(address), address);
    assert.ok(common(bytesOf(mapped(address)), bytesOf(network)) >= length, mapped(address));
  });

test('an address outside these classes does not get into one', () => {
  const addresses = new Addresses(secret);
  const isSpecial = (text: string): boolean =>
    /^(?:0|10|127|255)\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\.|^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|^(?:22[4-9]|2[3-5]\d)\./.test(
      text,
    );
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), (bytes) => {
      assert.equal(isSpecial(textOf(addresses.host(bytes))), isSpecial(textOf(bytes)), textOf(bytes));
    }),
    { numRuns },
  );
});

test('an IPv4 address embedded in an IPv6 one gets the same pseudonym as by itself', () => {
  const addresses = new Addresses(secret);
  addresses.learnNetwork(bytesOf('10.1.2.0'), 24);
  for (const host of ['10.1.2.0', '10.1.2.255', '10.1.2.9', '8.8.4.4'])
    assert.equal(mapped(`::ffff:${host}`, addresses), `::ffff:${mapped(host, addresses)}`);
});

for (const [network, length] of [
  ['10.1.2.248', 29],
  ['8.8.8.0', 25],
  ['192.168.0.0', 30],
  ['203.0.113.64', 26],
] as const)
  test(`every address of ${network}/${length} changes, and the first and last keep their place`, () => {
    const addresses = new Addresses(secret);
    addresses.learnNetwork(bytesOf(network), length);
    const size = 2 ** (32 - length);
    const base = Buffer.from(bytesOf(network)).readUInt32BE();
    const all = Array.from({ length: size }, (_, at) => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(base + at);
      return Buffer.from(addresses.host(bytes)).readUInt32BE();
    });
    const first = Buffer.from(addresses.network(bytesOf(network), length)).readUInt32BE();
    assert.equal(all[0], first);
    assert.equal(all[size - 1], first + size - 1);
    assert.deepEqual(
      all.toSorted((a, b) => a - b),
      Array.from({ length: size }, (_, at) => first + at),
    );
  });

test('a network keeps its length and its members', () => {
  const addresses = new Addresses(secret);
  fc.assert(
    fc.property(pair(4), fc.nat({ max: 32 }), ([a, b], length) => {
      const network = addresses.network(a, length);
      assert.equal(common(network, addresses.host(b)) >= length, common(a, b) >= length);
      assert.ok(
        common(
          network,
          addresses.network(network, 0).map(() => 0),
        ) >= 0,
      );
      const host = Buffer.from(network).readUInt32BE() % 2 ** (32 - length);
      assert.equal(length === 32 ? 0 : host, 0);
    }),
    { numRuns },
  );
});

test('a known host’s multicast group matches its new address', () => {
  const addresses = new Addresses(secret);
  addresses.learnNetwork(bytesOf('2001:db8::'), 64);
  addresses.learnHost(bytesOf('2001:db8::12:3456'));
  const host = addresses.host(bytesOf('2001:db8::12:3456'));
  assert.deepEqual(addresses.host(bytesOf('ff02::1:ff12:3456')).slice(13), host.slice(13));
});

test('another key gives other addresses, the same key the same', () => {
  const other = new Addresses(new Secret('a5'.repeat(32)));
  assert.notEqual(mapped('198.51.100.7', other), mapped('198.51.100.7'));
  assert.equal(mapped('198.51.100.7'), mapped('198.51.100.7'));
  assert.notEqual(mapped('198.51.100.7', new Addresses(new Secret())), mapped('198.51.100.7'));
});
