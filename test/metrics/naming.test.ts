import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seriesName, snakeCase } from '../../src/metrics/naming.ts';
import { needs } from '../support/needs.ts';
import { promtoolSays } from './prom-text.ts';

test("the kernel's names become words with underscores", () => {
  const spelled: Readonly<Record<string, string>> = {
    TcpRetransSegs: 'tcp_retrans_segs',
    TcpExtTCPLostRetransmit: 'tcp_ext_tcp_lost_retransmit',
    TcpExtDelayedACKs: 'tcp_ext_delayed_acks',
    TcpExtTCPReqQFullDoCookies: 'tcp_ext_tcp_req_qfull_do_cookies',
    TcpExtIPReversePathFilter: 'tcp_ext_ip_reverse_path_filter',
    IpExtInNoECTPkts: 'ip_ext_in_no_ect_pkts',
    IpExtInECT1Pkts: 'ip_ext_in_ect1_pkts',
    Icmp6OutType143: 'icmp6_out_type143',
    MPTcpExtMPJoinAckHMacFailure: 'mp_tcp_ext_mp_join_ack_hmac_failure',
    'arp_cache:res_failed': 'arp_cache_res_failed',
    rxBytes: 'rx_bytes',
    '\u202e{}"': '',
  };
  for (const [name, expected] of Object.entries(spelled)) assert.equal(snakeCase(name), expected);
});

test('units and suffixes appear once, and only where they belong', () => {
  assert.equal(
    seriesName(['network', 'receive_bytes'], 'bytes', 'counter'),
    'procnet_network_receive_bytes_total',
  );
  assert.equal(seriesName(['sockstat', 'memory'], 'bytes', 'gauge'), 'procnet_sockstat_memory_bytes');
  assert.equal(seriesName(['', 'conntrack', 'used'], 'ratio', 'gauge'), 'procnet_conntrack_used_ratio');
  assert.equal(seriesName(['x_total'], '', 'counter'), 'procnet_x_total');
});

test('promtool accepts any counter name that a kernel may print', needs('promtool'), () => {
  const names = [
    'NewCounterOfNextYear',
    'Gauge',
    'S',
    'RttMs',
    'LastHours',
    'InBits',
    'DropCount',
    'ItemTotal',
  ];
  const hostile = ['', '0', 'a:b', 'x{y="z"} 1\nevil 2', 'Histogram', 'QueueSum', 'Bucket', 'WaitS', 'XKb'];
  const text = [...names, ...hostile]
    .flatMap((name) =>
      (['counter', 'gauge', 'untyped'] as const).map((type) => {
        const series = seriesName(
          [type === 'untyped' ? 'other' : type.slice(0, 1).repeat(2), snakeCase(name)],
          '',
          type,
        );
        return `# HELP ${series} x\n# TYPE ${series} ${type}\n${series} 1\n`;
      }),
    )
    .join('');
  assert.equal(promtoolSays(text), '');
});
