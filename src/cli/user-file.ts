import { UsageError } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import { errnoOf, readSmallFile, waitingFileSystem } from '../source/filesystem.ts';

const largestFile = 1 << 20;

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a directory',
};

/** The text of a file named by the user, up to 1 MiB; `-` is stdin. */
export const userFile = (path: string, option: string): string => {
  try {
    const bytes = readSmallFile(waitingFileSystem, path === '-' ? '/dev/stdin' : path, largestFile);
    if (bytes.length < largestFile) return Buffer.from(bytes).toString('utf8');
  } catch (error) {
    const code = errnoOf(error);
    throw new UsageError(
      `${option} ${visible(path)}: ${reasons[code] ?? `cannot be read (${code})`}`,
      option,
    );
  }
  throw new UsageError(`${option} ${visible(path)}: larger than 1 MiB`, option);
};
