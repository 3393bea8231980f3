import {
  closeSync,
  fstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { ClosedPipe, OutputError } from '../core/errors.ts';
import { visible } from '../core/text.ts';
import { errnoOf } from '../source/filesystem.ts';

const pauseMs = 1;
const never = new Int32Array(new SharedArrayBuffer(4));

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left on device',
  EDQUOT: 'disk quota exceeded',
  EIO: 'input/output error',
  EFBIG: 'file too large',
  EBADF: 'not open for writing',
  ENOENT: 'no such directory',
  EACCES: 'permission denied',
  EROFS: 'read-only file system',
  EISDIR: 'it is a directory',
};

/**
 * The only writer. Writes synchronously to the descriptor and never touches `process.stdout`, which would make a pipe
 * non-blocking and lose pending output on `process.exit`. Either all bytes are written, or it throws.
 */
export const writeAll = (fd: number, bytes: Uint8Array): void => {
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(fd, bytes, written, bytes.length - written);
    } catch (error) {
      const code = errnoOf(error);
      if (code === 'EAGAIN') Atomics.wait(never, 0, 0, pauseMs);
      else if (code === 'EPIPE') throw new ClosedPipe();
      else throw new OutputError(`cannot write output: ${reasons[code] ?? code}`, code);
    }
  }
};

const writeTo = (path: string, flags: string, mode: number, bytes: (fd: number) => Uint8Array): void => {
  const fd = openSync(path, flags, mode);
  try {
    writeAll(fd, bytes(fd));
  } finally {
    closeSync(fd);
  }
};

const reported = (path: string, write: () => void): void => {
  try {
    write();
  } catch (error) {
    if (error instanceof ClosedPipe) throw error;
    const code = error instanceof OutputError ? error.code : errnoOf(error);
    throw new OutputError(`cannot write ${visible(path)}: ${reasons[code] ?? code}`, code);
  }
};

/** Follows links, so that the target is replaced, not the link. */
const targetOf = (path: string): string => {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
};

/** Pipes and devices are written to directly and must not be replaced by a file. */
const isRegular = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;

/** Writes a file atomically, by renaming a temporary one. Throws `OutputError`. */
export const replaceFile = (path: string, bytes: Uint8Array, mode = 0o666): void =>
  reported(path, () => {
    const target = targetOf(path);
    if (!isRegular(target)) return writeTo(target, 'w', mode, () => bytes);
    const beside = `${target}.${process.pid}.tmp`;
    try {
      writeTo(beside, 'wx', mode, () => bytes);
      renameSync(beside, target);
    } catch (error) {
      rmSync(beside, { force: true });
      throw error;
    }
  });

/** Appends to a file up to a maximum size; `make` gets the number of bytes that fit. Throws `OutputError`. */
export const appendWithin = (path: string, largest: number, make: (room: number) => Uint8Array): void =>
  reported(path, () =>
    writeTo(path, 'a', 0o666, (fd) => make(Math.max(0, largest - Number(fstatSync(fd).size)))),
  );
