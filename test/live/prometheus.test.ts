import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { command } from '../support/command.ts';
import { eventually, live, type Namespace, withNamespace } from './support.ts';

const directory = mkdtempSync(join(tmpdir(), 'procnet-prometheus-'));
after(() => rmSync(directory, { recursive: true }));

const token = join(directory, 'token');
writeFileSync(token, 'a-token-for-three-machines\n', { mode: 0o600 });

const machines = ['one', 'two', 'three'] as const;
type Machine = (typeof machines)[number];

const addressOf = (machine: Machine): string => `10.77.${machines.indexOf(machine)}.2`;

const config = `
global: { scrape_interval: 3s, scrape_timeout: 3s, evaluation_interval: 3s }
rule_files: [${resolve('src/deploy/prometheus/alerts.yml')}]
scrape_configs:
  - job_name: procnet
    authorization: { credentials_file: ${token} }
    static_configs:
${machines.map((machine) => `      - { targets: ['${addressOf(machine)}:9535'], labels: { machine: ${machine} } }`).join('\n')}
`;

/** Connects a machine to the one that Prometheus runs on. */
const wire = (monitor: Namespace, namespace: Namespace, machine: Machine): void => {
  const peer = ['peer', 'name', 'eth0', 'netns', String(namespace.pid)];
  const near = addressOf(machine).replace(/2$/, '1');
  monitor.exec('ip', 'link', 'add', machine, 'type', 'veth', ...peer);
  monitor.exec('ip', 'addr', 'add', `${near}/30`, 'dev', machine);
  monitor.exec('ip', 'link', 'set', machine, 'up');
  namespace.exec('ip', 'addr', 'add', `${addressOf(machine)}/30`, 'dev', 'eth0');
  namespace.exec('ip', 'link', 'set', 'eth0', 'up');
};

const serve = (namespace: Namespace, machine: Machine): ChildProcess =>
  namespace.spawn(
    ...command,
    'serve',
    '--listen',
    `${addressOf(machine)}:9535`,
    '--token-file',
    token,
    '--skip',
    '*',
  );

/** How many connections are accepted, and how many are not. */
const connections = `
import socket, sys
accepted, waiting = map(int, sys.argv[1:])
server = socket.socket(); server.bind(("127.0.0.1", 7001)); server.listen(100)
clients = [socket.create_connection(("127.0.0.1", 7001)) for _ in range(accepted + waiting)]
served = [server.accept() for _ in range(accepted)]
print("ready")
sys.stdin.read()
`;

/** Connections to a neighbour that never answers: each SYN is retransmitted. */
const retransmissions = `
import socket, sys
lost = []
for _ in range(100):
    s = socket.socket(); s.setblocking(False); s.connect_ex(("10.99.0.9", 80)); lost.append(s)
print("ready")
sys.stdin.read()
`;

const deafNeighbour = (namespace: Namespace): void => {
  namespace.exec('ip', 'link', 'add', 'void', 'type', 'veth', 'peer', 'name', 'end');
  namespace.exec('ip', 'addr', 'add', '10.99.0.1/24', 'dev', 'void');
  for (const name of ['void', 'end']) namespace.exec('ip', 'link', 'set', name, 'up');
  namespace.exec('ip', 'neigh', 'add', '10.99.0.9', 'lladdr', '02:00:00:00:00:09', 'dev', 'void');
};

type Answer = Readonly<Record<string, number>>;

/** Prometheus's results, by machine. */
const query = (monitor: Namespace, promql: string): Answer => {
  const text = monitor.exec('promtool', 'query', 'instant', '-o', 'json', 'http://127.0.0.1:9090', promql);
  const rows = JSON.parse(text) as { metric: { machine: string }; value: [number, string] }[];
  return Object.fromEntries(rows.map(({ metric, value }) => [metric.machine, Number(value[1])]));
};

const answers = (monitor: Namespace, promql: string, expected: Answer): Promise<void> =>
  eventually(() => assert.deepEqual(query(monitor, promql), expected, promql));

const established = 'sum by (machine) (procnet_tcp_connections{state="ESTABLISHED"})';
const ratio =
  'sum by (machine) (rate(procnet_tcp_retrans_segs_total[30s])) / sum by (machine) (rate(procnet_tcp_out_segs_total[30s]))';
const queues = 'max by (machine) (procnet_listener_accept_queue) > 0';

const withMachines = (
  use: (monitor: Namespace, namespaces: Readonly<Record<Machine, Namespace>>) => Promise<void>,
): Promise<void> =>
  withNamespace((monitor) =>
    withNamespace((one) =>
      withNamespace((two) =>
        withNamespace(async (three) => {
          const namespaces = { one, two, three };
          for (const machine of machines) wire(monitor, namespaces[machine], machine);
          await use(monitor, namespaces);
        }),
      ),
    ),
  );

test(
  'a Prometheus server scrapes three machines and answers queries over all of them, while one goes down and comes back',
  live('root', 'python3', 'prometheus', 'promtool'),
  () =>
    withMachines(async (monitor, { one, two, three }) => {
      await one.python(connections, '3', '0');
      await two.python(connections, '5', '0');
      await three.python(connections, '0', '4');
      deafNeighbour(three);
      await three.python(retransmissions);
      const served = { one: serve(one, 'one'), two: serve(two, 'two'), three: serve(three, 'three') };
      assert.ok(Object.values(served).every(({ pid }) => pid !== undefined));
      writeFileSync(join(directory, 'prometheus.yml'), config);
      monitor.spawn(
        'prometheus',
        `--config.file=${join(directory, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(directory, 'data')}`,
        '--web.listen-address=127.0.0.1:9090',
      );
      await answers(monitor, 'up', { one: 1, two: 1, three: 1 });

      // Two ends of each connection, and that of the scrape itself.
      await answers(monitor, established, { one: 7, two: 11, three: 9 });
      await answers(monitor, queues, { three: 4 });
      await eventually(() => {
        const found = query(monitor, ratio);
        assert.ok(found['three']! > 0.1, `three: ${found['three']}`);
        assert.deepEqual([found['one'], found['two']], [0, 0]);
      });

      served.two.kill('SIGTERM');
      assert.deepEqual(await once(served.two, 'exit'), [0, null], 'it ends cleanly');
      await answers(monitor, 'up', { one: 1, two: 0, three: 1 });
      await answers(monitor, established, { one: 7, three: 9 });
      await answers(monitor, 'ALERTS{alertname="ProcnetDown", alertstate="pending"}', { two: 1 });
      serve(two, 'two');
      await answers(monitor, 'up', { one: 1, two: 1, three: 1 });
      await answers(monitor, established, { one: 7, two: 11, three: 9 });
    }),
);
