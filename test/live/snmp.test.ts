import assert from 'node:assert/strict';
import { liveTest, withNamespace } from './support.ts';

/** Three connections, one refused; 4 datagrams to nobody; a listener whose queue of one overflows. */
const traffic = `
import socket, sys, time
server = socket.socket(); server.bind(("127.0.0.1", 7001)); server.listen()
held = []
for _ in range(3):
    c = socket.socket(); c.connect(("127.0.0.1", 7001)); held.append((c, server.accept()))
try: socket.create_connection(("127.0.0.1", 9))
except ConnectionRefusedError: pass
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for _ in range(4): u.sendto(b"x", ("127.0.0.1", 9))
narrow = socket.socket(); narrow.bind(("127.0.0.1", 7002)); narrow.listen(0)
for _ in range(3):
    c = socket.socket(); c.setblocking(False); held.append(c)
    try: c.connect(("127.0.0.1", 7002))
    except BlockingIOError: pass
time.sleep(0.05)
print("ready")
sys.stdin.read()
`;

const counted = (rows: readonly Readonly<Record<string, unknown>>[]): Map<string, number> =>
  new Map(rows.map((row) => [String(row['key']), Number(row['value'])]));

liveTest('snmp has every counter that nstat has, with its value', () =>
  withNamespace(async (namespace) => {
    await namespace.python(traffic);
    const { kernel } = JSON.parse(namespace.exec('nstat', '-asz', '--json')) as {
      kernel: Record<string, number>;
    };
    const ours = counted(namespace.rows('snmp', '--columns', 'key,value'));
    /* nstat leaves out the settings of Ip and Tcp (Forwarding, RtoMin …), which are no counters. */
    const differing = Object.entries(kernel).filter(([key, value]) => ours.get(key) !== value);
    assert.ok(Object.keys(kernel).length > 250);
    /* The retransmitted SYN may come between the two readings. */
    const moving =
      /^(TcpOutSegs|TcpInSegs|TcpRetransSegs|Ip(Ext)?(In|Out)|TcpExtTCP(Timeouts|Syn|Req|Lost)|TcpExtListen)/;
    assert.deepEqual(
      differing.filter(([key]) => !moving.test(key)),
      [],
    );
  }),
);

liveTest('snmp counts what was done', () =>
  withNamespace(async (namespace) => {
    await namespace.python(traffic);
    const ours = counted(namespace.rows('snmp', '--columns', 'key,value'));
    assert.equal(ours.get('TcpAttemptFails'), 1);
    assert.equal(ours.get('TcpPassiveOpens'), 3 + 1);
    assert.equal(ours.get('UdpNoPorts'), 4);
    assert.equal(ours.get('UdpOutDatagrams'), 4);
    assert.ok(ours.get('TcpExtListenOverflows')! >= 2, String(ours.get('TcpExtListenOverflows')));
    assert.equal(ours.get('TcpMaxConn'), -1);
  }),
);

liveTest('a counter can be asked for by the name that nstat gives it', () =>
  withNamespace(async (namespace) => {
    await namespace.python(traffic);
    const [row, ...others] = namespace.rows('snmp', 'UdpNoPorts');
    assert.deepEqual([row!['protocol'], row!['name'], row!['value'], others], ['Udp', 'NoPorts', 4, []]);
    assert.equal(namespace.procnet('snmp', 'UdpNoSuchCounter').code, 1);
  }),
);
