import { UsageError } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import { errnoOf, readSmallFile, waitingFileSystem, whyUnreadable } from '../source/filesystem.ts';

const largestFile = 1 << 20;

/** The text of a file named by the user, up to 1 MiB; `-` is stdin. */
export const userFile = (path: string, option: string): string => {
  try {
    const bytes = readSmallFile(waitingFileSystem, path === '-' ? '/dev/stdin' : path, largestFile);
    if (bytes.length < largestFile) return Buffer.from(bytes).toString('utf8');
  } catch (error) {
    throw new UsageError(
      `${option} ${visible(path)}: cannot be read: ${whyUnreadable(errnoOf(error))}`,
      option,
    );
  }
  throw new UsageError(`${option} ${visible(path)}: larger than 1 MiB`, option);
};
