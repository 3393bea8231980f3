# Sockets that filters must distinguish: various families, addresses, states and ports. Prints `ready` once all exist,
# and keeps them until its stdin ends. Runs in a namespace where v0 has 10.9.0.1, 10.9.0.2, fd09::1, fd09::2, fe80::1234.
import os
import socket
import sys
import time

kept = []


def listen(family, address, v6only=1):
    sock = socket.socket(family, socket.SOCK_STREAM)
    if family == socket.AF_INET6:
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, v6only)
    sock.bind(address)
    sock.listen(8)
    kept.append(sock)
    return sock


def connect(listener, family, address, source=None):
    client = socket.socket(family, socket.SOCK_STREAM)
    if source is not None:
        client.bind((source, 0))
    client.connect(address)
    server, _ = listener.accept()
    kept.extend([client, server])
    return client, server


def wait_until(condition, what):
    until = time.monotonic() + 60
    while not condition():
        if time.monotonic() > until:
            sys.exit(f"{what} did not happen")
        time.sleep(0.01)


def states_at(port):
    found = []
    for name in ("tcp", "tcp6"):
        with open(f"/proc/net/{name}") as table:
            for line in table.readlines()[1:]:
                fields = line.split()
                if f":{port:04X}" in fields[1] or f":{port:04X}" in fields[2]:
                    found.append(fields[3])
    return found


v4, v6 = socket.AF_INET, socket.AF_INET6
scope = socket.if_nametoindex("v0")
web = listen(v4, ("0.0.0.0", 80))
tls = listen(v6, ("::", 443), v6only=0)
listen(v4, ("10.9.0.1", 22))
listen(v6, ("::", 22))
local = listen(v4, ("127.0.0.1", 1180))
local6 = listen(v6, ("::1", 8080))
link = listen(v6, ("fe80::1234", 9000, 0, scope))

connect(web, v4, ("127.0.0.1", 80))
connect(web, v4, ("10.9.0.1", 80), "10.9.0.1")
connect(web, v4, ("10.9.0.1", 80), "10.9.0.2")
connect(tls, v4, ("10.9.0.1", 443), "10.9.0.2")
connect(tls, v4, ("127.0.0.1", 443))
connect(tls, v6, ("::1", 443))
connect(tls, v6, ("fd09::1", 443), "fd09::2")
connect(link, v6, ("fe80::1234", 9000, 0, scope))
connect(local, v4, ("127.0.0.1", 1180))
connect(local6, v6, ("::1", 8080))

for _ in range(3):
    client, _ = connect(tls, v4, ("10.9.0.1", 443), "10.9.0.2")
    client.close()
wait_until(lambda: states_at(443).count("08") == 3, "CLOSE_WAIT")
for _ in range(2):
    client, server = connect(web, v4, ("10.9.0.1", 80), "10.9.0.2")
    server.close()
    client.close()
wait_until(lambda: states_at(80).count("06") >= 2, "TIME_WAIT")

waiting = socket.socket(v4, socket.SOCK_STREAM)
waiting.connect(("127.0.0.1", 1180))
kept.append(waiting)

for family, address in ((v4, ("0.0.0.0", 53)), (v6, ("::", 5353)), (v4, ("10.9.0.1", 123))):
    sock = socket.socket(family, socket.SOCK_DGRAM)
    sock.bind(address)
    kept.append(sock)
kept[-1].connect(("10.9.0.2", 53))

directory = sys.argv[1]
for name in (f"{directory}/one.sock", f"{directory}/TWO.sock", f"\0{directory}/abstract"):
    sock = socket.socket(socket.AF_UNIX)
    sock.bind(name)
    sock.listen(2)
    kept.append(sock)
pair = socket.socketpair(socket.AF_UNIX)
datagrams = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
datagrams.bind(f"{directory}/datagrams")
kept.extend([*pair, datagrams])

print("ready", flush=True)
sys.stdin.read()
