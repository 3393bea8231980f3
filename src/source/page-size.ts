import { type FileSystem, readSmallFile } from './filesystem.ts';

/** Tag of the page size in the auxiliary vector (include/uapi/linux/auxvec.h, AT_PAGESZ). */
const pageSizeTag = 6n;

/** This machine's page size in bytes, from the vector the kernel gave our own process; null if it cannot be read. */
export const readPageSize = (files: FileSystem): number | null => {
  try {
    const bytes = readSmallFile(files, '/proc/self/auxv');
    const words = new BigUint64Array(
      bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + (bytes.length & ~15)),
    );
    for (let at = 0; at + 1 < words.length; at += 2)
      if (words[at] === pageSizeTag) return Number(words[at + 1]);
  } catch {}
  return null;
};
