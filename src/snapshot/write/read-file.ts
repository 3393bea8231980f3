import { ReadError } from '../../core/errors.ts';
import { errnoOf, type FileSystem } from '../../source/filesystem.ts';
import { mebibytes } from '../limits.ts';

/** A whole file, or what could be read of it before the error. */
export type Content = { readonly bytes: Uint8Array; readonly code: string | null };

const nothing = new Uint8Array();

/** Throws `ReadError` for a file that is larger than a snapshot may hold; other failures are part of the answer. */
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
          `${path} is larger than a snapshot may hold (${mebibytes(limit)})`,
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

/** The errno name; anything else is not the kernel's answer and goes on. */
export const errorCode = (error: unknown): string => {
  const code = errnoOf(error);
  if (!/^E[A-Z\d]+$/.test(code) || code.startsWith('ERR_')) throw error;
  return code;
};

export const isDenied = (code: string): boolean => code === 'EACCES' || code === 'EPERM';
export const isAbsent = (code: string): boolean =>
  code === 'ENOENT' || code === 'ENOTDIR' || code === 'ESRCH';
