import { statSync } from 'node:fs';
import { UsageError } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import { errnoOf, nodeFileSystem, readSmallFile } from './filesystem.ts';

const largest = 1 << 28;

/** Whether anyone but the owner may read the file. Windows has no such modes. */
const isShared = (path: string): boolean =>
  process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0;

/** A file with a secret; null if it does not exist yet. Throws `UsageError` if it is unreadable or others can read it. */
export const privateFile = (path: string, option: string): Uint8Array | null => {
  try {
    if (isShared(path))
      throw new UsageError(`${option} ${visible(path)}: others can read it (chmod 600)`, option);
    return readSmallFile(nodeFileSystem, path, largest);
  } catch (error) {
    const code = errnoOf(error);
    if (code === 'ENOENT') return null;
    if (error instanceof UsageError || code === 'UNKNOWN') throw error;
    throw new UsageError(`${option} ${visible(path)}: cannot be read (${code})`, option);
  }
};
