import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bothWhileSteady, ipJson, live, type Namespace, settled, withNamespace } from './support.ts';

const routed = (use: (namespace: Namespace) => void | Promise<void>): Promise<void> =>
  withNamespace(async (namespace) => {
    for (const words of [
      'link add v0 type veth peer name v1',
      'address add 10.77.0.1/24 dev v0',
      'address add 10.78.0.1/24 dev v1',
      'address add fd77::1/64 dev v0 nodad',
      'link set v0 up',
      'link set v1 up',
      'route add default via 10.77.0.99',
      'route add 10.98.0.0/16 via 10.77.0.98 metric 50',
      'route add 10.98.0.0/16 via 10.78.0.98 metric 20',
      'route add 10.98.7.0/24 dev v0',
      'route add local 192.0.2.0/24 dev lo',
      'route add unreachable 203.0.113.0/26',
      'route add prohibit 203.0.113.64/26',
      'route add blackhole 203.0.113.128/26',
      'route add throw 203.0.113.192/26',
      'route add 10.98.8.0/24 dev v0 tos 0x10',
      '-6 route add default via fd77::2 dev v0',
      '-6 route add 2001:db8:1::/48 via fd77::3 metric 5',
      '-6 route add 2001:db8:1::/48 via fd77::4 metric 7',
      '-6 route add unreachable 2001:db8:3::/48',
    ])
      namespace.exec('ip', ...words.split(' '));
    await settled(namespace, 'v0', 'v1');
    await use(namespace);
  });

type Route = { readonly type?: string; readonly gateway?: string; readonly dev: string };

/** For an address of this host, ip names lo and procnet the interface that holds it. */
const line = (type: unknown, gateway: unknown, device: unknown): string =>
  type === 'local' ? 'local' : `${type ?? 'unicast'} via ${gateway ?? '-'} dev ${device}`;

const addresses = [
  ...['10.77.0.50', '10.77.0.1', '10.98.1.1', '10.98.7.9', '10.98.8.9', '192.0.2.77', '127.9.9.9'],
  ...['198.51.100.1', '0.0.0.0', '10.77.0.255', '224.0.0.251', '255.255.255.255', '240.0.0.1'],
  ...['fd77::50', 'fd77::1', '::1', '2001:db8:1::9', '2001:db8:9::9'],
];

const agrees = async (namespace: Namespace, address: string): Promise<void> => {
  const [expected, rows] = await bothWhileSteady(
    () => ipJson<Route>(namespace, 'route', 'get', address)[0]!,
    () =>
      JSON.parse(namespace.procnet('routes', 'get', address, '--json').stdout) as Record<string, unknown>[],
  );
  assert.deepEqual(
    rows.map((row) => line(row['type'], row['gateway'], row['interface'])),
    [line(expected.type, expected.gateway, expected.dev)],
    address,
  );
};

test('routes get agrees with ip route get', live(), () =>
  routed(async (namespace) => {
    for (const address of addresses) await agrees(namespace, address);
    for (const address of ['10.77.0.50', '127.9.9.9', 'fd77::50', '224.0.0.251'])
      assert.deepEqual(namespace.procnet('routes', 'get', address, '--strict').stderr, '', address);
  }),
);

test('routes get shows a rejecting route; ip fails, and so does procnet with -q', live(), () =>
  routed((namespace) => {
    for (const [address, type] of [
      ['203.0.113.9', 'unreachable'],
      ['203.0.113.99', 'prohibit'],
      ['203.0.113.150', 'blackhole'],
      ['203.0.113.200', 'throw'],
      ['2001:db8:3::9', 'reject'],
    ] as const) {
      assert.notEqual(namespace.try('ip', 'route', 'get', address).code, 0);
      const [row] = namespace.rows('routes', 'get', address);
      assert.equal(row!['type'], type, address);
      const quiet = namespace.procnet('routes', 'get', address, '-q');
      assert.deepEqual(quiet, { code: 1, stdout: '', stderr: '' }, address);
    }
    assert.equal(namespace.procnet('routes', 'get', '10.98.1.1', '-q').code, 0);
  }),
);

const warning = (namespace: Namespace, address: string): string =>
  namespace.procnet('routes', 'get', address).stderr;

test('routes get warns about a policy rule that ip follows', live(), () =>
  routed(async (namespace) => {
    namespace.exec('ip', 'route', 'add', 'default', 'dev', 'v1', 'table', '51820');
    assert.match(warning(namespace, '1.1.1.1'), /table 51820 .* also covers 1\.1\.1\.1/);
    namespace.exec('ip', 'rule', 'add', 'not', 'fwmark', '51820', 'table', '51820');
    const [followed] = ipJson<Route>(namespace, 'route', 'get', '1.1.1.1');
    assert.equal(followed!.dev, 'v1');
    assert.match(warning(namespace, '1.1.1.1'), /table 51820 .* policy rules have been added/);
    assert.match(warning(namespace, '1.1.1.1'), /^[^\n]*\n$/);
    await agrees(namespace, '127.9.9.9');
  }),
);

test('routes get warns about a policy rule even if its table has no routes', live(), () =>
  routed((namespace) => {
    assert.equal(warning(namespace, '1.1.1.1'), '');
    namespace.exec('ip', 'rule', 'add', 'to', '1.1.1.1', 'prohibit');
    assert.notEqual(namespace.try('ip', 'route', 'get', '1.1.1.1').code, 0);
    assert.match(warning(namespace, '1.1.1.1'), /policy rules have been added/);
  }),
);

test('routes get warns about another IPv6 table that covers the address', live(), () =>
  routed((namespace) => {
    assert.equal(warning(namespace, '2001:db8:9::9'), '');
    namespace.exec('ip', '-6', 'route', 'add', 'default', 'dev', 'v1', 'table', '100');
    assert.match(warning(namespace, '2001:db8:9::9'), /a table other than main and local also covers/);
    assert.equal(namespace.procnet('routes', 'get', '2001:db8:9::9', '--strict').code, 4);
  }),
);

test('routes get falls back to source-specific routes, and warns', live(), () =>
  routed((namespace) => {
    namespace.exec('ip', '-6', 'route', 'del', 'default');
    const from = ['-6', 'route', 'add', 'default', 'from', 'fd77::/64', 'via', 'fd77::2', 'dev', 'v0'];
    namespace.exec('ip', ...from);
    const { code, stdout, stderr } = namespace.procnet('routes', 'get', '2001:db8:9::9', '--json');
    const [row] = JSON.parse(stdout);
    assert.deepEqual([code, row.destination, row.source], [0, '::/0', 'fd77::/64']);
    assert.match(stderr, /apply only to packets from fd77::\/64/);
  }),
);

test('routes get warns that the IPv6 gateway of an IPv4 route is not shown', live(), () =>
  routed((namespace) => {
    namespace.exec('ip', 'route', 'add', '10.70.0.0/16', 'via', 'inet6', 'fd77::2', 'dev', 'v0');
    assert.match(warning(namespace, '10.70.1.1'), /the gateway of 10\.70\.0\.0\/16 is an IPv6 address/);
  }),
);

test('without any route, both report an error', live(), () =>
  withNamespace((namespace) => {
    for (const address of ['198.51.100.1', '2001:db8::1']) {
      assert.notEqual(namespace.try('ip', 'route', 'get', address).code, 0);
      const { code, stderr } = namespace.procnet('routes', 'get', address);
      assert.deepEqual(
        [code, stderr],
        [1, `procnet: no route to ${address} in the tables that /proc/net shows\n`],
      );
    }
  }),
);
