import type { NoHolderReason } from '../core/account.ts';
import type { Holder } from '../core/column.ts';
import { decimalNumber } from '../core/decimal.ts';
import { decodeName } from '../core/text.ts';
import { errnoOf, type FileSystem, readSmallFile } from '../source/filesystem.ts';

export type HolderOptions = {
  /** Inodes that somebody will ask for: nothing is kept of others, nor of processes that hold none of these. */
  readonly wanted?: ReadonlySet<number>;
};

/** The target of a descriptor's link is exactly this (net/socket.c, sockfs_dname); a file of that name has a path. */
const prefix = 'socket:[';

/** The inode that a link names, or 0. Walked by hand: a busy host has 100,000 of them. */
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

const isDenied = (code: string): boolean => code === 'EACCES' || code === 'EPERM';

/** What the kernel answers, and not a fault of ours (`ERR_…`, or no code at all). */
const isErrno = (code: string): boolean => /^E[A-Z\d]+$/.test(code);

const isExhausted = (code: string): boolean => code === 'EMFILE' || code === 'ENFILE' || code === 'ENOMEM';

const byPidAndFd = (a: Holder, b: Holder): number => a.pid - b.pid || a.fd - b.fd;

/** Descriptors of one process that are sockets: the numbers of each, side by side. */
type Held = { readonly inodes: number[]; readonly fds: number[] };

/**
 * Who holds which socket, from the links in `/proc/<pid>/fd` (fs/proc/fd.c, proc_readfd). All processes are looked at,
 * since a socket may be held by several. Threads that have unshared their descriptors (CLONE_FILES) are not: theirs
 * are below `/proc/<pid>/task`, which would double the work on every host for the sake of very few programs.
 */
export class HolderIndex {
  readonly #files: FileSystem;
  readonly #root: string;
  readonly #wanted: ReadonlySet<number> | undefined;
  readonly #holders = new Map<number, Holder[]>();
  #someHidden = false;
  /** Processes whose descriptors we may not see. */
  denied = 0;
  /** Processes whose descriptors were seen. */
  scanned = 0;
  /** What kept us from looking at all processes that we may look at, for a warning. */
  readonly problems: string[] = [];

  /** Looks at once: holders are as of now. */
  constructor(files: FileSystem, root: string, { wanted }: HolderOptions = {}) {
    this.#files = files;
    this.#root = root;
    this.#wanted = wanted;
    const pids = this.#pids();
    // Every pid namespace has a process 1. Where it is not listed, the mount hides processes (hidepid=2).
    this.#someHidden = pids.length > 0 && pids[0] !== 1;
    for (const pid of pids) if (!this.#take(pid)) this.#take(pid);
  }

  /** All holders, by pid and descriptor; null for inode 0, which is no inode, and where none is known. */
  holders(inode: number): readonly Holder[] | null {
    const holders = inode === 0 ? undefined : this.#holders.get(inode);
    return holders === undefined ? null : holders.sort(byPidAndFd);
  }

  /** `none`: no descriptor belongs to the row; `kernel`: held by the kernel, another pid namespace or a message in flight. */
  whyUnknown(inode: number): NoHolderReason {
    if (inode === 0) return 'none';
    return this.denied > 0 || this.#someHidden ? 'denied' : 'kernel';
  }

  #pids(): readonly number[] {
    try {
      const names = this.#files.readdir(this.#root).filter((name) => /^[1-9]\d*$/.test(name));
      return names.map(Number).sort((a, b) => a - b);
    } catch (error) {
      this.problems.push(`cannot list the processes in ${this.#root} (${errnoOf(error)})`);
      return [];
    }
  }

  /**
   * Takes in one process. False if its pid was given to another process meanwhile, so that what was seen may be of
   * two. The start time costs more than a link: it is asked for only once there is a socket, which is then read again.
   */
  #take(pid: number): boolean {
    const directory = `${this.#root}/${pid}/fd/`;
    try {
      const names = this.#files.readdir(directory);
      const first = names.findIndex((name) => this.#inodeBehind(directory + name) !== 0);
      if (first >= 0) {
        const started = this.#startTime(pid);
        const held = this.#socketsAmong(directory, names, first);
        const name = this.#nameOf(pid);
        if (this.#startTime(pid) !== started) return false;
        this.#keep(pid, name, held);
      }
      this.scanned++;
    } catch (error) {
      this.#note(directory, error);
    }
    return true;
  }

  #socketsAmong(directory: string, names: readonly string[], first: number): Held {
    const held: Held = { inodes: [], fds: [] };
    for (let at = first; at < names.length; at++) {
      const name = names[at]!;
      const inode = this.#inodeBehind(directory + name);
      if (inode === 0) continue;
      held.inodes.push(inode);
      held.fds.push(Number(name));
    }
    return held;
  }

  /**
   * The inode of a wanted socket, or 0. A descriptor may be closed between the listing and the look. One denied link
   * means that all are: listing asks for the owner only, the links for the right to trace (proc_fd_access_allowed).
   */
  #inodeBehind(path: string): number {
    try {
      const inode = socketInode(this.#files.readlink(path));
      return this.#wanted === undefined || this.#wanted.has(inode) ? inode : 0;
    } catch (error) {
      const code = errnoOf(error);
      if (isDenied(code) || !isErrno(code)) throw error;
      return 0;
    }
  }

  #keep(pid: number, name: string, { inodes, fds }: Held): void {
    for (let at = 0; at < inodes.length; at++) {
      const inode = inodes[at]!;
      const holder: Holder = { pid, name, fd: fds[at]! };
      const known = this.#holders.get(inode);
      if (known === undefined) this.#holders.set(inode, [holder]);
      else known.push(holder);
    }
  }

  /** All of `comm` but its last line feed: the name may hold some of its own (fs/proc/array.c, proc_task_name). */
  #nameOf(pid: number): string {
    const bytes = readSmallFile(this.#files, `${this.#root}/${pid}/comm`);
    const end = bytes.at(-1) === 0x0a ? bytes.length - 1 : bytes.length;
    return decodeName(bytes, 0, end);
  }

  /** Field 22 of `stat`. The name before it may hold anything, a closing bracket too: count from the last one. */
  #startTime(pid: number): number | null {
    const bytes = readSmallFile(this.#files, `${this.#root}/${pid}/stat`);
    let at = bytes.lastIndexOf(0x29) + 2;
    for (let field = 3; field < 22; field++) at = bytes.indexOf(0x20, at) + 1;
    return decimalNumber(bytes, at, bytes.indexOf(0x20, at));
  }

  /** Processes end while we look, or are not ours to see: that is an answer, never a failure. */
  #note(directory: string, error: unknown): void {
    const code = errnoOf(error);
    if (isDenied(code)) this.denied++;
    else if (isExhausted(code) && this.problems.length === 0)
      this.problems.push(
        `cannot look into ${directory} and maybe others: no descriptors or memory (${code})`,
      );
    else if (!isErrno(code)) throw error;
  }
}
