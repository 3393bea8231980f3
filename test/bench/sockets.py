"""Holds many TCP connections over loopback: sockets.py PROCESSES PAIRS. Prints `ready` once all are up, then waits."""

import os
import signal
import socket
import sys


def hold(number, pairs, ready):
    address = (f"127.0.{number + 1}.1", 5000)
    listener = socket.socket()
    listener.bind(address)
    listener.listen(4096)
    kept = [listener]
    for _ in range(pairs):
        client = socket.create_connection(address)
        kept += [client, listener.accept()[0]]
    os.write(ready, b"x")
    signal.pause()


processes, pairs = int(sys.argv[1]), int(sys.argv[2])
done, ready = os.pipe()
for number in range(processes):
    if os.fork() == 0:
        hold(number, pairs, ready)
for _ in range(processes):
    os.read(done, 1)
print("ready", flush=True)
signal.pause()
