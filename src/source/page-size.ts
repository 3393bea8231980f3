import { type FileSystem, readSmallFile } from './filesystem.ts';

/** Tags in the auxiliary vector (include/uapi/linux/auxvec.h): AT_PAGESZ, AT_CLKTCK. */
const tags = { pageSize: 6n, clockTicks: 17n } as const;

/** A value from our own auxiliary vector; null if unavailable. */
const auxiliary = (files: FileSystem, tag: bigint): number | null => {
  try {
    const bytes = readSmallFile(files, '/proc/self/auxv');
    const words = new BigUint64Array(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + (bytes.length & ~15)),
    );
    for (let at = 0; at + 1 < words.length; at += 2) if (words[at] === tag) return Number(words[at + 1]);
  } catch {}
  return null;
};

/** This machine's page size in bytes. */
export const readPageSize = (files: FileSystem): number | null => auxiliary(files, tags.pageSize);

/** USER_HZ of this machine. */
export const readClockTicks = (files: FileSystem): number | null => auxiliary(files, tags.clockTicks);
