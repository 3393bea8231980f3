import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bothWhileSteady, ipJson, live, type Namespace, withNamespace } from './support.ts';

const hostile = 'e\x1b[31mX';

const neighbours = (use: (namespace: Namespace) => void | Promise<void>): Promise<void> =>
  withNamespace(async (namespace) => {
    namespace.exec('ip', 'link', 'add', 'v0', 'type', 'veth', 'peer', 'name', hostile);
    for (const [device, address] of [
      ['v0', '10.77.0.1/24'],
      [hostile, '10.78.0.1/24'],
    ] as const) {
      namespace.exec('ip', 'link', 'set', device, 'up');
      namespace.exec('ip', 'address', 'add', address, 'dev', device);
    }
    const add = (words: string, device: string) =>
      namespace.exec('ip', 'neigh', 'add', ...words.split(' '), 'dev', device);
    add('10.77.0.99 lladdr 02:00:00:00:00:99 nud permanent', 'v0');
    add('10.77.0.98 lladdr 02:00:00:00:00:98 nud reachable', 'v0');
    add('10.77.0.97 lladdr 02:00:00:00:00:97 nud stale', 'v0');
    add('10.77.0.77 nud failed', 'v0');
    add('10.78.0.5 lladdr 02:00:00:00:00:05 nud permanent', hostile);
    add('proxy 10.77.0.200', 'v0');
    await use(namespace);
  });

type Neighbour = {
  readonly dst: string;
  readonly lladdr?: string;
  readonly state: readonly string[];
};

const stateOf = ([state]: readonly string[]): string =>
  ({ PERMANENT: 'permanent', FAILED: 'incomplete', INCOMPLETE: 'incomplete' })[state!] ?? 'complete';

test('arp agrees with ip: permanent, reachable, stale and failed neighbours', live(), () =>
  neighbours(async (namespace) => {
    const [reported, rows] = await bothWhileSteady(
      () => ipJson<Neighbour>(namespace, '-4', 'neigh', 'show', 'dev', 'v0'),
      () => namespace.rows('arp', '--interface', 'v0'),
    );
    assert.equal(reported.length, 4);
    const expected = reported.map(
      ({ dst, lladdr, state }) => `${dst} ${stateOf(state)} ${lladdr ?? null} v0`,
    );
    const shown = rows
      .filter(({ state }) => state !== 'published')
      .map((row) => `${row['address']} ${row['state']} ${row['hardwareAddress']} ${row['interface']}`);
    assert.deepEqual(shown.sort(), expected.sort());
  }),
);

test('arp shows an address that this machine proxies', live(), () =>
  neighbours((namespace) => {
    const rows = namespace.rows('arp', '--columns', 'all').filter(({ address }) => address === '10.77.0.200');
    assert.deepEqual(rows, [
      {
        address: '10.77.0.200',
        hardwareType: 'ether',
        state: 'published',
        flags: '0xc',
        hardwareAddress: null,
        mask: null,
        interface: 'v0',
      },
    ]);
  }),
);

test('a neighbour on an interface with an escape sequence in its name', live(), () =>
  neighbours((namespace) => {
    const [row] = namespace.rows('arp').filter(({ address }) => address === '10.78.0.5');
    assert.equal(row!['interface'], hostile);
    const { stdout } = namespace.procnet('arp');
    assert.ok(stdout.includes('e\\x1b[31mX') && !stdout.includes('\x1b'));
  }),
);

test(
  'a failed neighbour shows no hardware address, because the one in the file is no longer valid',
  live(),
  () =>
    neighbours((namespace) => {
      namespace.exec('ip', 'neigh', 'change', '10.77.0.98', 'dev', 'v0', 'nud', 'failed');
      const [row] = namespace.rows('arp').filter(({ address }) => address === '10.77.0.98');
      assert.deepEqual([row!['state'], row!['hardwareAddress']], ['incomplete', null]);
    }),
);
