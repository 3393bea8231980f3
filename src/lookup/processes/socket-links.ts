import { errnoOf, type FileSystem, isDenied, isErrno } from '../../source/filesystem.ts';
import { readProcessStat } from '../../source/process-stat.ts';

/** How a socket descriptor's link target starts (net/socket.c, sockfs_dname); a file of that name has a path. */
const prefix = 'socket:[';

/** The inode in a link target, or 0. Parsed by hand because a busy host has 100,000 of them. */
const socketInode = (target: string): number => {
  if (!target.startsWith(prefix) || target.charCodeAt(target.length - 1) !== 0x5d) return 0;
  let inode = 0;
  for (let at = prefix.length; at < target.length - 1; at++) {
    const digit = target.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) return 0;
    inode = inode * 10 + digit;
  }
  return Number.isSafeInteger(inode) ? inode : 0;
};

/** A copied tree may contain names that are not descriptors. */
const isDescriptor = (name: string): boolean => /^(?:0|[1-9]\d{0,9})$/.test(name);

/** Links read per slice, which take a few milliseconds. */
const linksPerTurn = 256;

/** A process's descriptors: the directory with their links, and their names. */
type Descriptors = { readonly directory: string; readonly names: readonly string[] };

/** The socket descriptors, as parallel arrays. */
export type Held = { readonly inodes: number[]; readonly fds: number[] };

/** Reads descriptor links in slices, between which the caller can do other work. */
export class SocketLinks {
  readonly #files: FileSystem;
  readonly #live: boolean;
  #read = 0;

  constructor(files: FileSystem, live: boolean) {
    this.#files = files;
    this.#live = live;
  }

  /** If the main thread has exited, reads the descriptors of the remaining threads. */
  descriptorsOf(process: string): Descriptors {
    const own = this.#list(`${process}/fd/`);
    if (own.names.length > 0 || !this.#isZombie(process)) return own;
    for (const thread of this.#files.readdir(`${process}/task`)) {
      const shared = this.#list(`${process}/task/${thread}/fd/`);
      if (shared.names.length > 0) return shared;
    }
    return own;
  }

  /** The index of the first socket; the number of descriptors if there is none. */
  *firstOf({ directory, names }: Descriptors): Generator<void, number> {
    let at = 0;
    while (at < names.length && this.#inodeBehind(directory + names[at]!) === 0) {
      at++;
      if (this.#isTurnOver) yield;
    }
    return at;
  }

  /** The sockets from index `first` on. */
  *socketsOf({ directory, names }: Descriptors, first: number): Generator<void, Held> {
    const held: Held = { inodes: [], fds: [] };
    for (let at = first; at < names.length; at++) {
      const name = names[at]!;
      const inode = this.#inodeBehind(directory + name);
      if (this.#isTurnOver) yield;
      if (inode === 0) continue;
      held.inodes.push(inode);
      held.fds.push(Number(name));
    }
    return held;
  }

  #list(directory: string): Descriptors {
    const names = this.#files.readdir(directory);
    return { directory, names: this.#live ? names : names.filter(isDescriptor) };
  }

  #isZombie(process: string): boolean {
    return this.#live && readProcessStat(this.#files, process).state === 'Z';
  }

  /**
   * The inode of a socket, or 0. A descriptor may be closed after it was listed. If one link is denied, all are, because
   * listing only requires being the owner but links require ptrace permission (proc_fd_access_allowed).
   */
  #inodeBehind(path: string): number {
    this.#read++;
    try {
      return socketInode(this.#files.readlink(path));
    } catch (error) {
      const code = errnoOf(error);
      if (isDenied(code) || !isErrno(code)) throw error;
      return 0;
    }
  }

  get #isTurnOver(): boolean {
    return this.#read % linksPerTurn === 0;
  }
}
