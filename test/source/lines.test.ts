import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UnsupportedError } from '../../src/core/errors.ts';
import { withTree } from '../cli/black-box.ts';
import { openKernel } from '../support/kernel-source.ts';

const linesOf = async (text: string): Promise<string[]> => {
  const found: string[] = [];
  await withTree({ arp: text }, (directory) => {
    const lines = openKernel({ proc: directory }, () => {}).open('arp')!;
    while (lines.next()) found.push(Buffer.from(lines.bytes.subarray(lines.start, lines.end)).toString());
    lines.close();
  });
  return found;
};

test('lines of any length up to 1 MiB, around the sizes of the buffer', async () => {
  for (const size of [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000, (1 << 20) - 1]) {
    const long = 'x'.repeat(size);
    assert.deepEqual(await linesOf(`a\n${long}\nb\n`), ['a', long, 'b'], `${size} bytes`);
    assert.deepEqual(await linesOf(`${long}\nb`), [long, 'b'], `${size} bytes at the start`);
  }
});

test('the last line may lack its line feed, and an empty line is a line', async () => {
  assert.deepEqual(await linesOf('a\n\nb'), ['a', '', 'b']);
  assert.deepEqual(await linesOf('a\n\n'), ['a', '']);
  assert.deepEqual(await linesOf(''), []);
});

test('a longer line is refused, with its number', async () => {
  await assert.rejects(
    linesOf(`a\n${'x'.repeat((1 << 20) + 1)}`),
    (error) =>
      error instanceof UnsupportedError && /arp:2: the line is longer than 1 MiB/.test(error.message),
  );
});
