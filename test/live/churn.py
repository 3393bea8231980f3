"""Holds COUNT loopback connections. A number on stdin is confirmed at once, then that many are replaced. `opened`
prints every socket it ever opened, as JSON: local and remote end, and inode."""
import json, os, random, select, socket, sys, time

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
left = 0
while True:
    if left == 0 or select.select([sys.stdin], [], [], 0)[0]:
        line = sys.stdin.readline().strip()
        if line == "":
            break
        if line.isdigit():
            left = int(line)
        print(json.dumps(opened) if line == "opened" else "replacing", flush=True)
    if left > 0:
        left -= 1
        for end in pairs.pop(random.randrange(len(pairs))):
            end.close()
        pairs.append(connect())
        time.sleep(0.001)
