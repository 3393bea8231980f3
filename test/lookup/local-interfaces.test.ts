import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAddress } from '../../src/core/address.ts';
import type { InterfaceAddress } from '../../src/core/ipv4.ts';
import { LocalInterfaces } from '../../src/lookup/addresses/local-interfaces.ts';
import { KernelSource } from '../support/kernel-source.ts';
import { FakeFiles } from './fake-files.ts';

const own = (label: string, ...octets: readonly number[]): InterfaceAddress => ({
  octets: Uint8Array.from(octets),
  prefixLength: 24,
  label,
});

const interfaces = (addresses: readonly InterfaceAddress[] | null, ifInet6 = ''): LocalInterfaces => {
  const files = new FakeFiles({ '/net/if_inet6': ifInet6 }, addresses);
  const place = { net: '/net', root: null, live: false };
  return new LocalInterfaces(new KernelSource(place, {}, files, () => {}));
};

test('an address on two interfaces has no interface; one with two labels has its own', () => {
  const found = interfaces([
    own('eth0', 10, 0, 0, 1),
    own('eth1', 10, 0, 0, 1),
    own('eth0', 10, 0, 0, 2),
    own('eth0:x', 10, 0, 0, 2),
  ]);
  assert.equal(found.of(Uint8Array.of(10, 0, 0, 1)), null);
  assert.equal(found.of(Uint8Array.of(10, 0, 0, 2)), 'eth0');
  assert.equal(found.of(Uint8Array.of(10, 0, 0, 3)), null);
});

test('127.0.0.0/8 is on lo, except for an address on another interface', () => {
  const found = interfaces([own('lo', 127, 0, 0, 1), own('eth0', 127, 0, 0, 53)]);
  for (const [last, name] of [
    [1, 'lo'],
    [2, 'lo'],
    [53, 'eth0'],
  ] as const)
    assert.equal(found.of(Uint8Array.of(127, 0, 0, last)), name);
  assert.equal(interfaces(null).of(Uint8Array.of(127, 0, 0, 1)), 'lo');
});

test('IPv4 on an IPv6 socket, and a link-local address on two interfaces', () => {
  const line = (tail: string, name: string): string => `fe80${'0'.repeat(27)}${tail} 02 40 20 80 ${name}\n`;
  const text = line('1', 'eth0') + line('1', 'eth1') + line('2', 'eth1');
  const found = interfaces([own('eth0', 10, 0, 0, 1)], text);
  const mapped = Uint8Array.from([...new Array<number>(10).fill(0), 0xff, 0xff, 10, 0, 0, 1]);
  assert.equal(found.of(mapped), 'eth0');
  assert.equal(found.of(parseAddress('fe80::1')!), null);
  assert.equal(found.of(parseAddress('fe80::2')!), 'eth1');
  assert.equal(found.of(parseAddress('::')!), null);
});
