import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bothWhileSteady, ipJson, live, type Namespace, withNamespace } from './support.ts';

/** The kernel accepts all of these; 15 characters is the limit. */
const names = [
  ...['__proto__', 'constructor', '=1+1', 'a,b"c', '-1', 'r\u202eevil', 'a\u3000b', 'u\u2028v', 'e\x1b[31mX'],
  ...['abcdefghijklmno', '$(x);q', '0'],
];

/** After the keyword `name`, ip takes even `-1` as a name. */
const withInterfaces = (use: (namespace: Namespace) => Promise<void> | void): Promise<void> =>
  withNamespace(async (namespace) => {
    for (const [at, name] of names.entries()) {
      namespace.exec('ip', 'link', 'add', 'name', `made${at}`, 'type', 'veth', 'peer', 'name', `p${at}`);
      namespace.exec('ip', 'link', 'set', 'dev', `made${at}`, 'name', name);
    }
    await use(namespace);
  });

type Side = Readonly<Record<string, number>>;
type Interface = { readonly ifname: string; readonly stats64: { readonly rx: Side; readonly tx: Side } };

const counters = (row: Readonly<Record<string, unknown>>): readonly unknown[] =>
  ['rxBytes', 'rxPackets', 'rxErrors', 'txBytes', 'txPackets', 'txErrors', 'txDropped'].map(
    (name) => row[name],
  );

const traffic = `
import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("127.0.0.1", 7000))
for _ in range(100): s.sendto(b"x" * 1000, ("127.0.0.1", 7000)); s.recv(2000)
print("ready")
sys.stdin.read()
`;

test('ifstat agrees with ip on bytes, packets, errors and drops', live('python3'), () =>
  withNamespace(async (namespace) => {
    await namespace.python(traffic);
    const [reported, rows] = await bothWhileSteady(
      () => ipJson<Interface>(namespace, '-s', 'link'),
      () => namespace.rows('ifstat'),
    );
    assert.deepEqual(
      rows.map((row) => [row['interface'], ...counters(row)]),
      reported.map(({ ifname, stats64: { rx, tx } }) => [
        ifname,
        ...[
          rx['bytes'],
          rx['packets'],
          rx['errors'],
          tx['bytes'],
          tx['packets'],
          tx['errors'],
          tx['dropped'],
        ],
      ]),
    );
    assert.equal(rows[0]!['rxPackets'], 100);
    assert.equal(rows[0]!['rxBytes'], 100 * (1000 + 20 + 8));
  }),
);

test('every interface name the kernel accepts is returned unchanged (faults 44, 45)', live(), () =>
  withInterfaces((namespace) => {
    const shown = namespace.rows('ifstat').map((row) => row['interface']);
    for (const name of names)
      assert.equal(shown.filter((one) => one === name).length, 1, JSON.stringify(name));
    assert.equal(shown.length, 1 + 2 * names.length);
    assert.equal(({} as Record<string, unknown>)['rxBytes'], undefined);
  }),
);

test('an interface can be selected by a name that looks like an option or a formula (fault 48)', live(), () =>
  withInterfaces((namespace) => {
    for (const name of ['-1', '=1+1', '__proto__', 'e\x1b[31mX', '0']) {
      const rows = namespace.rows('ifstat', `--interface=${name}`);
      assert.deepEqual(
        rows.map((row) => row['interface']),
        [name],
      );
    }
  }),
);

test('an interface name cannot control the terminal in any format (fault 46)', live(), () =>
  withInterfaces((namespace) => {
    for (const format of ['plain', 'table', 'csv', 'json', 'ndjson']) {
      const { stdout } = namespace.procnet('ifstat', '--format', format, '--color', 'never');
      assert.doesNotMatch(stdout, /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e]/, format);
    }
  }),
);

test('traffic in another namespace is not counted', live('python3'), async () => {
  await withNamespace((first) =>
    withNamespace(async (second) => {
      await first.python(traffic);
      assert.equal(first.rows('ifstat')[0]!['rxPackets'], 100);
      assert.equal(second.rows('ifstat')[0]!['rxPackets'], 0);
      assert.equal(second.rows('ifstat', '--netns', String(first.pid))[0]!['rxPackets'], 100);
    }),
  );
});
