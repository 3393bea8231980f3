import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { command } from '../support/command.ts';
import { hang, needs } from '../support/needs.ts';
import { eventually, live, withNamespace } from './support.ts';

type Row = Readonly<Record<string, unknown>>;

const valuesIn = (rows: readonly Row[]): Map<string, number> =>
  new Map(rows.map(({ name, value }) => [String(name), Number(value)]));

/** lnstat exits with 1 whatever happens, so only the output counts. */
const run = (command: string, ...args: readonly string[]): string => {
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: hang });
  assert.notEqual(stdout, '', `${command}: ${stderr}`);
  return stdout;
};

const isFirstNamespace = existsSync('/proc/net/stat/arp_cache');

for (const file of ['arp_cache', 'ndisc_cache', 'rt_cache'])
  test(
    `stat agrees with lnstat on ${file}`,
    isFirstNamespace ? needs('lnstat') : { skip: 'not the first namespace' },
    () =>
      eventually(() => {
        const oracle = (): Map<string, number> =>
          new Map(Object.entries(JSON.parse(run('lnstat', '-j', '-c', '1', '-i', '1', '-f', file))));
        const before = oracle();
        const shown = valuesIn(JSON.parse(run(...command, 'stat', `${file}:*`, '--json')));
        const after = oracle();
        assert.deepEqual([...shown.keys()], [...before.keys()]);
        for (const [name, value] of shown)
          assert.ok(
            value >= Math.min(before.get(name)!, after.get(name)!) &&
              value <= Math.max(before.get(name)!, after.get(name)!),
            `${name}: ${before.get(name)} ${value} ${after.get(name)}`,
          );
      }),
  );

/** Independent code that sums softnet_stat, in the same second. */
const softnet = `
rows = [[int(word, 16) for word in line.split()] for line in open("/proc/self/net/softnet_stat")]
print(*[sum(column) for column in zip(*rows)][:3])
`;

test('stat sums softnet_stat over all processors', needs('python3'), () => {
  const oracle = (): number[] => run('python3', '-c', softnet).trim().split(' ').map(Number);
  const before = oracle();
  const shown = valuesIn(JSON.parse(run(...command, 'stat', 'softnet_stat:*', '--json')));
  const after = oracle();
  for (const [at, name] of ['processed', 'dropped', 'time_squeeze'].entries())
    assert.ok(shown.get(name)! >= before[at]! && shown.get(name)! <= after[at]!, name);
});

test('conntrack -s counts what conntrack counts', live('conntrack'), () =>
  withNamespace((namespace) => {
    for (let port = 1; port <= 25; port++)
      namespace.exec(
        ...(['conntrack', '-I', '-p', 'udp', '-s', '10.0.0.1', '-d', '10.0.0.2', '-t', '600'] as const),
        ...['--sport', String(port), '--dport', '53'],
      );
    const [row] = namespace.rows('conntrack', '-s');
    assert.equal(row!['entries'], Number(namespace.exec('conntrack', '-C')));
    assert.equal(row!['entries'], 25);
    const perProcessor = namespace.exec('conntrack', '-S').trim().split('\n');
    const sum = (key: string): number =>
      perProcessor.reduce((total, line) => total + Number(new RegExp(`\\b${key}=(\\d+)`).exec(line)![1]), 0);
    for (const [column, key] of [
      ['found', 'found'],
      ['invalid', 'invalid'],
      ['insertFailed', 'insert_failed'],
      ['drop', 'drop'],
      ['earlyDrop', 'early_drop'],
    ] as const)
      assert.equal(row![column], sum(key), column);
    const [stat] = namespace.rows('stat', 'nf_conntrack:entries');
    assert.equal(stat!['value'], 25);
  }),
);

test(
  'snmp --interface lo counts the traffic on lo, which is all of this namespace’s',
  live('python3', 'nstat'),
  () =>
    withNamespace(async (namespace) => {
      const script = await namespace.python(`
import socket, sys
receiver = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); receiver.bind(("::1", 7001))
sender = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
for _ in range(7): sender.sendto(b"x" * 100, ("::1", 7001))
for _ in range(7): receiver.recv(200)
print("ready")
sys.stdin.read()
`);
      const rows = namespace.rows('snmp', '--interface', 'lo', '--columns', 'key,value');
      const ours = new Map(rows.map(({ key, value }) => [key, value]));
      const { kernel } = JSON.parse(namespace.exec('nstat', '-asz', '--json')) as {
        kernel: Record<string, number>;
      };
      for (const key of ['Ip6InReceives', 'Ip6InDelivers', 'Ip6InOctets', 'Ip6OutRequests', 'Ip6OutOctets'])
        assert.equal(ours.get(key), kernel[key], key);
      assert.ok(Number(ours.get('Ip6InDelivers')) >= 7);
      await script.stop();
    }),
);
