import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { holds, ipv4Mask } from '../../src/core/ipv4.ts';
import {
  type AddressPlace,
  AddressPlaces,
  type ConnectedNetwork,
} from '../../src/lookup/addresses/address-places.ts';
import { runs } from '../support/runs.ts';

const at = (network: number, prefixLength: number, name: string, isCertain = true): ConnectedNetwork => ({
  network,
  prefixLength,
  interface: name,
  isCertain,
});

const place = (
  networks: readonly ConnectedNetwork[],
  addresses: readonly number[],
  address = addresses[0]!,
) => {
  const counts = new Map<number, number>();
  for (const one of addresses) counts.set(one, (counts.get(one) ?? 0) + 1);
  const found = new AddressPlaces(networks, counts).of(address);
  return found === null ? 'none' : `${found.interface}/${found.prefixLength}`;
};

const ten = 0x0a000000;

test('the only address in the only network belongs to that network’s interface', () => {
  assert.equal(place([at(ten, 24, 'a')], [ten + 1]), 'a/24');
  assert.equal(place([at(ten, 24, 'a')], [ten + 256]), 'none');
});

test('either of two addresses in one network may be a /32 of another interface', () => {
  assert.equal(place([at(ten, 24, 'a')], [ten + 1, ten + 2]), 'null/null');
});

test('a network that may have no local address is inconclusive', () => {
  assert.equal(place([at(ten, 24, 'a', false)], [ten + 1]), 'null/null');
});

test('two interfaces in one network: the prefix is known', () => {
  const networks = [at(ten, 24, 'a'), at(ten, 24, 'b')];
  assert.equal(place(networks, [ten + 1, ten + 2]), 'null/24');
  assert.equal(place(networks, [ten + 1, ten + 2, ten + 3]), 'null/24');
  assert.equal(place(networks, [ten + 1, ten + 1]), 'null/24');
});

test('nested networks', () => {
  const networks = [at(ten, 8, 'a'), at(ten, 16, 'b')];
  assert.equal(place(networks, [ten + 1, ten + 2]), 'null/null');
  assert.equal(place(networks, [ten + 1, ten + 0x10000]), 'b/16');
  assert.equal(place(networks, [ten + 0x10000, ten + 1]), 'a/8');
  assert.equal(place([at(ten, 8, 'a'), at(ten, 16, 'a')], [ten + 1, ten + 2]), 'a/null');
});

test('a network without a local address does not affect the others', () => {
  assert.equal(place([at(ten, 8, 'a'), at(ten + 0x50000, 16, 'b')], [ten + 1]), 'a/8');
});

/** All assignments of a network or none to each address in which every certain network with candidates gets one. */
const assignments = (
  networks: readonly ConnectedNetwork[],
  addresses: readonly number[],
): (ConnectedNetwork | null)[][] => {
  const needy = networks.filter((one) => one.isCertain && addresses.some((address) => holds(one, address)));
  let ways: (ConnectedNetwork | null)[][] = [[]];
  for (const address of addresses)
    ways = ways.flatMap((way) =>
      [null, ...networks.filter((one) => holds(one, address))].map((one) => [...way, one]),
    );
  return ways.filter((way) => needy.every((one) => way.includes(one)));
};

const agreed = <T>(values: readonly T[]): T | null => (new Set(values).size === 1 ? values[0]! : null);

/** The same answer by exhaustive search. Networks that share no address with these do not matter. */
const tried = (
  networks: readonly ConnectedNetwork[],
  addresses: readonly number[],
  address: number,
): AddressPlace | null => {
  const around = networks.filter((one) => holds(one, address));
  if (around.length === 0) return null;
  const root = around.reduce((a, b) => (a.prefixLength <= b.prefixLength ? a : b));
  const inside = networks.filter((one) => one.prefixLength >= root.prefixLength && holds(root, one.network));
  const here = addresses.filter((one) => holds(root, one));
  const ways = assignments(inside, here);
  const possible = [...new Set(ways.map((way) => way[here.indexOf(address)]!))];
  const sure = ways.length > 0 && !possible.includes(null as never);
  const networksOf = sure ? possible : around.length > 1 ? around : [];
  return {
    interface: sure ? agreed(networksOf.map((one) => one.interface)) : null,
    prefixLength: agreed(networksOf.map(({ prefixLength }) => prefixLength)),
  };
};

const anyNetwork = fc
  .record({
    address: fc.integer({ min: 0, max: 31 }),
    prefixLength: fc.integer({ min: 27, max: 31 }),
    interface: fc.constantFrom('a', 'b', 'c'),
    isCertain: fc.boolean(),
  })
  .map(({ address, ...rest }) => ({ ...rest, network: (address & ipv4Mask(rest.prefixLength)) >>> 0 }));

test('every answer equals that of an exhaustive search', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(anyNetwork, {
        maxLength: 4,
        selector: (one) => `${one.network}/${one.prefixLength} ${one.interface}`,
      }),
      fc.uniqueArray(fc.integer({ min: 0, max: 31 }), { minLength: 1, maxLength: 5 }),
      (networks, addresses) => {
        const places = new AddressPlaces(networks, new Map(addresses.map((one) => [one, 1])));
        for (const address of addresses)
          assert.deepEqual(places.of(address), tried(networks, addresses, address), `${address}`);
      },
    ),
    { numRuns: runs(2000) },
  );
});
