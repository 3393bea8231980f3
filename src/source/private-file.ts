import { statSync } from 'node:fs';
import { UsageError } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import { errnoOf, nodeFileSystem, readSmallFile } from './filesystem.ts';

const largest = 1 << 28;

/** Whether any of these permissions is given. Windows has no such modes. */
const isShared = (path: string, shared: number): boolean =>
  process.platform !== 'win32' && (statSync(path).mode & shared) !== 0;

/**
 * A file with a secret; null if it does not exist yet. Throws `UsageError` if it is unreadable or others can read it:
 * those with a permission in `shared`.
 */
export const privateFile = (path: string, option: string, shared = 0o077): Uint8Array | null => {
  try {
    if (isShared(path, shared))
      throw new UsageError(`${option} ${visible(path)}: others can read it (chmod 600)`, option);
    return readSmallFile(nodeFileSystem, path, largest);
  } catch (error) {
    const code = errnoOf(error);
    if (code === 'ENOENT') return null;
    if (error instanceof UsageError || code === 'UNKNOWN') throw error;
    throw new UsageError(`${option} ${visible(path)}: cannot be read (${code})`, option);
  }
};
