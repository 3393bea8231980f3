import assert from 'node:assert/strict';
import { liveTest, type Namespace, withNamespace } from './support.ts';

const routed = (use: (namespace: Namespace) => void): Promise<void> =>
  withNamespace((namespace) => {
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
      'route add unreachable 203.0.113.0/24',
      '-6 route add default via fd77::2 dev v0',
      '-6 route add 2001:db8:1::/48 via fd77::3 metric 5',
      '-6 route add 2001:db8:1::/48 via fd77::4 metric 7',
      '-6 route add unreachable 2001:db8:3::/48',
    ])
      namespace.exec('ip', ...words.split(' '));
    use(namespace);
  });

type Told = { readonly type?: string; readonly gateway?: string; readonly dev: string };

/** An address of this host: ip names lo, we who holds it. */
const line = (type: unknown, gateway: unknown, device: unknown): string =>
  type === 'local' ? 'local' : `via ${gateway ?? '-'} dev ${device}`;

const addresses = [
  ...['10.77.0.50', '10.77.0.1', '10.98.1.1', '10.98.7.9', '192.0.2.77', '127.9.9.9', '198.51.100.1'],
  ...['fd77::50', 'fd77::1', '::1', '2001:db8:1::9', '2001:db8:9::9'],
];

liveTest('routes get agrees with ip route get', () =>
  routed((namespace) => {
    for (const address of addresses) {
      const [told] = JSON.parse(namespace.exec('ip', '-j', 'route', 'get', address)) as Told[];
      const rows = namespace.rows('routes', 'get', address);
      assert.deepEqual(
        rows.map((row) => line(row['type'], row['gateway'], row['interface'])),
        [line(told!.type, told!.gateway, told!.dev)],
        address,
      );
    }
  }),
);

liveTest('routes get shows the route that rejects; ip says unreachable', () =>
  routed((namespace) => {
    for (const address of ['203.0.113.9', '2001:db8:3::9']) {
      assert.notEqual(namespace.try('ip', 'route', 'get', address).code, 0);
      const [row] = namespace.rows('routes', 'get', address);
      assert.equal(row!['type'], 'reject', address);
    }
  }),
);

liveTest('without any route both say so', () =>
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
