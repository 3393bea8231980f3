import assert from 'node:assert/strict';
import { liveTest, withNamespace } from './support.ts';

/** TCP: two listeners and two ends of three connections; one of these closed into TIME_WAIT. */
const sockets = `
import socket, sys
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
print("ready")
sys.stdin.read()
`;

liveTest('sockstat counts the sockets that were made', () =>
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
    assert.equal(of('ipv6', 'TCP')['tw'], null, 'TIME_WAIT of IPv6 is counted with IPv4: unknown, not 0');
  }),
);

liveTest('sockstat and ss -s agree', () =>
  withNamespace(async (namespace) => {
    await namespace.python(sockets);
    const [, total] = /^Total:\s+(\d+)/.exec(namespace.exec('ss', '-s'))!;
    const [, timewait] = /timewait (\d+)\)/.exec(namespace.exec('ss', '-s'))!;
    const rows = namespace.rows('sockstat');
    const all = rows.find((row) => row['protocol'] === 'sockets')!;
    const used = Number(all['inuse']);
    assert.deepEqual([all['family'], all['tw']], [null, null]);
    /* ss holds a netlink socket of its own while it looks. */
    assert.ok(Number(total) - used <= 1 && Number(total) >= used, `ss ${total}, procnet ${used}`);
    assert.equal(rows.find((row) => row['protocol'] === 'TCP')!['tw'], Number(timewait));
  }),
);

liveTest(
  'memory in bytes is pages times the page size, and FRAG counts bytes itself (fault 43, trap 49)',
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
