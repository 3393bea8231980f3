import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { readingAhead } from '../../src/cli/read-ahead/read-ahead.ts';
import { Ring } from '../../src/cli/read-ahead/ring.ts';
import { type FileSystem, nodeFileSystem } from '../../src/source/filesystem.ts';

const page = 4096;
const directory = mkdtempSync(join(tmpdir(), 'read-ahead-'));
const path = join(directory, 'table');
/** No two pages alike, and no multiple of a slot. */
const content = Buffer.from(
  Array.from({ length: 60_000 }, (_, row) => `${row} ${(row * 2654435761) % 2 ** 32}\n`).join(''),
);

let ring: Ring;
let thread: Worker;

before(async () => {
  writeFileSync(path, content);
  ring = new Ring();
  thread = new Worker(new URL('../../src/cli/read-ahead/reader-thread.js', import.meta.url), {
    workerData: ring.memory,
  });
  await once(thread, 'online');
  while (!ring.isServed) await new Promise((resolve) => setTimeout(resolve, 5));
});

after(async () => {
  await thread.terminate();
  rmSync(directory, { recursive: true });
});

/** As the kernel does: a page at most, whatever is asked for. */
const byThePage = (): FileSystem & { reads: number } => ({
  ...nodeFileSystem,
  reads: 0,
  read(fd, buffer, offset, length) {
    this.reads++;
    return nodeFileSystem.read(fd, buffer, offset, Math.min(length, page));
  },
});

const readAll = (files: FileSystem, fd: number, piece = 60_000): Buffer => {
  const chunks: Buffer[] = [];
  const buffer = new Uint8Array(piece + 7);
  for (;;) {
    const got = files.read(fd, buffer, 7, piece);
    if (got === 0) break;
    chunks.push(Buffer.from(buffer.subarray(7, 7 + got)));
  }
  files.close(fd);
  return Buffer.concat(chunks);
};

test('a long table is read to its last byte, most of it by the other thread', () => {
  for (const piece of [page + 1, 60_000, 100_000]) {
    const slow = byThePage();
    const files = readingAhead(slow, () => ring);
    assert.ok(readAll(files, files.open(path), piece).equals(content), `pieces of ${piece}`);
    assert.ok(slow.reads < 20, `${slow.reads} reads were done here`);
  }
});

test('one table after another goes through the same thread, however early reading one ended', () => {
  const slow = byThePage();
  const files = readingAhead(slow, () => ring);
  const buffer = new Uint8Array(60_000);
  for (const reads of [1, 17, 20, 40]) {
    const fd = files.open(path);
    for (let read = 0; read < reads; read++) assert.ok(files.read(fd, buffer, 0, buffer.length) > 0);
    files.close(fd);
    assert.ok(readAll(files, files.open(path)).equals(content), `after ${reads} reads`);
  }
});

test('a small file in between is read here, while the thread keeps its own', () => {
  const files = readingAhead(byThePage(), () => ring);
  const fd = files.open(path);
  const buffer = new Uint8Array(60_000);
  let first = Buffer.alloc(0);
  const take = (): boolean => {
    const got = files.read(fd, buffer, 0, buffer.length);
    first = Buffer.concat([first, buffer.subarray(0, got)]);
    return got > 0;
  };
  for (let read = 0; read < 20; read++) take();
  assert.ok(readAll(files, files.open(path)).equals(content));
  while (take());
  files.close(fd);
  assert.ok(first.equals(content));
});

test('a file that gives all that is asked for needs no thread', () => {
  let started = 0;
  const files = readingAhead(nodeFileSystem, () => {
    started++;
    return ring;
  });
  assert.ok(readAll(files, files.open(path)).equals(content));
  assert.equal(started, 0);
});

test('without a thread everything is read here', () => {
  const files = readingAhead(byThePage(), () => new Ring());
  assert.ok(readAll(files, files.open(path)).equals(content));
});

test('an error of the other thread has the name it would have here', () => {
  const slow: FileSystem = {
    ...nodeFileSystem,
    read: (_, buffer, offset) => {
      buffer.fill(0x20, offset, offset + page);
      return page;
    },
  };
  const files = readingAhead(slow, () => ring);
  const fd = openSync(directory, 'r');
  const buffer = new Uint8Array(60_000);
  assert.throws(
    () => {
      for (let read = 0; read < 100; read++) files.read(fd, buffer, 0, buffer.length);
    },
    { code: 'EISDIR' },
  );
  files.close(fd);
});
