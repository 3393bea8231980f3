"""Runs commands in turn, again and again, with their output thrown away, so that what disturbs one disturbs all.

Reads {"rounds": N, "commands": {name: [word, ...]}} from stdin and writes {name: [[wall, cpu, peak], ...]} to stdout:
milliseconds of wall time, of user and system time together, and MiB of resident memory at most. One more round comes
first and is not counted. A terminal shows how far it is.
"""

import json
import os
import subprocess
import sys
import time

asked = json.load(sys.stdin)
samples = {name: [] for name in asked["commands"]}
for turn in range(asked["rounds"] + 1):
    for name, words in asked["commands"].items():
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{turn}/{asked['rounds']} {name}\x1b[K")
            sys.stderr.flush()
        began = time.perf_counter()
        child = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - began
        child.returncode = status
        if status != 0:
            sys.exit(f"{name} ended with status {status}: {' '.join(words)}")
        if turn > 0:
            samples[name].append([wall * 1e3, (used.ru_utime + used.ru_stime) * 1e3, used.ru_maxrss / 1024])
if sys.stderr.isatty():
    sys.stderr.write("\r\x1b[K")
json.dump(samples, sys.stdout)
