import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { UnsupportedError } from '../../src/core/errors.ts';
import { openKernel } from '../../src/source/kernel.ts';

const linesOf = (text: string): string[] => {
  const directory = mkdtempSync(join(tmpdir(), 'lines-'));
  try {
    writeFileSync(join(directory, 'arp'), text);
    const lines = openKernel({ proc: directory }, () => {}).open('arp')!;
    const found: string[] = [];
    while (lines.next()) found.push(Buffer.from(lines.bytes.subarray(lines.start, lines.end)).toString());
    lines.close();
    return found;
  } finally {
    rmSync(directory, { recursive: true });
  }
};

test('lines of any length up to 1 MiB, around the sizes of the buffer', () => {
  for (const size of [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000, (1 << 20) - 1]) {
    const long = 'x'.repeat(size);
    assert.deepEqual(linesOf(`a\n${long}\nb\n`), ['a', long, 'b'], `${size} bytes`);
    assert.deepEqual(linesOf(`${long}\nb`), [long, 'b'], `${size} bytes at the start`);
  }
});

test('the last line may lack its line feed, and an empty line is a line', () => {
  assert.deepEqual(linesOf('a\n\nb'), ['a', '', 'b']);
  assert.deepEqual(linesOf('a\n\n'), ['a', '']);
  assert.deepEqual(linesOf(''), []);
});

test('a longer line is refused, with its number', () => {
  assert.throws(
    () => linesOf(`a\n${'x'.repeat((1 << 20) + 1)}`),
    (error) =>
      error instanceof UnsupportedError && /arp:2: the line is longer than 1 MiB/.test(error.message),
  );
});
