import assert from 'node:assert/strict';
import { liveTest, type Namespace, withNamespace } from './support.ts';

const hostile = 'e\x1b[31mX';

const neighbours = (use: (namespace: Namespace) => void): Promise<void> =>
  withNamespace((namespace) => {
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
    use(namespace);
  });

type Told = {
  readonly dst: string;
  readonly dev: string;
  readonly lladdr?: string;
  readonly state: readonly string[];
};

const stateOf = ([state]: readonly string[]): string =>
  ({ PERMANENT: 'permanent', FAILED: 'incomplete', INCOMPLETE: 'incomplete' })[state!] ?? 'complete';

liveTest('arp agrees with ip: permanent, reachable, stale and failed neighbours', () =>
  neighbours((namespace) => {
    const told = JSON.parse(namespace.exec('ip', '-4', '-j', 'neigh', 'show', 'dev', 'v0')) as Omit<
      Told,
      'dev'
    >[];
    assert.equal(told.length, 4);
    const expected = told.map(({ dst, lladdr, state }) => `${dst} ${stateOf(state)} ${lladdr ?? null} v0`);
    const rows = namespace.rows('arp', '--interface', 'v0').filter(({ state }) => state !== 'published');
    const shown = rows.map(
      (row) => `${row['address']} ${row['state']} ${row['hardwareAddress']} ${row['interface']}`,
    );
    assert.deepEqual(shown.sort(), expected.sort());
  }),
);

liveTest('arp shows the address that this machine answers for', () =>
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

liveTest('a neighbour behind an interface with an escape sequence in its name', () =>
  neighbours((namespace) => {
    const [row] = namespace.rows('arp').filter(({ address }) => address === '10.78.0.5');
    assert.equal(row!['interface'], hostile);
    const { stdout } = namespace.procnet('arp');
    assert.ok(stdout.includes('e\\x1b[31mX') && !stdout.includes('\x1b'));
  }),
);

liveTest('a failed neighbour that had an address shows none: the kernel keeps it, but it is not valid', () =>
  neighbours((namespace) => {
    namespace.exec('ip', 'neigh', 'change', '10.77.0.98', 'dev', 'v0', 'nud', 'failed');
    const [row] = namespace.rows('arp').filter(({ address }) => address === '10.77.0.98');
    assert.deepEqual([row!['state'], row!['hardwareAddress']], ['incomplete', null]);
  }),
);
