import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { parse } from 'yaml';
import { hang, needs } from '../support/needs.ts';
import { measuredNames, namesIn } from './measured-names.ts';

const path = 'src/deploy/prometheus/alerts.yml';
const text = readFileSync(path, 'utf8');

type Rule = {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: { readonly summary: string; readonly description: string };
};
const { groups } = parse(text) as { groups: [{ rules: readonly Rule[] }] };
const [{ rules }] = groups;

const directory = mkdtempSync(join(tmpdir(), 'procnet-alerts-'));
after(() => rmSync(directory, { recursive: true }));

type Series = Readonly<Record<string, string>>;

/** Series for which an alert fires after an hour, and series for which it never does. */
type Case = {
  readonly sick: Series;
  readonly well: Series;
  readonly labels?: Series;
  /** The value of `$value` in the summary or description. */
  readonly value?: string;
};

const to = (name: string, labels = ''): string => `procnet_${name}{instance="a"${labels}}`;
const level = (name: string, sick: string, well: string, labels = '', more: Partial<Case> = {}): Case => ({
  sick: { [to(name, labels)]: `${sick}x120` },
  well: { [to(name, labels)]: `${well}x120` },
  ...more,
});
/** A counter that grows by this much per minute. */
const grows = (by: number): string => `0+${by}x120`;

/** Several for a rule that fires for one of several reasons. */
const cases: Readonly<Record<string, Case | readonly Case[]>> = {
  ProcnetDown: {
    sick: { 'up{instance="a",job="procnet"}': '1x10 0x110' },
    well: { 'up{instance="a",job="procnet"}': '1x50 0x4 1x66', 'up{instance="a",job="other"}': '0x120' },
    labels: { job: 'procnet' },
  },
  ProcnetSourceUnreadable: level('source_up', '0', '1', ',source="tcp"', { labels: { source: 'tcp' } }),
  ProcnetSeriesDropped: level('series_dropped', '77', '0', '', { value: '77' }),
  ProcnetCheckCritical: level('check_status', '2', '3', ',rule="exposed"', { labels: { rule: 'exposed' } }),
  NetworkRetransmissions: {
    sick: {
      [to('tcp_retrans_segs_total')]: grows(80),
      [to('tcp_ext_tcp_syn_retrans_total')]: grows(20),
      [to('tcp_out_segs_total')]: grows(3_000),
    },
    well: {
      [to('tcp_retrans_segs_total')]: grows(80),
      [to('tcp_ext_tcp_syn_retrans_total')]: grows(60),
      [to('tcp_out_segs_total')]: grows(3_000),
    },
    value: '2%',
  },
  NetworkListenOverflows: level('tcp_ext_listen_overflows_total', '0+1', '5+0'),
  NetworkAcceptQueueWaits: {
    sick: { [to('listener_accept_queue', ',address="::",port="80"')]: '3x120' },
    well: { [to('listener_accept_queue', ',address="::",port="80"')]: '3 0 3 0 3 0 3 0 3 0x111' },
    labels: { address: '::', port: '80' },
    value: '3',
  },
  NetworkCloseWait: level('tcp_connections', '10', '9', ',family="ipv4",state="CLOSE_WAIT"', {
    labels: { family: 'ipv4', state: 'CLOSE_WAIT' },
    value: '10',
  }),
  NetworkEphemeralPorts: level('ephemeral_ports_used_ratio', '0.7', '0.69', '', { value: '70%' }),
  NetworkTimeWait: level('sockstat_tw_used_ratio', '0.8', '0.79', '', { value: '80%' }),
  NetworkOrphans: level('sockstat_orphan_used_ratio', '0.25', '0.24', '', { value: '25%' }),
  NetworkTcpMemory: level('sockstat_memory_used_ratio', '0.95', '0.9', '', { value: '95%' }),
  NetworkConntrackFull: level('conntrack_used_ratio', '0.75', '0.74', '', { value: '75%' }),
  NetworkConntrackDrops: [
    level('nf_conntrack_drop_total', '0+1', '9+0'),
    level('nf_conntrack_early_drop_total', '0+1', '9+0'),
  ],
  NetworkUdpReceiveErrors: ['udp', 'udp6'].map((name) => ({
    sick: {
      [to(`${name}_in_datagrams_total`)]: grows(4_500),
      [to(`${name}_rcvbuf_errors_total`)]: grows(500),
    },
    well: { [to(`${name}_in_datagrams_total`)]: grows(60), [to(`${name}_rcvbuf_errors_total`)]: grows(50) },
    value: '10%',
  })),
  NetworkSoftnetDrops: level('softnet_stat_dropped_total', '0+1', '7+0'),
  NetworkInterfaceErrors: ['receive', 'transmit'].map((way) => {
    const counts = (name: string, errors: number): Series => ({
      [to(`network_${way}_errors_total`, `,interface="${name}"`)]: grows(errors),
      [to(`network_${way}_packets_total`, `,interface="${name}"`)]: grows(3_000),
    });
    return {
      sick: counts('eth0', 60),
      well: { ...counts('eth0', 20), ...counts('lo', 60), ...counts('veth1', 60) },
      labels: { interface: 'eth0' },
      value: '2%',
    };
  }),
  NetworkNeighbourTableFull: [
    level('arp_cache_table_fulls_total', '0+1', '3+0'),
    level('ndisc_cache_table_fulls_total', '0+1', '3+0'),
  ],
};

