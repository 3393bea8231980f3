"""Runs commands in turn, repeatedly, discarding their output, so that a disturbance affects all of them.

Reads {"rounds": N, "commands": {name: [word, ...]}} from stdin and writes {name: [[wall, cpu, peak], ...]} to stdout:
milliseconds of wall time, user plus system time, and peak resident memory in MiB. An extra first round is
not counted. A terminal shows the progress.
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
