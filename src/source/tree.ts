import { ReadError, UsageError } from '../core/errors.ts';
import type { SourceOptions } from '../core/request.ts';
import { errnoOf, type FileSystem } from './filesystem.ts';
import { guardedFiles } from './guarded.ts';

/** A proc tree, independent of which of its network namespaces is read. */
export type ProcTree = {
  /** The directory as given. */
  readonly path: string;
  /**
   * `own`: this process's /proc. `mount`: another procfs. `inside`: a process's directory in a procfs, or its `net`. `copy`:
   * files copied from a procfs.
   */
  readonly kind: 'own' | 'mount' | 'inside' | 'copy';
  /** The directory with `<pid>` and `sys`; null for a copy of `net` alone. */
  readonly root: string | null;
  /** Access to its files; guarded for a copy. */
  readonly files: FileSystem;
};

/** include/uapi/linux/magic.h, PROC_SUPER_MAGIC. File names prove nothing, because a copy may have them all. */
const procfsMagic = 0x9fa0;

const isProcfs = (files: FileSystem, path: string): boolean => {
  try {
    return files.magic(path) === procfsMagic;
  } catch {
    return false;
  }
};

/** Compares path and identity, because `/proc/7/root/proc` resolves to `/proc` but may be another container's. */
const isOwnProc = (files: FileSystem, path: string): boolean => {
  try {
    if (files.realpath(path) !== '/proc') return false;
    const [named, own] = [files.stat(path), files.stat('/proc')];
    return named.device === own.device && named.inode === own.inode;
  } catch {
    return false;
  }
};

const rootAbove = (path: string): string | null =>
  /^(.+)\/(?:self|thread-self|\d+)(?:\/task\/\d+)?(?:\/net)?$/.exec(path)?.[1] ?? null;

/** Determines what the directory is. Throws `ReadError` if it does not exist. */
export const findTree = ({ proc }: SourceOptions, files: FileSystem): ProcTree => {
  if (proc === undefined) return ownTree(files);
  const path = proc.replace(/(?<=.)\/+$/, '');
  if (path === '') throw new UsageError('--proc requires a directory', '--proc');
  const names = requireDirectory(files, path, 'expected a mounted procfs or a copy of one');
  if (!isProcfs(files, path)) {
    const isBare = !names.some((name) => /^(?:net|self|\d+)$/.test(name));
    return { path, kind: 'copy', root: isBare ? null : path, files: guardedFiles(files, path) };
  }
  if (isOwnProc(files, path)) return ownTree(files);
  return names.includes('self')
    ? { path, kind: 'mount', root: path, files }
    : { path, kind: 'inside', root: rootAbove(path), files };
};

const ownTree = (files: FileSystem): ProcTree => ({ path: '/proc', kind: 'own', root: '/proc', files });

/** Files in memory need no guarding. */
export const treeInMemory = (files: FileSystem): ProcTree => ({
  path: '/proc',
  kind: 'copy',
  root: '/proc',
  files,
});

/** Lists a directory. Throws `ReadError`, including `advice`, if that fails. */
export const requireDirectory = (files: FileSystem, path: string, advice: string): readonly string[] => {
  try {
    return files.readdir(path);
  } catch (error) {
    if (error instanceof ReadError) throw error;
    const code = errnoOf(error);
    throw new ReadError(`cannot read ${path}: ${directoryError(code)} (${advice})`, code, path);
  }
};

const directoryError = (code: string): string =>
  ({
    ENOENT: 'no such directory',
    ENOTDIR: 'not a directory',
    EACCES: 'permission denied',
    ELOOP: 'too many levels of symbolic links',
  })[code] ?? code;
