import { ReadError } from '../../core/errors.ts';
import { errnoOf, type FileSystem, isErrno } from '../../source/filesystem.ts';
import { mebibytes } from '../limits.ts';

/** A file's contents, up to the error if there was one. */
export type Content = { readonly bytes: Uint8Array; readonly code: string | null };

const nothing = new Uint8Array();

/** Throws `ReadError` for a file too large for a snapshot; other failures are part of the result. */
export const readContent = (files: FileSystem, path: string, limit: number): Content => {
  let fd: number;
  try {
    fd = files.open(path);
  } catch (error) {
    return { bytes: nothing, code: errorCode(error) };
  }
  let bytes = new Uint8Array(1 << 16);
  let length = 0;
  try {
    for (;;) {
      if (length > limit)
        throw new ReadError(
          `${path} is too large for a snapshot (more than ${mebibytes(limit)})`,
          'EFBIG',
          path,
        );
      if (length === bytes.length) bytes = doubled(bytes);
      const got = files.read(fd, bytes, length, bytes.length - length);
      if (got === 0) return { bytes: bytes.subarray(0, length), code: null };
      length += got;
    }
  } catch (error) {
    if (error instanceof ReadError) throw error;
    return { bytes: bytes.subarray(0, length), code: errorCode(error) };
  } finally {
    files.close(fd);
  }
};

const doubled = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => {
  const larger = new Uint8Array(bytes.length * 2);
  larger.set(bytes);
  return larger;
};

/** The errno name; rethrows anything that is not a kernel error. */
export const errorCode = (error: unknown): string => {
  const code = errnoOf(error);
  if (!isErrno(code)) throw error;
  return code;
};

export const isAbsent = (code: string): boolean =>
  code === 'ENOENT' || code === 'ENOTDIR' || code === 'ESRCH';
