import assert from 'node:assert/strict';
import { test } from 'node:test';
import { promtoolSays, sampleOf, seriesIn } from '../metrics/prom-text.ts';
import { live, withNamespace } from './support.ts';

/** A listener with two unaccepted connections and an accepted one; a UDP socket that lost datagrams. */
const sockets = `
import socket, sys
server = socket.socket(); server.bind(("127.0.0.1", 7001)); server.listen(8)
clients = [socket.create_connection(("127.0.0.1", 7001)) for _ in range(3)]
accepted = server.accept()
slow = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); slow.bind(("127.0.0.1", 7002))
slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2304)
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for _ in range(100): sender.sendto(b"x" * 1000, ("127.0.0.1", 7002))
with open("/proc/net/udp") as table:
    [drops] = [line.split()[12] for line in table if line.split()[1].endswith(":1B5A")]
print("ready", drops)
sys.stdin.read()
`;

test('metrics count what the test created, and promtool accepts them', live('python3', 'promtool'), () =>
  withNamespace(async (namespace) => {
    const { ready: drops } = await namespace.python(sockets);
    const { stdout, stderr, code } = namespace.procnet('metrics');
    assert.deepEqual([code, stderr], [0, '']);
    assert.equal(promtoolSays(stdout), '');
    assert.equal(sampleOf(stdout, 'procnet_tcp_connections{family="ipv4",state="ESTABLISHED"}'), '6');
    assert.equal(sampleOf(stdout, 'procnet_listener_accept_queue{address="127.0.0.1",port="7001"}'), '2');
    assert.ok(Number(drops) > 0, 'datagrams were dropped');
    assert.equal(sampleOf(stdout, 'procnet_udp_drops{port="7002"}'), String(drops));
    assert.equal(sampleOf(stdout, 'procnet_tcp_active_opens_total'), '3');
    const [from, to] = namespace
      .exec('cat', '/proc/sys/net/ipv4/ip_local_port_range')
      .trim()
      .split(/\s+/)
      .map(Number);
    const ratio = Number(sampleOf(stdout, 'procnet_ephemeral_ports_used_ratio'));
    assert.ok(Math.abs(ratio - 3 / (to! - from! + 1)) < 1e-9, `${ratio}`);
  }),
);

test(
  'all namespaces: each has its own series, and host-wide counters appear once',
  live('python3', 'promtool'),
  () =>
    withNamespace(async (namespace) => {
      await namespace.python(sockets);
      const { stdout } = namespace.procnet('metrics', '--all-netns', '--max-series', '100000');
      assert.equal(promtoolSays(stdout), '');
      const name = namespace.rows('netns').find(({ leaderPid }) => leaderPid === namespace.pid)?.['netns'];
      assert.equal(
        sampleOf(stdout, `procnet_tcp_connections{netns="${name}",family="ipv4",state="ESTABLISHED"}`),
        '6',
      );
      const names = seriesIn(stdout).map(([series]) => series);
      assert.equal(new Set(names).size, names.length);
      assert.equal(
        names.filter((series) => series.startsWith('procnet_softnet_stat_dropped_total{')).length,
        1,
      );
      assert.ok(names.filter((series) => series.startsWith('procnet_tcp_retrans_segs_total{')).length >= 2);
    }),
);
