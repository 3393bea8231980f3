import assert from 'node:assert/strict';
import { test } from 'node:test';
import { live, type Namespace, withNamespace } from './support.ts';

/** Three connections and a refused one; 4 datagrams to a closed port; a listener whose queue of one overflows. */
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
def overflows():
    with open("/proc/net/netstat") as file:
        names, values = [line.split() for line in file if line.startswith("TcpExt:")]
    return int(values[names.index("ListenOverflows")])
while overflows() < 2: time.sleep(0.01)
print("ready")
sys.stdin.read()
`;

const counted = (rows: readonly Readonly<Record<string, unknown>>[]): Map<string, number> =>
  new Map(rows.map((row) => [String(row['key']), Number(row['value'])]));

/** nstat leaves out the settings in Ip and Tcp (Forwarding, RtoMin …), which are not counters. */
const countedByNstat = (namespace: Namespace): Readonly<Record<string, number>> =>
  JSON.parse(namespace.exec('nstat', '-asz', '--json')).kernel;

test('snmp has every nstat counter, with a value between two nstat readings', live('python3', 'nstat'), () =>
  withNamespace(async (namespace) => {
    await namespace.python(traffic);
    const before = countedByNstat(namespace);
    const ours = counted(namespace.rows('snmp', '--columns', 'key,value'));
    const after = countedByNstat(namespace);
    assert.ok(Object.keys(before).length > 250);
    assert.deepEqual(
      Object.keys(before).filter((key) => !(before[key]! <= ours.get(key)! && ours.get(key)! <= after[key]!)),
      [],
    );
    const same = Object.keys(before).filter((key) => before[key] === after[key]);
    assert.ok(same.length > 200, 'nearly all are unchanged and compared exactly');
  }),
);

test('snmp counts the traffic the test made', live('python3'), () =>
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

test('a counter can be selected by its nstat name', live('python3'), () =>
  withNamespace(async (namespace) => {
    await namespace.python(traffic);
    const [row, ...others] = namespace.rows('snmp', 'UdpNoPorts');
    assert.deepEqual([row!['protocol'], row!['name'], row!['value'], others], ['Udp', 'NoPorts', 4, []]);
    assert.equal(namespace.procnet('snmp', 'UdpNoSuchCounter').code, 1);
  }),
);
