import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Link, type ReportedAddress, reportedAddresses } from '../support/ip-addresses.ts';
import { bothWhileSteady, ipJson, live, type Namespace, settled, withNamespace } from './support.ts';

const hostile = 'e\x1b[31mX';

type Words = readonly [device: string, ...words: readonly string[]];

const hold = (namespace: Namespace, addresses: readonly Words[]): void => {
  for (const [device, ...words] of addresses) namespace.exec('ip', 'address', 'add', ...words, 'dev', device);
};

const addressed = (use: (namespace: Namespace) => void | Promise<void>): Promise<void> =>
  withNamespace(async (namespace) => {
    namespace.exec('ip', 'link', 'add', 'v0', 'type', 'veth', 'peer', 'name', hostile);
    hold(namespace, [
      ['v0', '10.77.0.1/24'],
      ['v0', '10.77.0.9/24'],
      ['v0', '10.79.0.1/31'],
      ['v0', 'fd77::1/64', 'nodad'],
      ['v0', 'fd77::2/128', 'nodad', 'preferred_lft', '0'],
      ['v0', 'fd77::3/64', 'nodad', 'valid_lft', '9000', 'preferred_lft', '9000'],
      ['lo', 'fec0::1/128'],
      [hostile, '10.78.0.1/16', 'broadcast', '10.78.255.254'],
      [hostile, 'fd78::1/80', 'nodad'],
    ]);
    for (const device of ['v0', hostile]) namespace.exec('ip', 'link', 'set', device, 'up');
    await settled(namespace, 'v0', hostile);
    await use(namespace);
  });

const place = (row: Readonly<Record<string, unknown>>): string =>
  `${row['interface']} ${row['address']}/${row['prefixLength']}`;

const reported = (namespace: Namespace): ReportedAddress[] =>
  reportedAddresses(ipJson<Link>(namespace, 'address'));

const places = (namespace: Namespace): string[] =>
  reported(namespace)
    .map((one) => one.place)
    .sort();

test('addrs agrees with ip: interface, prefix, scope, index and flags', live(), () =>
  addressed(async (namespace) => {
    const [expected, rows] = await bothWhileSteady(
      () => reported(namespace),
      () => namespace.rows('addrs', '--columns', 'all'),
    );
    assert.ok(expected.length >= 12, JSON.stringify(expected));
    assert.deepEqual(rows.map(place).sort(), expected.map((one) => one.place).sort());
    for (const { place: text, scope, index, flags } of expected.filter(({ family }) => family === 'ipv6')) {
      const row = rows.find((one) => place(one) === text)!;
      assert.deepEqual([row['scope'], row['interfaceIndex'], row['flags']], [scope, index, flags], text);
    }
    assert.ok(rows.some((row) => row['interface'] === hostile && row['family'] === 'ipv4'));
  }),
);

/** The kernel's files alone identify only two of these: those that no other address could be confused with. */
const hard: readonly Words[] = [
  ['lo', '192.168.132.85/32'],
  ['lo', '10.96.0.1/32'],
  ['v0', '192.168.132.86/29'],
  ['v0', '192.168.132.84/32', 'label', 'v0:vip'],
  ['v0', '10.0.2.5/8'],
  ['v0', '10.5.0.1/24', 'label', 'v0:1'],
  ['v0', '198.51.100.7/30'],
  ['v1', '10.0.0.1/16'],
  ['v1', '192.168.132.83/29'],
  ['v1', '203.0.113.77', 'peer', '203.0.113.1/32'],
  ['v1', '10.96.0.1/32'],
];

const holding = (addresses: readonly Words[], use: (namespace: Namespace) => void | Promise<void>) =>
  withNamespace(async (namespace) => {
    namespace.exec('ip', 'link', 'add', 'v0', 'type', 'veth', 'peer', 'name', 'v1');
    namespace.exec('ip', 'link', 'add', 'v2', 'type', 'veth', 'peer', 'name', 'v3');
    for (const device of ['v0', 'v1', 'v2']) namespace.exec('ip', 'link', 'set', device, 'up');
    hold(namespace, addresses);
    await settled(namespace, 'v0', 'v1');
    await use(namespace);
  });

test(
  'addresses in our own namespace are exact: on lo, /32, peers, one network on two interfaces, labels',
  live(),
  () =>
    holding(hard, (namespace) => {
      const expected = places(namespace);
      assert.equal(expected.filter((text) => !text.includes(':')).length, hard.length + 1);
      assert.deepEqual(namespace.rows('addrs').map(place).sort(), expected);
    }),
);

test('an interface without carrier is found by its network; one that is down is unknown', live(), () =>
  holding(
    [
      ['v0', '10.0.2.5/8'],
      ['v2', '10.0.0.1/16'],
      ['v3', '10.55.0.1/24'],
    ],
    (namespace) => {
      const rows = namespace.rows('addrs', '-4').map(place).sort();
      assert.deepEqual(rows, ['lo 127.0.0.1/8', 'null 10.55.0.1/null', 'v0 10.0.2.5/8', 'v2 10.0.0.1/16']);
    },
  ),
);

test('--netns reads another namespace from its files, and our own exactly', live(), () =>
  holding(hard, async (namespace) => {
    const expected = places(namespace);
    assert.deepEqual(namespace.rows('addrs', '--netns', String(namespace.pid)).map(place).sort(), expected);
    await withNamespace((other) => {
      const rows = other.rows('addrs', '-4', '--netns', String(namespace.pid));
      for (const row of rows.filter(({ interface: name }) => name !== null))
        assert.ok(expected.includes(place({ ...row, prefixLength: row['prefixLength'] })), place(row));
      assert.ok(rows.some(({ interface: name }) => name === null));
    });
  }),
);

