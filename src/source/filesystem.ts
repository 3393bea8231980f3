import * as fs from 'node:fs';

/** The few calls that reach the machine, as a value: a test can make any of them short, late or failing. */
export interface FileSystem {
  open(path: string): number;
  /** Bytes read, 0 at the end. May be fewer than asked for at any time. */
  read(fd: number, buffer: Uint8Array, offset: number, length: number): number;
  close(fd: number): void;
  readdir(path: string): string[];
  readlink(path: string): string;
  realpath(path: string): string;
  /** Inode number of what the path leads to. */
  inode(path: string): bigint;
}

export const nodeFileSystem: FileSystem = {
  // A copied tree may hold a pipe that nobody writes to: opening it must not wait.
  open: (path) => fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK),
  read: (fd, buffer, offset, length) => fs.readSync(fd, buffer, offset, length, null),
  close: (fd) => fs.closeSync(fd),
  readdir: (path) => fs.readdirSync(path),
  readlink: (path) => fs.readlinkSync(path),
  realpath: (path) => fs.realpathSync(path),
  inode: (path) => fs.statSync(path, { bigint: true }).ino,
};

/** For a file that the user named: a pipe, as `<(…)` makes one, is waited for. */
export const waitingFileSystem: FileSystem = { ...nodeFileSystem, open: (path) => fs.openSync(path, 'r') };

/** The errno name of a failed call (`ENOENT`), or `UNKNOWN`. */
export const errnoOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';

const smallFileLimit = 1 << 20;

/** A whole small file. Its size is never asked for: procfs says 0. At most `limit` bytes are taken. */
export const readSmallFile = (files: FileSystem, path: string, limit = smallFileLimit): Uint8Array => {
  const fd = files.open(path);
  try {
    let bytes = new Uint8Array(4096);
    let length = 0;
    while (length < limit) {
      if (length === bytes.length) {
        const larger = new Uint8Array(bytes.length * 4);
        larger.set(bytes);
        bytes = larger;
      }
      const got = files.read(fd, bytes, length, bytes.length - length);
      if (got === 0) break;
      length += got;
    }
    return bytes.subarray(0, Math.min(length, limit));
  } finally {
    files.close(fd);
  }
};

/** `/dev/null`, which many commands write to (include/linux/kdev_t.h, major 1 and minor 3). */
const nullDevice = 0x103;

/** Whether an open descriptor may be a terminal. */
export const isCharacterDevice = (fd: number): boolean => {
  try {
    const stats = fs.fstatSync(fd);
    return stats.isCharacterDevice() && stats.rdev !== nullDevice;
  } catch {
    return false;
  }
};