/** The few expressions that the texts use. */
const filled = (template: string, labels: Series, value = ''): string =>
  template
    .replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, name: string) => labels[name] ?? '')
    .replace(/\{\{ \$value(?: \| humanizePercentage)? \}\}/g, value);

const expected = (rule: Rule, { labels = {}, value }: Case) => {
  const all = { ...labels, instance: 'a' };
  const { summary, description } = rule.annotations;
  return {
    exp_labels: { ...all, ...rule.labels },
    exp_annotations: {
      summary: filled(summary, all, value),
      description: filled(description, all, value),
    },
  };
};

const testOf = (rule: Rule, found: Case, isSick: boolean) => ({
  name: `${rule.alert} ${isSick ? 'fires' : 'does not fire'}`,
  interval: '1m',
  input_series: Object.entries(isSick ? found.sick : found.well).map(([series, values]) => ({
    series,
    values,
  })),
  alert_rule_test: [
    { eval_time: '1h', alertname: rule.alert, exp_alerts: isSick ? [expected(rule, found)] : [] },
  ],
});

const promtool = (...args: readonly string[]): string => {
  const { stdout, stderr, status } = spawnSync('promtool', args, { encoding: 'utf8', timeout: hang });
  return status === 0 ? '' : stdout + stderr;
};

test('the alert rules are valid', needs('promtool'), () =>
  assert.equal(promtool('check', 'rules', path), ''),
);

test('every alert has a severity and advice', () => {
  assert.deepEqual(Object.keys(cases).toSorted(), rules.map(({ alert }) => alert).toSorted());
  for (const { alert, labels, annotations } of rules) {
    assert.match(labels['severity']!, /^(warning|critical)$/, alert);
    assert.match(annotations.summary, /\$labels\.instance/, alert);
    assert.ok(annotations.description.length > 20, alert);
  }
});

for (const rule of rules)
  test(`${rule.alert} fires exactly when it should`, needs('promtool'), () => {
    const file = join(directory, `${rule.alert}.json`);
    const tests = [cases[rule.alert]!]
      .flat()
      .flatMap((found) => [true, false].map((isSick) => testOf(rule, found, isSick)));
    writeFileSync(file, JSON.stringify({ rule_files: [resolve(path)], evaluation_interval: '1m', tests }));
    assert.equal(promtool('test', 'rules', file), '');
  });

test('the alert rules query existing series', async () => {
  const names = await measuredNames();
  assert.deepEqual(
    namesIn(rules.map(({ expr }) => expr).join('\n')).filter((name) => !names.has(name)),
    [],
  );
});
