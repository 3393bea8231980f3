import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
  statfsSync,
  statSync,
} from 'node:fs';
import type { InterfaceAddress } from '../core/ipv4.ts';
import { ownAddresses } from './own-addresses.ts';

/** The few system calls we need, as a value, so a test can make any of them short, late or failing. */
export interface FileSystem {
  open(path: string): number;
  /** Number of bytes read, 0 at the end of the file. Any read may be short. */
  read(fd: number, buffer: Uint8Array, offset: number, length: number): number;
  close(fd: number): void;
  /** The kernel's path for an open file; null without /proc. */
  pathOf(fd: number): string | null;
  readdir(path: string): string[];
  readlink(path: string): string;
  realpath(path: string): string;
  /** Follows symlinks. */
  stat(path: string): FileStat;
  /** The magic number of the path's file system (statfs(2)). */
  magic(path: string): number;
  /** The IPv4 addresses of the network namespace whose files are in `net`; null if only those files are available. */
  localAddresses(net: string): readonly InterfaceAddress[] | null;
}

export type FileStat = {
  readonly device: bigint;
  readonly inode: bigint;
  /** In bytes; 0 in procfs. */
  readonly size: bigint;
  readonly kind: 'file' | 'directory' | 'other';
};

export const nodeFileSystem: FileSystem = {
  // Opening a pipe without a writer must not block.
  open: (path) => openSync(path, constants.O_RDONLY | constants.O_NONBLOCK),
  read: (fd, buffer, offset, length) => readSync(fd, buffer, offset, length, null),
  close: (fd) => closeSync(fd),
  pathOf(fd) {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return null;
    }
  },
  readdir: (path) => readdirSync(path),
  readlink: (path) => readlinkSync(path),
  realpath: (path) => realpathSync(path),
  stat(path) {
    const stat = statSync(path, { bigint: true });
    const kind = stat.isFile() ? 'file' : stat.isDirectory() ? 'directory' : 'other';
    return { device: stat.dev, inode: stat.ino, size: stat.size, kind };
  },
  magic: (path) => statfsSync(path).type,
  localAddresses: ownAddresses,
};

/** For files the user names: opening a pipe, such as `<(…)`, waits for a writer. */
export const waitingFileSystem: FileSystem = { ...nodeFileSystem, open: (path) => openSync(path, 'r') };

/** The errno name of a failed call (`ENOENT`), or `UNKNOWN`. */
export const errnoOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN';

export const isDenied = (code: string): boolean => code === 'EACCES' || code === 'EPERM';

/** A kernel error, as opposed to a bug of ours (`ERR_…`, or no code at all). */
export const isErrno = (code: string): boolean => /^E[A-Z\d]+$/.test(code);

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'permission denied',
  EISDIR: 'is a directory',
};

/** Why a file named by the user cannot be read. */
export const whyUnreadable = (code: string): string => reasons[code] ?? code;

export const exists = (files: FileSystem, path: string): boolean => {
  try {
    files.stat(path);
    return true;
  } catch {
    return false;
  }
};

const smallFileLimit = 1 << 20;

/** A small file's contents, up to `limit` bytes. Ignores the file size because procfs reports 0. */
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

/** `/dev/null`, a common output target (include/linux/kdev_t.h, major 1, minor 3). */
const nullDevice = 0x103;

/** Whether a descriptor may be a terminal. */
export const isCharacterDevice = (fd: number): boolean => {
  try {
    const stats = fstatSync(fd);
    return stats.isCharacterDevice() && stats.rdev !== nullDevice;
  } catch {
    return false;
  }
};
