import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bothWhileSteady, ipJson, live, type Namespace, settled, withNamespace } from './support.ts';

type Row = Readonly<Record<string, unknown>>;

const ip = (namespace: Namespace, words: string): string => namespace.exec('ip', ...words.split(' '));

const routed = (use: (namespace: Namespace) => void | Promise<void>): Promise<void> =>
  withNamespace(async (namespace) => {
    ip(namespace, 'link add v0 type veth peer name v1');
    ip(namespace, 'address add 10.77.0.1/24 dev v0');
    ip(namespace, 'address add fd77::1/64 dev v0 nodad');
    for (const name of ['v0', 'v1']) ip(namespace, `link set ${name} up`);
    await settled(namespace, 'v0', 'v1');
    for (const route of made) ip(namespace, route);
    await use(namespace);
  });

const made = [
  'route add default via 10.77.0.99',
  'route add 10.98.0.0/16 via 10.77.0.99 metric 3000000000',
  'route add 10.99.0.5/32 dev v0',
  'route add 10.96.0.0/16 nexthop via 10.77.0.99 dev v0 nexthop via 10.77.0.98 dev v0',
  'route add blackhole 198.51.100.0/24',
  'route add throw 203.0.111.0/24',
  'route add prohibit 203.0.112.0/24',
  'route add unreachable 203.0.113.0/24',
  'route add 10.97.0.0/24 dev v0 metric 5',
  'route add unreachable 10.97.0.0/24 metric 6',
  'route add blackhole 10.97.0.0/24 metric 7',
  'route add prohibit 10.97.0.0/24 metric 8',
  'route add throw 10.97.0.0/24 metric 9',
  'route add local 10.97.1.0/24 dev v0 table main',
  'route add default via 10.77.0.98 metric 50',
  '-6 route add default via fd77::2 dev v0',
  '-6 route add 2001:db8:1::/48 via fd77::2 metric 5',
  '-6 route add 2001:db8:2::/48 nexthop via fd77::2 dev v0 nexthop via fd77::3 dev v0',
  '-6 route add unreachable 2001:db8:3::/48',
];

type Route = {
  readonly type?: string;
  readonly dst: string;
  readonly gateway?: string;
  readonly dev?: string;
  readonly metric?: number;
  readonly nexthops?: readonly { readonly gateway: string; readonly dev: string }[];
};

const line = (
  destination: string,
  gateway: unknown,
  device: unknown,
  metric: unknown,
  type: string,
): string => `${type} ${destination} via ${gateway ?? '-'} dev ${device ?? '-'} metric ${metric}`;

/** The IPv6 file does not distinguish the types of rejecting routes. */
const typeOf = (family: string, type = 'unicast'): string =>
  family === '-6' && type !== 'unicast' ? 'reject' : type;

const reported = (namespace: Namespace, family: '-4' | '-6', ...words: readonly string[]): string[] =>
  ipJson<Route>(namespace, family, 'route', ...words).flatMap(
    ({ type, dst, gateway, dev, metric = 0, nexthops }) => {
      const bits = family === '-4' ? 32 : 128;
      const any = family === '-4' ? '0.0.0.0/0' : '::/0';
      const destination = dst === 'default' ? any : dst.includes('/') ? dst : `${dst}/${bits}`;
      // The IPv4 file has only the first next hop; the IPv6 file has one line for each.
      const hops =
        nexthops === undefined ? [{ gateway, dev }] : family === '-4' ? nexthops.slice(0, 1) : nexthops;
      return hops.map((hop) => line(destination, hop.gateway, hop.dev, metric, typeOf(family, type)));
    },
  );

const shown = (namespace: Namespace, ...words: readonly string[]): string[] =>
  namespace
    .rows('routes', ...words)
    .map((row: Row) =>
      line(String(row['destination']), row['gateway'], row['interface'], row['metric'], String(row['type'])),
    );

test(
  'routes -4 agrees with ip: every type, large metrics, the first of several hops (fault 33)',
  live(),
  () =>
    routed(async (namespace) => {
      const [expected, found] = await bothWhileSteady(
        () => reported(namespace, '-4').sort(),
        () => shown(namespace, '-4').sort(),
      );
      assert.equal(expected.length, 16);
      assert.deepEqual(found, expected);
      ip(namespace, 'rule add from 192.0.2.0/24 table 77');
      assert.deepEqual(shown(namespace, '-4').sort(), expected, 'with a rule');
    }),
);

test('routes -6 agrees with ip: every hop, and no null, local or multicast entries (trap 39)', live(), () =>
  routed(async (namespace) => {
    const [expected, found] = await bothWhileSteady(
      () => reported(namespace, '-6').sort(),
      () => shown(namespace, '-6').sort(),
    );
    assert.ok(expected.length >= 7);
    assert.deepEqual(found, expected);
  }),
);

test('routes default agrees with ip, lowest metric first', live(), () =>
  routed(async (namespace) => {
    for (const family of ['-4', '-6'] as const) {
      const [expected, found] = await bothWhileSteady(
        () => reported(namespace, family, 'show', 'default'),
        () => shown(namespace, 'default', family),
      );
      assert.ok(expected.length > 0);
      assert.deepEqual(found, expected);
    }
    const script = ['default', '-4', '--limit', '1', '--columns', 'gateway,interface', '-H'];
    assert.equal(namespace.procnet('routes', ...script).stdout, '10.77.0.99  v0\n');
  }),
);

test('routes --all also shows the routes that ip finds in the local table', live(), () =>
  routed(async (namespace) => {
    const [local, rows] = await bothWhileSteady(
      () => ipJson<Route>(namespace, '-6', 'route', 'show', 'table', 'local'),
      () => namespace.rows('routes', '-6', '--all'),
    );
    const expected = local.filter(({ type }) => type === 'local').map(({ dst, dev }) => `${dst}/128 ${dev}`);
    const ours = rows
      .filter(({ type }) => type === 'local')
      .map((row) => `${row['destination']} ${row['interface']}`);
    assert.ok(expected.includes('fd77::1/128 v0'));
    assert.deepEqual(ours.sort(), expected.sort());
  }),
);

test('a namespace without routes is not an error (fault 8)', live(), () =>
  withNamespace((namespace) => {
    ip(namespace, 'link set lo down');
    assert.deepEqual(namespace.procnet('routes', '-4', '--json', '--strict'), {
      code: 0,
      stdout: '[]\n',
      stderr: '',
    });
  }),
);
