import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { test } from 'node:test';
import { ownAddresses } from '../../src/source/own-addresses.ts';

const text = (octets: Uint8Array, prefixLength: number): string => `${octets.join('.')}/${prefixLength}`;

test('our own namespace, by any of its names, has the addresses that Node.js reports', () => {
  const expected = Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    addresses!.filter(({ family }) => family === 'IPv4').map(({ cidr }) => `${name} ${cidr}`),
  );
  for (const net of ['/proc/net', '/proc/self/net', `/proc/${process.pid}/net`])
    assert.deepEqual(
      ownAddresses(net)?.map(({ label, octets, prefixLength }) => `${label} ${text(octets, prefixLength)}`),
      expected,
      net,
    );
});

test('a copy has no such addresses, whatever it contains; nor has a missing directory', () => {
  for (const net of ['test/fixtures/captures/A/net', '/', '/nowhere'])
    assert.equal(ownAddresses(net), null, net);
});
