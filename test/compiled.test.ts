import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { withTree } from './cli/black-box.ts';
import { hang } from './support/needs.ts';
import { socketTable } from './support/socket-table.ts';

/**
 * Where listing a large table spends its time. V8 compiles these for the values seen so far, and deoptimizes a function
 * when it sees others: a rare branch with its own arithmetic, a number of another type, an index past the
 * end of an array. What a timer would show on a quiet machine shows here on any.
 */
const hot = [
  ...[
    'decodeUsual',
    'afterSlot',
    'middleAt',
    'wordAt',
    'portAt',
    'ownerAt',
    'decimalAt',
    'hexShort',
    'hexByte',
  ],
  ...['addRows', 'sipHash', 'readPlaces', 'placeOf', 'insert'],
  ...['writeSteps', 'putBytes', 'fill', 'putNumber', 'putUnsigned', 'putAddress', 'putBracketed', 'isAny'],
  ...['putKept', 'isPlain', 'take'],
  ...['putIpv4', 'putOctet', 'putIpv6', 'zerosOf', 'groupOf', 'putGroup', 'putMapped'],
];

/** `[bailout (kind: deopt-eager, reason: out of bounds): begin. deoptimizing 0x… <JSFunction insert (sfi = 0x…)>, …]` */
const bailout =
  /^\[bailout \(kind: [^,]+, reason: (.*)\): begin\. deoptimizing 0x\w+ <JSFunction '?([\w#]*)/gm;

const header = socketTable(0, 1, 0);
const trees: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  IPv4: { tcp: socketTable(40_000, 1, 1), udp: header },
  IPv6: { tcp: header, tcp6: socketTable(40_000, 4, 2), udp: header },
};

const listSockets = fileURLToPath(new URL('./support/list-sockets.js', import.meta.url));

/** What -e, -o and -i add. */
const tcpColumns = ['uid', 'inode', 'timer', 'timerMs', 'retransmits', 'probes', 'rtoMs', 'cwnd', 'ssthresh'];

const bailouts = (directory: string, ...words: readonly string[]): readonly string[] => {
  const flags = ['--trace-deopt', '--no-warnings'];
  const trace = execFileSync(process.execPath, [...flags, listSockets, directory, ...words], {
    encoding: 'utf8',
    timeout: hang,
    maxBuffer: 1 << 28,
  });
  return [...trace.matchAll(bailout)].map(([, reason, name]) => `${name}: ${reason}`);
};

for (const [family, files] of Object.entries(trees))
  for (const format of ['plain', 'json'])
    test(`${family} sockets as ${format}: optimized functions stay optimized`, {
      timeout: hang,
    }, async () => {
      await withTree(files, (directory) => {
        const found = bailouts(directory, format).filter((line) => hot.includes(line.split(':')[0]!));
        assert.deepEqual(found, []);
      });
    });

test('owners, timers and windows of sockets as plain: optimized functions stay optimized', {
  timeout: hang,
}, async () => {
  await withTree(trees['IPv4']!, (directory) => {
    const found = bailouts(directory, 'plain', ...tcpColumns);
    assert.deepEqual(
      found.filter((line) => hot.includes(line.split(':')[0]!)),
      [],
    );
  });
});

test('the V8 trace is read: a function whose number types change is deoptimized', () => {
  const script = `
    const sum = (numbers) => { let all = 0; for (const number of numbers) all += number; return all; };
    for (let turn = 0; turn < 100_000; turn++) sum([1, 2, 3]);
    for (let turn = 0; turn < 100; turn++) sum(['a', 'b']);`;
  // On a busy machine, a concurrent compiler thread might finish too late.
  const flags = ['--trace-deopt', '--no-concurrent-recompilation'];
  const trace = execFileSync(process.execPath, [...flags, '-e', script], { encoding: 'utf8', timeout: hang });
  assert.ok(
    [...trace.matchAll(bailout)].some(([, , name]) => name === 'sum'),
    trace,
  );
});
