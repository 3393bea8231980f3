import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { comparable, parseConntrackList } from '../support/conntrack-list.ts';
import { liveTest, type Namespace, withNamespace } from './support.ts';

/** Entries that no packet made: the tracker takes them from user space, so no packet filter is needed. */
const made = [
  '-p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1024 --dport 443 --state ESTABLISHED -t 432000 -u SEEN_REPLY,ASSURED -m 7',
  '-p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1025 --dport 443 --state TIME_WAIT -t 120 -u SEEN_REPLY,ASSURED',
  '-p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1026 --dport 443 --state SYN_SENT -t 120',
  '-p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1027 --dport 80 -r 192.168.7.7 -q 10.0.0.1 --reply-port-src 8080 --reply-port-dst 1027 --state ESTABLISHED -t 99 -u SEEN_REPLY,ASSURED',
  '-p udp -s 10.0.0.3 -d 10.0.0.53 --sport 5353 --dport 53 -t 30 -m 4294967295',
  '-p udp -s 10.0.0.3 -d 10.0.0.53 --sport 5353 --dport 53 -t 30 --zone 9',
  '-p icmp -s 10.0.0.3 -d 10.0.0.4 --icmp-type 8 --icmp-code 0 --icmp-id 4711 -t 30',
  '-p udp -s fd77::1 -d fd77:0:0:1::2 --sport 1 --dport 65535 -t 30',
  '-p icmpv6 -s fd77::1 -d fd77::2 --icmpv6-type 128 --icmpv6-code 0 --icmpv6-id 778 -t 30',
  '-p 89 -s 10.0.0.5 -d 10.0.0.6 -t 600',
];

/** Without root the table belongs to nobody: the kernel asks who is root of the namespace before that is said. */
const refusal = (): string | null => {
  if (process.getuid?.() !== 0) return 'only root can read the table of a new namespace';
  const { error } = spawnSync('conntrack', ['--version']);
  return error === undefined ? null : `there is no conntrack command here: ${error.message}`;
};

const why = refusal();

const tracked = (use: (namespace: Namespace) => void): Promise<void> =>
  withNamespace((namespace) => {
    for (const entry of made) namespace.exec('conntrack', '-I', ...entry.split(' '));
    use(namespace);
  });

const trackedTest = (name: string, use: (namespace: Namespace) => void): void => {
  if (why === null || process.env['PROCNET_LIVE'] === 'require') {
    liveTest(name, () => tracked(use));
    return;
  }
  process.stderr.write(`SKIPPED live test "${name}": ${why}\n`);
  test(name, { skip: why }, () => {});
};

const listed = (namespace: Namespace): string =>
  ['ipv4', 'ipv6']
    .map((family) => namespace.exec('conntrack', '-L', '-o', 'extended', '-f', family))
    .join('');

trackedTest('conntrack agrees with conntrack -L: states, zones, marks, translation, ICMP', (namespace) => {
  const told = parseConntrackList(listed(namespace));
  assert.equal(told.length, made.length);
  const shown = namespace.rows('conntrack', '--columns', 'all');
  assert.deepEqual(comparable(shown), comparable(told));
  const timeout = shown.find(({ sourcePort }) => sourcePort === 1024)!['timeout'];
  assert.ok(Number(timeout) > 431_900 && Number(timeout) <= 432_000, String(timeout));
});

trackedTest('conntrack filters as conntrack does', (namespace) => {
  const told = parseConntrackList(
    namespace.exec('conntrack', '-L', '-o', 'extended', '-p', 'tcp', '--state', 'ESTABLISHED'),
  );
  assert.equal(told.length, 2);
  assert.deepEqual(
    comparable(namespace.rows('conntrack', '--columns', 'all', '--state', 'established')),
    comparable(told),
  );
});

trackedTest('a table of many pages: every connection, each once', (namespace) => {
  const script =
    'i=0; while [ $i -lt 3000 ]; do echo "-I -p udp -s 10.1.$((i / 250)).$((i % 250)) -d 10.2.0.1 --sport $i --dport 53 -t 600"; i=$((i+1)); done';
  namespace.exec('sh', '-c', `${script} | conntrack -R /dev/stdin`);
  const rows = namespace.rows('conntrack', '--where', 'destination = 10.2.0.1');
  assert.equal(namespace.exec('conntrack', '-C').trim(), String(3000 + made.length));
  assert.deepEqual(
    rows.map((row) => Number(row['sourcePort'])).sort((a, b) => a - b),
    Array.from({ length: 3000 }, (_, port) => port),
  );
});

trackedTest('whoever is not root is told that root can read the table', (namespace) => {
  const { code, stdout, stderr } = namespace.try(
    ...([
      // Whoever measures coverage could not write it as that user.
      'env',
      '--unset=NODE_V8_COVERAGE',
      'setpriv',
      '--reuid',
      '65534',
      '--regid',
      '65534',
      '--clear-groups',
      '--',
      process.execPath,
    ] as const),
    'bin/procnet.js',
    'conntrack',
    '--json',
  );
  assert.deepEqual([code, stdout], [3, '']);
  assert.match(stderr, /^procnet: cannot read .*nf_conntrack: permission denied \(EACCES\); try as root\n$/);
});
