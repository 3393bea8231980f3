import assert from 'node:assert/strict';
import { type Link, toldAddresses } from '../support/ip-addresses.ts';
import { liveTest, type Namespace, withNamespace } from './support.ts';

const hostile = 'e\x1b[31mX';

/** ip writes an interface's name into its JSON as it is. */
const escaped = (json: string): string => json.replaceAll('\x1b', '\\u001b');

const addressed = (use: (namespace: Namespace) => void): Promise<void> =>
  withNamespace((namespace) => {
    namespace.exec('ip', 'link', 'add', 'v0', 'type', 'veth', 'peer', 'name', hostile);
    for (const [device, ...words] of [
      ['v0', '10.77.0.1/24'],
      ['v0', '10.77.0.9/24'],
      ['v0', '10.79.0.1/31'],
      ['v0', 'fd77::1/64', 'nodad'],
      ['v0', 'fd77::2/128', 'nodad', 'preferred_lft', '0'],
      ['v0', 'fd77::3/64', 'nodad', 'valid_lft', '900', 'preferred_lft', '900'],
      ['lo', 'fec0::1/128'],
      [hostile, '10.78.0.1/16', 'broadcast', '10.78.255.254'],
      [hostile, 'fd78::1/80'],
    ] as const)
      namespace.exec('ip', 'address', 'add', ...words, 'dev', device);
    for (const device of ['v0', hostile]) namespace.exec('ip', 'link', 'set', device, 'up');
    use(namespace);
  });

const place = (row: Readonly<Record<string, unknown>>): string =>
  `${row['interface']} ${row['address']}/${row['prefixLength']}`;

/** The time in which duplicates are looked for ends while we look: its flag is left out. */
const settled = (flags: unknown): string => String(flags).replace(/,?tentative/, '');

liveTest('addrs agrees with ip: interface, prefix, scope, index and flags', () =>
  addressed((namespace) => {
    const told = toldAddresses(JSON.parse(escaped(namespace.exec('ip', '-j', 'addr'))) as Link[]);
    assert.ok(told.length >= 12, JSON.stringify(told));
    const rows = namespace.rows('addrs', '--columns', 'all');
    assert.deepEqual(rows.map(place).sort(), told.map((one) => one.place).sort());
    for (const { place: text, scope, index, flags } of told.filter(({ family }) => family === 'ipv6')) {
      const row = rows.find((one) => place(one) === text)!;
      assert.deepEqual(
        [row['scope'], row['interfaceIndex'], settled(row['flags'])],
        [scope, index, settled(flags)],
        text,
      );
    }
    assert.ok(rows.some((row) => row['interface'] === hostile && row['family'] === 'ipv4'));
  }),
);

liveTest('addrs still finds each address once when a rule has split the tables', () =>
  addressed((namespace) => {
    const before = namespace.rows('addrs', '-4').map(place).sort();
    namespace.exec('ip', 'rule', 'add', 'from', '192.0.2.0/24', 'table', '77');
    assert.deepEqual(namespace.rows('addrs', '-4').map(place).sort(), before);
    assert.equal(new Set(before).size, before.length);
  }),
);

liveTest('addrs guesses no interface from a route that no address brought', () =>
  addressed((namespace) => {
    namespace.exec('ip', 'address', 'add', '10.90.0.1/32', 'dev', 'lo');
    namespace.exec('ip', 'route', 'add', '10.90.0.0/16', 'dev', 'v0');
    const [row] = namespace.rows('addrs', '-4').filter(({ address }) => address === '10.90.0.1');
    assert.deepEqual([row!['interface'], row!['prefixLength']], [null, null]);
  }),
);

liveTest('a namespace without addresses has none, and that is no error', () =>
  withNamespace((namespace) => {
    namespace.exec('ip', 'address', 'flush', 'dev', 'lo');
    const { code, stdout, stderr } = namespace.procnet('addrs', '--json', '--strict');
    assert.deepEqual([code, stdout, stderr], [0, '[]\n', '']);
  }),
);
