import type { Snapshot } from '../../src/snapshot/archive.ts';
import type { Limits } from '../../src/snapshot/limits.ts';
import { MemoryFiles } from '../../src/snapshot/memory-files.ts';
import { openSnapshot } from '../../src/snapshot/open.ts';
import { archiveOf } from '../../src/snapshot/write/archive.ts';
import { Collection, type Facts, type Subject } from '../../src/snapshot/write/collect.ts';
import type { FileSystem } from '../../src/source/filesystem.ts';

/** Text of a file, `-> target` for a link, `!ERRNO` for a file that cannot be opened. */
export type Machine = Readonly<Record<string, string>>;

/** A machine in memory: paths are below `/`. */
export const machineOf = (machine: Machine): MemoryFiles => {
  const tree = new MemoryFiles();
  for (const [path, content] of Object.entries(machine)) {
    if (content.startsWith('-> ')) tree.addLink(path, content.slice(3));
    else if (content.startsWith('!')) tree.fail(path, content.slice(1));
    else tree.addFile(path, Buffer.from(content, 'latin1'));
  }
  return tree;
};

export const facts: Facts = {
  host: 'box',
  bootId: '11111111-2222-3333-4444-555555555555',
  kernel: '6.1.0',
  endian: 'big',
  pageSize: 65536,
  ticksPerSecond: 100,
  uid: 1000,
};

export const collectionOf = (files: FileSystem, options: Partial<Subject> = {}): Collection =>
  new Collection({
    files,
    root: '/proc',
    net: '/proc/net',
    logs: '/var/log',
    allNamespaces: false,
    processes: true,
    facts,
    now: () => new Date('2026-01-02T03:04:05.678Z'),
    ...options,
  });

export const packed = async (files: FileSystem, options: Partial<Subject> = {}): Promise<Buffer> =>
  Buffer.concat(await archiveOf(collectionOf(files, options), options.limits));

/** The bytes in pieces whose size is out of step with the format's blocks. */
export async function* inPieces(bytes: Uint8Array, size = 997): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export const opened = (bytes: Uint8Array, name = 'a.tgz', limits?: Limits): Promise<Snapshot> =>
  openSnapshot(inPieces(bytes), name, limits);

/** A whole file of a snapshot, read as reports read it. */
export const contentOf = (files: FileSystem, path: string): string => {
  const fd = files.open(path);
  const buffer = new Uint8Array(4096);
  let text = '';
  for (;;) {
    const got = files.read(fd, buffer, 0, buffer.length);
    if (got === 0) break;
    text += Buffer.from(buffer.subarray(0, got)).toString('latin1');
  }
  files.close(fd);
  return text;
};