/** Copies the files that addresses are read from. */
const withCopy = (namespace: Namespace, use: (directory: string) => void): void => {
  const directory = mkdtempSync(join(tmpdir(), 'procnet-'));
  try {
    const files = ['fib_trie', 'route', 'if_inet6', 'dev'].map((file) => `/proc/net/${file}`);
    namespace.exec('cp', ...files, directory);
    use(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
};

test('in a copied tree an interface is correct or unknown', live(), () =>
  holding(hard, (namespace) =>
    withCopy(namespace, (directory) => {
      const expected = places(namespace);
      const rows = namespace.rows('addrs', '--proc', directory);
      const ipv4 = rows.filter(({ family }) => family === 'ipv4');
      assert.equal(
        new Set(ipv4.map(({ address }) => address)).size,
        new Set(hard.map(([, word]) => word)).size + 1,
      );
      for (const row of ipv4.filter(({ interface: name }) => name !== null))
        assert.ok(
          expected.some((text) => text.startsWith(`${row['interface']} ${row['address']}/`)),
          place(row),
        );
      assert.deepEqual(
        rows
          .filter(({ interface: name }) => name !== null)
          .map(place)
          .filter((text) => !text.includes('::'))
          .sort(),
        ['lo 127.0.0.1/8', 'v0 10.5.0.1/24', 'v0 198.51.100.7/30'],
      );
    }),
  ),
);

test('a socket’s interface is the one that holds its local address, if only one does', live('python3'), () =>
  holding(hard, async (namespace) => {
    const ipv4 = reported(namespace).filter(({ family }) => family === 'ipv4');
    const held = ipv4.map(({ place: text }) => /^(\S+) (.*)\/\d+$/.exec(text)!.slice(1) as [string, string]);
    const addresses = [...new Set(held.map(([, address]) => address)), '0.0.0.0', '127.9.9.9'];
    const listeners = await namespace.python(
      `import socket, sys
held = [socket.create_server((address, 9000)) for address in sys.argv[1:] if address != '0.0.0.0']
held.append(socket.create_server(('0.0.0.0', 9001)))
print('ready', flush=True)
sys.stdin.read()`,
      ...addresses,
    );
    const rows = namespace.rows('conns', '-tl4');
    assert.equal(rows.length, addresses.length);
    for (const { localAddress, interface: name } of rows) {
      const names = held.filter(([, address]) => address === localAddress).map(([device]) => device);
      const expected = localAddress === '127.9.9.9' ? 'lo' : names.length === 1 ? names[0] : null;
      assert.equal(name, expected, String(localAddress));
    }
    await listeners.stop();
  }),
);

test('interfaces with inherited property names are correct or unknown, and leave no trace', live(), () =>
  withNamespace(async (namespace) => {
    for (const [name, peer, network] of [
      ['v0', '__proto__', '10.0.0'],
      ['v1', 'constructor', '10.0.1'],
    ] as const) {
      namespace.exec('ip', 'link', 'add', name, 'type', 'veth', 'peer', 'name', peer);
      for (const device of [name, peer]) namespace.exec('ip', 'link', 'set', device, 'up');
      hold(namespace, [
        [name, `${network}.1/24`],
        [peer, `${network}.2/25`],
      ]);
    }
    await settled(namespace, 'v0', 'v1');
    const expected = places(namespace);
    const rows = namespace.rows('addrs', '-4');
    assert.equal(rows.length, 5);
    for (const row of rows.filter(({ interface: device }) => device !== null))
      assert.ok(
        expected.some((text) => text.startsWith(`${row['interface']} ${row['address']}/`)),
        place(row),
      );
    const program = `
      import { ownAddresses } from '${process.cwd()}/.build/src/source/own-addresses.js';
      ownAddresses('/proc/net');
      console.log(Reflect.ownKeys(Object.prototype).filter((key) => /^(length|[0-9]+)$/.test(String(key))));`;
    for (const device of ['constructor', 'none']) {
      const clean = namespace.exec(process.execPath, '--input-type=module', '-e', program);
      assert.equal(clean, '[]\n');
      namespace.try('ip', 'link', 'del', device);
    }
  }),
);

test('addrs lists each address once even after a rule has split the routing tables', live(), () =>
  addressed((namespace) => {
    const before = namespace.rows('addrs', '-4').map(place).sort();
    namespace.exec('ip', 'rule', 'add', 'from', '192.0.2.0/24', 'table', '77');
    assert.deepEqual(namespace.rows('addrs', '-4').map(place).sort(), before);
    assert.equal(new Set(before).size, before.length);
  }),
);

test('addrs does not guess an interface from an unrelated route', live(), () =>
  addressed((namespace) => {
    namespace.exec('ip', 'address', 'add', '10.90.0.1/32', 'dev', 'lo');
    namespace.exec('ip', 'route', 'add', '10.90.0.0/16', 'dev', 'v0');
    withCopy(namespace, (directory) => {
      const rows = namespace.rows('addrs', '-4', '--proc', directory);
      const [row] = rows.filter(({ address }) => address === '10.90.0.1');
      assert.deepEqual([row!['interface'], row!['prefixLength']], [null, null]);
    });
  }),
);

test('a namespace without addresses is not an error', live(), () =>
  withNamespace((namespace) => {
    namespace.exec('ip', 'address', 'flush', 'dev', 'lo');
    const { code, stdout, stderr } = namespace.procnet('addrs', '--json', '--strict');
    assert.deepEqual([code, stdout, stderr], [0, '[]\n', '']);
  }),
);
