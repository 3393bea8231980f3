import { ReadError, UsageError } from '../core/errors.ts';
import type { SourceOptions } from '../core/request.ts';
import { errnoOf, type FileSystem } from './filesystem.ts';

export type Location = {
  /** The directory that holds `tcp`, `dev` …. */
  readonly net: string;
  /** The directory that holds `<pid>` and `sys`; null for a bare copy of `net`. */
  readonly root: string | null;
  /** A running kernel's procfs, not a copy. */
  readonly live: boolean;
};

const exists = (files: FileSystem, path: string): boolean => {
  try {
    files.inode(path);
    return true;
  } catch {
    return false;
  }
};

/** `net` of a procfs is a link to `self/net`: to us, even where the mount is another machine's or container's. */
const isProcfs = (files: FileSystem, root: string): boolean => {
  try {
    return files.readlink(`${root}/net`) === 'self/net';
  } catch {
    return exists(files, `${root}/self/net`) && exists(files, `${root}/version`);
  }
};

const processNet = (files: FileSystem, root: string, pid: number): Location => {
  const directory = `${root}/${pid}`;
  const net = `${directory}/net`;
  try {
    if (files.readdir(net).length > 0) return { net, root, live: true };
  } catch (error) {
    const code = errnoOf(error);
    if (!exists(files, directory)) {
      const why = code === 'EACCES' || code === 'EPERM' ? 'access denied' : 'no such process';
      throw new ReadError(
        `cannot read the network of process ${pid}: ${why} (${directory})`,
        code,
        directory,
      );
    }
    if (code === 'EACCES' || code === 'EPERM')
      throw new ReadError(`cannot read ${net}: access denied; its owner or root can`, code, net);
  }
  throw new ReadError(
    `process ${pid} has no network namespace any more: it has ended and waits for its parent (${net})`,
    'ENOENT',
    net,
  );
};

/** Our own namespace. On a mount with `subset=pid` there is no `/proc/net`, but `/proc/self/net` is there. */
const ownNet = (files: FileSystem): Location => {
  const net =
    exists(files, '/proc/net/dev') || !exists(files, '/proc/self/net') ? '/proc/net' : '/proc/self/net';
  return { net, root: '/proc', live: true };
};

/** Decides which directory is meant. Throws `ReadError` where there is none. */
export const locate = (options: SourceOptions, files: FileSystem): Location => {
  const location = choose(options, files);
  requireDirectory(files, location.net, 'is this Linux, with /proc mounted?');
  return location;
};

const choose = (options: SourceOptions, files: FileSystem): Location => {
  const root = (options.proc ?? '/proc').replace(/(?<=.)\/+$/, '');
  if (root === '') throw new UsageError('--proc needs a directory', '--proc');
  if (options.pid !== undefined) return processNet(files, root, options.pid);
  if (root === '/proc') return ownNet(files);
  requireDirectory(files, root, '--proc takes a directory');
  if (isProcfs(files, root)) {
    const net = exists(files, `${root}/1/net`) ? `${root}/1/net` : `${root}/self/net`;
    return { net, root, live: true };
  }
  return exists(files, `${root}/net`)
    ? { net: `${root}/net`, root, live: false }
    : { net: root, root: null, live: false };
};

const requireDirectory = (files: FileSystem, root: string, advice: string): void => {
  try {
    files.readdir(root);
  } catch (error) {
    const code = errnoOf(error);
    throw new ReadError(`cannot read ${root}: ${directoryFault(code)} (${advice})`, code, root);
  }
};

const directoryFault = (code: string): string =>
  ({
    ENOENT: 'there is no such directory',
    ENOTDIR: 'it is not a directory',
    EACCES: 'access denied',
    ELOOP: 'its links go round in a circle',
  })[code] ?? code;
