import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needs } from '../support/needs.ts';
import { python, socketTable, withTree } from './black-box.ts';

/** Reads one line and then waits. Prints how far the table had been read by then, what arrived, and the peak memory. */
const patientReader = `
import json, os, subprocess, sys, time
node, bin, directory, format = sys.argv[1:5]
child = subprocess.Popen([node, bin, "conns", "--proc", directory, "--" + format], stdout=subprocess.PIPE)
table = os.path.join(directory, "tcp")
def place():
    for fd in os.listdir(f"/proc/{child.pid}/fd"):
        try:
            if os.readlink(f"/proc/{child.pid}/fd/{fd}") != table: continue
            with open(f"/proc/{child.pid}/fdinfo/{fd}") as info: return int(info.readline().split()[1])
        except OSError: pass
    return None
child.stdout.readline()
read, before = place(), None
while read != before:
    time.sleep(0.2)
    read, before = place(), read
lines = 1 + sum(1 for _ in child.stdout)
_, status, used = os.wait4(child.pid, 0)
print(json.dumps({"read": read, "lines": lines, "status": status, "memory": used.ru_maxrss * 1024}))
`;

const count = 1_000_000;

/** All rows once; fewer are enough to show that another format does not wait for the last one. */
const rowsOf = { ndjson: count, json: count / 5, plain: count / 5 };

test(
  'fault 63: the first of a million rows is printed before the last is read, within 150 MB',
  needs('python3'),
  async () => {
    for (const [format, rows] of Object.entries(rowsOf)) {
      const table = socketTable(rows);
      await withTree({ tcp: table, udp: 'sl local_address\n' }, (directory) => {
        const { stdout, stderr } = python(patientReader, [directory, format]);
        const found = JSON.parse(stdout || 'null');
        const lines = format === 'plain' ? rows + 1 : rows;
        assert.deepEqual([found?.status, found?.lines], [0, lines], `${format}: ${stderr}`);
        assert.ok(
          found.read !== null && found.read < table.length / 5,
          `${format}: read ${found.read} by then`,
        );
        assert.ok(found.memory < 150e6, `${format}: ${found.memory} bytes of memory`);
      });
    }
  },
);

const measured = `
import json, os, subprocess, sys
node, bin, directory = sys.argv[1:4]
child = subprocess.Popen([node, bin, "conns", "--proc", directory, "--count-by", "state"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
message = child.stderr.read().decode().splitlines()
_, status, used = os.wait4(child.pid, 0)
print(json.dumps({"status": status, "last": message[-1] if message else "", "memory": used.ru_maxrss * 1024}))
`;

test(
  'a million bad lines take no more memory than a million good ones, and all are counted',
  needs('python3'),
  async () => {
    const good = socketTable(count);
    const bad = good.replaceAll(' 01 00000000:', ' zz 00000000:');
    const use = async (tcp: string) => {
      let found = { status: -1, last: '', memory: 0 };
      await withTree({ tcp, udp: socketTable(1) }, (directory) => {
        found = JSON.parse(python(measured, [directory]).stdout);
      });
      return found;
    };
    const [usual, worst] = [await use(good), await use(bad)];
    assert.deepEqual([usual.status, usual.last], [0, '']);
    // One of the warnings is that no line of the file could be read.
    assert.equal(worst.last, `procnet: ${count + 1 - 10} more warnings suppressed`);
    assert.ok(
      worst.memory < usual.memory + 20 * 2 ** 20,
      `${worst.memory} bytes, ${usual.memory} for good lines`,
    );
  },
);
