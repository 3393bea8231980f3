"""Holds a TCP socket in every state that one machine can reach alone, and sockets of the other protocols.

Prints `ready` and the sockets it created. `link-down` on stdin closes connections whose FIN can no longer be delivered.
"""
import json, os, socket, sys, time

made, kept = [], []


def inode(s):
    return os.fstat(s.fileno()).st_ino


def note(protocol, family, state, local, remote=None, of=None, **more):
    made.append(dict(protocol=protocol, family=family, state=state, localAddress=local[0], localPort=local[1],
                     remoteAddress=remote[0] if remote else None, remotePort=remote[1] if remote else None,
                     inode=inode(of) if of else 0, fd=of.fileno() if of else None, **more))
    if of:
        kept.append(of)


def listener(address, port, family=socket.AF_INET, backlog=8, **options):
    s = socket.socket(family)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if options.get("reuseport"):
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    if options.get("defer"):
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 60)
    if family == socket.AF_INET6:
        s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0 if options.get("dual") else 1)
    s.bind((address, port))
    s.listen(backlog)
    return s


def client(port, to, family=socket.AF_INET):
    s = socket.socket(family)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(("::1" if family == socket.AF_INET6 else "127.0.0.1", port))
    s.connect(to)
    return s


L = "127.0.0.1"
any4, any6 = ("0.0.0.0", 0), ("::", 0)
main = listener(L, 7001)
note("tcp", "ipv4", "LISTEN", (L, 7001), any4, main, recvQueue=0)

c = client(7101, (L, 7001)); s, _ = main.accept(); c.sendall(b"12345"); receiver = s
note("tcp", "ipv4", "ESTABLISHED", (L, 7101), (L, 7001), c)
note("tcp", "ipv4", "ESTABLISHED", (L, 7001), (L, 7101), s, recvQueue=5)

waiting = listener(L, 7002)
note("tcp", "ipv4", "LISTEN", (L, 7002), any4, waiting, recvQueue=1)
c = client(7102, (L, 7002))
note("tcp", "ipv4", "ESTABLISHED", (L, 7102), (L, 7002), c)
note("tcp", "ipv4", "ESTABLISHED", (L, 7002), (L, 7102))

c = client(7103, (L, 7001)); s, _ = main.accept(); c.close(); s.recv(1); s.close()
note("tcp", "ipv4", "TIME_WAIT", (L, 7103), (L, 7001))

c = client(7104, (L, 7001)); s, _ = main.accept(); c.shutdown(socket.SHUT_WR)
note("tcp", "ipv4", "FIN_WAIT2", (L, 7104), (L, 7001), c)
note("tcp", "ipv4", "CLOSE_WAIT", (L, 7001), (L, 7104), s)

c = client(7105, (L, 7001)); s, _ = main.accept(); c.close()
note("tcp", "ipv4", "FIN_WAIT2", (L, 7105), (L, 7001))
note("tcp", "ipv4", "CLOSE_WAIT", (L, 7001), (L, 7105), s)

c = socket.socket(); c.setblocking(False); c.bind(("10.77.0.1", 7106))
try:
    c.connect(("10.77.0.99", 81))
except BlockingIOError:
    pass
note("tcp", "ipv4", "SYN_SENT", ("10.77.0.1", 7106), ("10.77.0.99", 81), c, sendQueue=1)

lazy = listener(L, 7003, defer=True)
note("tcp", "ipv4", "LISTEN", (L, 7003), any4, lazy)
c = client(7107, (L, 7003))
note("tcp", "ipv4", "ESTABLISHED", (L, 7107), (L, 7003), c)
note("tcp", "ipv4", "SYN_RECV", (L, 7003), (L, 7107))

dual = listener("::", 7004, socket.AF_INET6, dual=True)
note("tcp", "ipv6", "LISTEN", ("::", 7004), any6, dual)
c = client(7108, (L, 7004)); s, _ = dual.accept()
note("tcp", "ipv4", "ESTABLISHED", (L, 7108), (L, 7004), c)
note("tcp", "ipv6", "ESTABLISHED", ("::ffff:127.0.0.1", 7004), ("::ffff:127.0.0.1", 7108), s)

six = listener("::1", 7005, socket.AF_INET6)
note("tcp", "ipv6", "LISTEN", ("::1", 7005), any6, six)
c = client(7109, ("::1", 7005), socket.AF_INET6); s, _ = six.accept()
note("tcp", "ipv6", "ESTABLISHED", ("::1", 7109), ("::1", 7005), c)
note("tcp", "ipv6", "ESTABLISHED", ("::1", 7005), ("::1", 7109), s)

for _ in range(2):
    note("tcp", "ipv4", "LISTEN", (L, 7008), any4, listener(L, 7008, reuseport=True))

bound = socket.socket(); bound.bind((L, 7009)); kept.append(bound)

u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind((L, 7006))
note("udp", "ipv4", "UNCONN", (L, 7006), any4, u)
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind((L, 7007)); u.connect((L, 7006))
note("udp", "ipv4", "ESTABLISHED", (L, 7007), (L, 7006), u)
u = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); u.bind(("::", 7010))
note("udp", "ipv6", "UNCONN", ("::", 7010), any6, u)
for _ in range(2):
    u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    u.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    u.bind(("0.0.0.0", 7011))
    note("udp", "ipv4", "UNCONN", ("0.0.0.0", 7011), any4, u)

for number in (1, 255):
    r = socket.socket(socket.AF_INET, socket.SOCK_RAW, number)
    note("raw", "ipv4", "UNCONN", ("0.0.0.0", None), ("0.0.0.0", None), r, protocolNumber=number)
r = socket.socket(socket.AF_INET6, socket.SOCK_RAW, 58)
note("raw", "ipv6", "UNCONN", ("::", None), ("::", None), r, protocolNumber=58)
p = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP); p.bind((L, 7012))
note("icmp", "ipv4", "UNCONN", (L, 7012), any4, p)

fin1 = client(7110, (L, 7001)); other, _ = main.accept(); kept.append(other)
ack = client(7111, (L, 7001)); last, _ = main.accept(); ack.shutdown(socket.SHUT_WR); last.recv(1); kept.append(ack)

unnoted = ["ESTABLISHED", "ESTABLISHED", "FIN_WAIT2", "CLOSE_WAIT"]

NAMES = (None, "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT", "CLOSE", "CLOSE_WAIT",
         "LAST_ACK", "LISTEN", "CLOSING", "SYN_RECV")


def states():
    """The state of each TCP socket in the namespace."""
    rows = []
    for name in ("tcp", "tcp6"):
        with open("/proc/net/" + name) as table:
            rows += [NAMES[int(line.split()[3], 16)] for line in list(table)[1:]]
    return sorted(rows)


# Segments are delayed even over loopback.
wanted = sorted([each["state"] for each in made if each["protocol"] == "tcp"] + unnoted)
while states() != wanted or len(receiver.recv(9, socket.MSG_PEEK)) < 5:
    time.sleep(0.01)
print("ready", json.dumps(made))
for line in sys.stdin:
    if line.strip() == "link-down":
        fin1.close()
        last.close()
        print("closed")
