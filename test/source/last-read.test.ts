import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FilePolicy } from '../../src/core/report.ts';
import { FakeFiles } from '../lookup/fake-files.ts';
import { KernelSource } from '../support/kernel-source.ts';

/** A running kernel, which returns as many whole lines as fit into a page, and counts reads. */
class PagedFiles extends FakeFiles {
  reads = 0;

  override read(fd: number, buffer: Uint8Array, offset: number, length: number): number {
    this.reads++;
    const page = new Uint8Array(Math.min(4096, length));
    const got = super.read(fd, page, 0, page.length);
    const whole = got < page.length ? got : page.lastIndexOf(0x0a) + 1;
    this.rewind(fd, got - whole);
    buffer.set(page.subarray(0, whole), offset);
    return whole;
  }
}

const row = `${'x'.repeat(149)}\n`;

const reading = (rows: number, policy: FilePolicy, live = true): { lines: number; reads: number } => {
  const files = new PagedFiles({ '/net/tcp': row.repeat(rows) });
  const source = new KernelSource({ net: '/net', root: null, live }, {}, files, () => {});
  const lines = source.open('tcp', policy)!;
  let count = 0;
  while (lines.next()) count++;
  lines.close();
  return { lines: count, reads: files.reads };
};

test('a read with room for the longest row is the last one', () => {
  const policy = { longestRow: 288 };
  assert.deepEqual(reading(1, policy), { lines: 1, reads: 1 });
  assert.deepEqual(reading(25, policy), { lines: 25, reads: 1 });
  assert.deepEqual(reading(28, policy), { lines: 28, reads: 2 });
  assert.deepEqual(reading(270 + 5, policy), { lines: 275, reads: 11 });
});

test('a read without that room is followed by another', () => {
  assert.deepEqual(reading(26, { longestRow: 288 }), { lines: 26, reads: 2 });
  assert.deepEqual(reading(27, { longestRow: 288 }), { lines: 27, reads: 2 });
});

test('if rows may have any length, and in copies, only an empty read is the last', () => {
  assert.deepEqual(reading(1, {}), { lines: 1, reads: 2 });
  assert.deepEqual(reading(1, { longestRow: 288 }, false), { lines: 1, reads: 2 });
});
