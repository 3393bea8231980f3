import { ReadError } from '../core/errors.ts';
import { errnoOf, exists, type FileSystem, isDenied } from './filesystem.ts';
import { readProcessStat } from './process-stat.ts';
import { type ProcTree, requireDirectory } from './tree.ts';

export type Location = {
  /** The directory with `tcp`, `dev` etc. */
  readonly net: string;
  /** The process whose directory gives access to another namespace. */
  readonly process?: ProcessIdentity;
};

/** Pids are reused; a pid together with a start time is not. */
type ProcessIdentity = {
  readonly pid: number;
  /** Its procfs directory. */
  readonly directory: string;
  /** Start time in clock ticks since boot; null if unknown, as in a copy without `stat`. */
  readonly started: number | null;
};

/** A process's network namespace or, without a pid, the tree's own. Throws `ReadError` if there is none. */
export const locate = (tree: ProcTree, pid?: number): Location => {
  const location = pid === undefined ? { net: defaultNet(tree) } : processLocation(tree, pid);
  requireDirectory(tree.files, location.net, 'is this Linux, with /proc mounted?');
  return location;
};

/** Throws `ReadError` if the process has ended or its pid has been reused. */
export const requireSameProcess = (files: FileSystem, { pid, directory, started }: ProcessIdentity): void => {
  if (started === null) return;
  const now = startOf(files, directory);
  if (now === started) return;
  const why =
    now === null ? `process ${pid} has ended` : `process ${pid} has ended and its pid was given to another`;
  throw new ReadError(`cannot read ${directory}/net: ${why}`, 'ESRCH', directory);
};

const startOf = (files: FileSystem, directory: string): number | null => {
  try {
    return readProcessStat(files, directory).started;
  } catch {
    return null;
  }
};

const defaultNet = (tree: ProcTree): string => {
  const { path, kind, files } = tree;
  if (kind === 'own') return ownNet(files);
  if (kind === 'mount') return firstNet(tree);
  if (kind === 'copy') return copiedNet(tree);
  return exists(files, `${path}/net`) ? `${path}/net` : path;
};

/** A mount with `subset=pid` lacks `/proc/net` but has `/proc/self/net`. */
const ownNet = (files: FileSystem): string =>
  exists(files, '/proc/net/dev') || !exists(files, '/proc/self/net') ? '/proc/net' : '/proc/self/net';

/** A procfs's `net` links to `self/net`, the reader's namespace on any mount; process 1 represents the mount. */
const firstNet = ({ path, files }: ProcTree): string => {
  const net = `${path}/1/net`;
  try {
    files.stat(net);
    return net;
  } catch (error) {
    const why = `process 1 is hidden in ${path} (hidepid?), so its network namespace is unknown`;
    const advice = 'try as root, or name a process with --netns';
    throw new ReadError(`cannot read ${net}: ${why}; ${advice}`, errnoOf(error), net);
  }
};

/** `net` itself, or the target of the original symlink. */
const copiedNet = ({ path, root, files }: ProcTree): string => {
  if (root === null) return path;
  for (const name of ['net', 'self/net', '1/net'])
    try {
      files.stat(`${path}/${name}`);
      return `${path}/${name}`;
    } catch (error) {
      if (!isMissing(errnoOf(error))) throw error;
    }
  const why = 'the copy has neither a net directory nor the target of its net symlink';
  throw new ReadError(`cannot read ${path}/net: ${why}`, 'ENOENT', `${path}/net`);
};

const isMissing = (code: string): boolean => code === 'ENOENT' || code === 'ENOTDIR';

const processLocation = ({ path, kind, root, files }: ProcTree, pid: number): Location => {
  const directory = `${root ?? path}/${pid}`;
  const net = `${directory}/net`;
  try {
    if (files.readdir(net).length > 0)
      return { net, process: { pid, directory, started: startOf(files, directory) } };
  } catch (error) {
    if (error instanceof ReadError) throw error;
    throw unreadable(files, directory, pid, errnoOf(error), kind === 'copy');
  }
  throw isZombie(pid, net);
};

const isZombie = (pid: number, net: string): ReadError =>
  new ReadError(`process ${pid} is a zombie; its network namespace is gone (${net})`, 'ENOENT', net);

const unreadable = (
  files: FileSystem,
  directory: string,
  pid: number,
  code: string,
  isCopy: boolean,
): ReadError => {
  const net = `${directory}/net`;
  if (!exists(files, directory)) {
    const why = isDenied(code) ? 'permission denied' : 'no such process';
    return new ReadError(`cannot read the network of process ${pid}: ${why} (${directory})`, code, directory);
  }
  if (isDenied(code))
    return new ReadError(`cannot read ${net}: permission denied; try as its owner or as root`, code, net);
  if (isCopy) return new ReadError(`cannot read ${net}: missing in the copy`, code, net);
  return isZombie(pid, net);
};
