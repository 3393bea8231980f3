"""Holds COUNT loopback connections and replaces a few of them all the time. Each line on stdin is answered with every
socket it ever opened, as JSON: local and remote end, and inode."""
import json, os, random, select, socket, sys

count = int(sys.argv[1])
listener = socket.create_server(("127.0.0.1", 6000), backlog=4096)
opened, pairs = [], []


def note(end):
    (local, local_port), (remote, remote_port) = end.getsockname(), end.getpeername()
    opened.append([f"{local}:{local_port} {remote}:{remote_port}", os.fstat(end.fileno()).st_ino])


def connect():
    client = socket.create_connection(("127.0.0.1", 6000))
    # Close with a reset, not TIME_WAIT, so that ports do not run out.
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    pair = client, listener.accept()[0]
    for end in pair:
        note(end)
    return pair


lasting = connect()
pairs = [connect() for _ in range(count)]
print("ready", lasting[0].getsockname()[1], flush=True)
while True:
    for _ in range(5):
        for end in pairs.pop(random.randrange(len(pairs))):
            end.close()
        pairs.append(connect())
    if select.select([sys.stdin], [], [], 0.01)[0]:
        if sys.stdin.readline() == "":
            break
        print(json.dumps(opened), flush=True)
