import assert from 'node:assert/strict';
import { test } from 'node:test';
import { command } from '../support/command.ts';
import { comparable, parseConntrackList } from '../support/conntrack-list.ts';
import { bothWhileSteady, live, type Namespace, withNamespace } from './support.ts';

/** Entries that no packet created: the tracker accepts them from user space, so no packet filter is needed. */
const made = [
  '-p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1024 --dport 443 --state ESTABLISHED -t 432000 -u SEEN_REPLY,ASSURED -m 7',
  '-p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1025 --dport 443 --state TIME_WAIT -t 1200 -u SEEN_REPLY,ASSURED',
  '-p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1026 --dport 443 --state SYN_SENT -t 1200',
  '-p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1027 --dport 80 -r 192.168.7.7 -q 10.0.0.1 --reply-port-src 8080 --reply-port-dst 1027 --state ESTABLISHED -t 990 -u SEEN_REPLY,ASSURED',
  '-p udp -s 10.0.0.3 -d 10.0.0.53 --sport 5353 --dport 53 -t 300 -m 4294967295',
  '-p udp -s 10.0.0.3 -d 10.0.0.53 --sport 5353 --dport 53 -t 300 --zone 9',
  '-p icmp -s 10.0.0.3 -d 10.0.0.4 --icmp-type 8 --icmp-code 0 --icmp-id 4711 -t 300',
  '-p udp -s fd77::1 -d fd77:0:0:1::2 --sport 1 --dport 65535 -t 300',
  '-p icmpv6 -s fd77::1 -d fd77::2 --icmpv6-type 128 --icmpv6-code 0 --icmpv6-id 778 -t 300',
  '-p 89 -s 10.0.0.5 -d 10.0.0.6 -t 6000',
];

/** Only root can read the table of a new namespace: the kernel checks before a user namespace can have a root. */
const needed = live('root', 'conntrack', '/proc/net/nf_conntrack');

const tracked = (use: (namespace: Namespace) => void | Promise<void>): Promise<void> =>
  withNamespace(async (namespace) => {
    for (const entry of made) namespace.exec('conntrack', '-I', ...entry.split(' '));
    await use(namespace);
  });

const listed = (namespace: Namespace): string =>
  ['ipv4', 'ipv6']
    .map((family) => namespace.exec('conntrack', '-L', '-o', 'extended', '-f', family))
    .join('');

/** Timeouts count down meanwhile and are left out. */
const agree = async (namespace: Namespace, list: () => string, ...args: readonly string[]) => {
  const [expected, rows] = await bothWhileSteady(
    () => comparable(parseConntrackList(list())),
    () => namespace.rows('conntrack', '--columns', 'all', ...args),
  );
  assert.deepEqual(comparable(rows), expected);
  return rows;
};

test('conntrack agrees with conntrack -L: states, zones, marks, translation, ICMP', needed, () =>
  tracked(async (namespace) => {
    const rows = await agree(namespace, () => listed(namespace));
    assert.equal(rows.length, made.length);
    const timeout = Number(rows.find(({ sourcePort }) => sourcePort === 1024)!['timeout']);
    assert.ok(timeout > 431_000 && timeout <= 432_000, String(timeout));
  }),
);

test('conntrack filters as conntrack does', needed, () =>
  tracked(async (namespace) => {
    const filtered = ['-L', '-o', 'extended', '-p', 'tcp', '--state', 'ESTABLISHED'];
    const rows = await agree(
      namespace,
      () => namespace.exec('conntrack', ...filtered),
      '--state',
      'established',
    );
    assert.equal(rows.length, 2);
  }),
);

test('a table of many pages: every connection once', needed, () =>
  tracked((namespace) => {
    const script =
      'i=0; while [ $i -lt 3000 ]; do echo "-I -p udp -s 10.1.$((i / 250)).$((i % 250)) -d 10.2.0.1 --sport $i --dport 53 -t 6000"; i=$((i+1)); done';
    namespace.exec('sh', '-c', `${script} | conntrack -R /dev/stdin`);
    const rows = namespace.rows('conntrack', '--where', 'destination = 10.2.0.1');
    assert.equal(namespace.exec('conntrack', '-C').trim(), String(3000 + made.length));
    assert.deepEqual(
      rows.map((row) => Number(row['sourcePort'])).sort((a, b) => a - b),
      Array.from({ length: 3000 }, (_, port) => port),
    );
  }),
);

/** That user could not write coverage data. */
const asNobody = [
  'env',
  '-u',
  'NODE_V8_COVERAGE',
  'setpriv',
  '--reuid=65534',
  '--regid=65534',
  '--clear-groups',
];

test('without root, the error suggests trying as root', needed, () =>
  tracked((namespace) => {
    const [program, ...words] = [...asNobody, '--', ...command, 'conntrack', '--json'];
    const { code, stdout, stderr } = namespace.try(program!, ...words);
    assert.deepEqual([code, stdout], [3, '']);
    assert.match(
      stderr,
      /^procnet: cannot read .*nf_conntrack: permission denied \(EACCES\); try as root\n$/,
    );
  }),
);
