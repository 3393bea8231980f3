"""Opens and closes loopback connections, a few thousand at a time, for some seconds: churn.py SECONDS COUNT."""

import random
import socket
import sys
import time

seconds, count = float(sys.argv[1]), int(sys.argv[2])
listener = socket.socket()
listener.bind(("127.0.0.1", 6000))
listener.listen(4096)
control = socket.create_connection(("127.0.0.1", 6000)), listener.accept()[0]
pairs = []


def connect():
    client = socket.create_connection(("127.0.0.1", 6000))
    # A reset instead of TIME_WAIT, so that ports do not run out.
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    pairs.append((client, listener.accept()[0]))


for _ in range(count):
    connect()
print("ready", control[0].getsockname()[1], flush=True)
end = time.monotonic() + seconds
while time.monotonic() < end:
    for _ in range(20):
        for end_of_pair in pairs.pop(random.randrange(len(pairs))):
            end_of_pair.close()
        connect()
    time.sleep(0.01)
