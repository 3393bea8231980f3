import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, live, withNamespace } from './support.ts';

/** TCP: two listeners and both ends of three connections, one of which is closed and in TIME_WAIT. */
const sockets = `
import socket, sys, time
held = []
server = socket.socket(); server.bind(("127.0.0.1", 7001)); server.listen()
other = socket.socket(); other.bind(("127.0.0.1", 7002)); other.listen()
for _ in range(3):
    c = socket.socket(); c.connect(("127.0.0.1", 7001)); s, _ = server.accept(); held.append((c, s))
c, s = held.pop(); c.close(); s.recv(1); s.close()
held += [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(4)]
for u in held[-4:]: u.bind(("127.0.0.1", 0))
held.append(socket.socket(socket.AF_INET6, socket.SOCK_STREAM)); held[-1].bind(("::1", 7003)); held[-1].listen()
held.append(socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)); held[-1].bind(("::1", 7004))
held.append(socket.socket(socket.AF_INET, socket.SOCK_RAW, 255))
def in_time_wait():
    with open("/proc/net/tcp") as table: return sum(line.split()[3] == "06" for line in table)
while in_time_wait() != 1: time.sleep(0.01)
print("ready")
sys.stdin.read()
`;

test('sockstat counts the sockets the test created', live('python3'), () =>
  withNamespace(async (namespace) => {
    await namespace.python(sockets);
    const rows = namespace.rows('sockstat');
    const of = (family: string, protocol: string) =>
      rows.find((row) => row['family'] === family && row['protocol'] === protocol)!;
    assert.deepEqual([of('ipv4', 'TCP')['inuse'], of('ipv4', 'TCP')['tw']], [6, 1]);
    assert.equal(of('ipv4', 'UDP')['inuse'], 4);
    assert.equal(of('ipv4', 'RAW')['inuse'], 1);
    assert.equal(of('ipv6', 'TCP')['inuse'], 1);
    assert.equal(of('ipv6', 'UDP')['inuse'], 1);
    assert.equal(
      of('ipv6', 'TCP')['tw'],
      null,
      'IPv6 sockets in TIME_WAIT are counted with IPv4: unknown, not 0',
    );
  }),
);

test('sockstat agrees with ss -s', live('python3', 'ss'), () =>
  withNamespace(async (namespace) => {
    await namespace.python(sockets);
    // The kernel frees an ended program's sockets with a delay.
    const rows = await eventually(() => {
      const [, total] = /^Total:\s+(\d+)/.exec(namespace.exec('ss', '-s'))!;
      const found = namespace.rows('sockstat');
      const all = found.find((row) => row['protocol'] === 'sockets')!;
      assert.deepEqual([all['inuse'], all['family'], all['tw']], [Number(total), null, null]);
      return found;
    });
    const [, timewait] = /timewait (\d+)\)/.exec(namespace.exec('ss', '-s'))!;
    assert.equal(rows.find((row) => row['protocol'] === 'TCP')!['tw'], Number(timewait));
  }),
);

test(
  'memory in bytes is pages times the page size, but FRAG is already in bytes (fault 43, trap 49)',
  live(),
  () =>
    withNamespace((namespace) => {
      const size = Number(namespace.exec('getconf', 'PAGESIZE'));
      const rows = namespace.rows('sockstat');
      const tcp = rows.find((row) => row['protocol'] === 'TCP' && row['family'] === 'ipv4')!;
      assert.equal(tcp['memBytes'], Number(tcp['mem']) * size);
      const frag = rows.find((row) => row['protocol'] === 'FRAG' && row['family'] === 'ipv4')!;
      assert.deepEqual([frag['mem'], frag['memBytes']], [null, 0]);
    }),
);
