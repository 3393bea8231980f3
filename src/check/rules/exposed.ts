import type { Holder } from '../../core/column.ts';
import { tcp } from '../evidence/sockets.ts';
import { byProcesses, endpointText } from '../phrases.ts';
import { rowsOf } from '../readings.ts';
import { from, type Rule } from '../rule.ts';

/** Database and management ports, with the usual service. */
const ports: Readonly<Record<number, string>> = {
  1433: 'Microsoft SQL Server',
  1521: 'Oracle',
  2181: 'ZooKeeper',
  2375: 'Docker without TLS',
  2379: 'etcd',
  3306: 'MySQL',
  5432: 'PostgreSQL',
  5984: 'CouchDB',
  6379: 'Redis',
  7474: 'Neo4j',
  8086: 'InfluxDB',
  8500: 'Consul',
  9042: 'Cassandra',
  9092: 'Kafka',
  9200: 'Elasticsearch',
  9229: 'Node.js inspector',
  11211: 'memcached',
  15672: 'RabbitMQ management',
  27017: 'MongoDB',
};

/** The same by program name, on any port. */
const programs: Readonly<Record<string, string>> = {
  beam: 'RabbitMQ',
  clickhouse: 'ClickHouse',
  cockroach: 'CockroachDB',
  consul: 'Consul',
  dockerd: 'Docker',
  etcd: 'etcd',
  influxd: 'InfluxDB',
  mariadbd: 'MariaDB',
  memcached: 'memcached',
  mongod: 'MongoDB',
  mysqld: 'MySQL',
  postgres: 'PostgreSQL',
  'redis-server': 'Redis',
  'valkey-server': 'Valkey',
};

const listeners = rowsOf(
  tcp,
  ['localAddress', 'localPort', 'processes'],
  'state = LISTEN and localAddress in (0.0.0.0, "::")',
);

const serviceOf = (port: number | null, processes: readonly Holder[] | null): string | null => {
  const program = processes?.map(({ name }) => name).find((name) => Object.hasOwn(programs, name));
  if (program !== undefined) return programs[program]!;
  return port !== null && Object.hasOwn(ports, port) ? ports[port]! : null;
};

export const exposed: Rule = {
  id: 'exposed',
  summary: 'A database or management port is listening on every address',
  evidence: 'listeners on 0.0.0.0 and ::, by port and program',
  scope: 'netns',
  unit: 'listeners',
  warn: from(1),
  critical: null,
  source: "portview's list",
  advice:
    'Bind it to loopback, or protect it with a firewall (firewalls are not visible in /proc). Inside a container, this is normal.',
  readings: [listeners],
  rows: listeners,
  judge(now) {
    const found = now.of(listeners).rows.flatMap((row) => {
      const service = serviceOf(row.localPort, row.processes);
      return service === null ? [] : [{ ...row, service }];
    });
    return {
      value: found.length,
      message:
        found.length === 0
          ? 'no database or management port is listening on every address'
          : found
              .map(
                ({ localAddress, localPort, processes, service }) =>
                  `${endpointText(localAddress, localPort)} is open to all (${service}${byProcesses(processes?.slice(0, 1)).replace(' by ', ', ')})`,
              )
              .join('; '),
      evidence: found,
    };
  },
};
