import type { Holder } from '../core/column.ts';
import { decimalNumber } from '../core/decimal.ts';
import { decodeName } from '../core/text.ts';
import { errnoOf, type FileSystem, readSmallFile } from '../source/filesystem.ts';

/** Why the holders of a socket are not known. */
export type NoHolderReason = 'none' | 'denied' | 'kernel';

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
  return inode;
};

type Held = { readonly inode: number; readonly fd: number };

/**
 * Who holds which socket, from the links in `/proc/<pid>/fd` (fs/proc/fd.c, proc_readfd). All processes are looked at,
 * since a socket may be held by several. Threads that have unshared their descriptors are not.
 */
export class HolderIndex {
  readonly #files: FileSystem;
  readonly #root: string;
  readonly #holders = new Map<number, Holder[]>();
  /** Processes whose descriptors we may not see. */
  denied = 0;
  /** Processes whose descriptors were seen. */
  scanned = 0;
  /** Set if descriptors ran out while looking. */
  exhausted = false;

  constructor(files: FileSystem, root: string) {
    this.#files = files;
    this.#root = root;
    for (const pid of this.#pids()) this.#scan(pid);
  }

  /** All holders, by pid and descriptor; null for inode 0, which is no inode, and where none is known. */
  holders(inode: number): readonly Holder[] | null {
    return inode === 0 ? null : (this.#holders.get(inode) ?? null);
  }

  /** `none`: no descriptor belongs to the row; `kernel`: held by the kernel, another pid namespace or a message in flight. */
  whyUnknown(inode: number): NoHolderReason {
    if (inode === 0) return 'none';
    return this.denied > 0 ? 'denied' : 'kernel';
  }

  #pids(): readonly number[] {
    const names = this.#attempt(() => this.#files.readdir(this.#root)) ?? [];
    return names
      .filter((name) => /^[1-9]\d*$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
  }

  #scan(pid: number): void {
    const held = this.#socketsOf(pid);
    if (held === null || held.length === 0) return;
    const name = this.#nameOf(pid);
    if (name === null) return;
    for (const { inode, fd } of held) {
      const holder: Holder = { pid, name, fd };
      const known = this.#holders.get(inode);
      if (known === undefined) this.#holders.set(inode, [holder]);
      else known.push(holder);
    }
  }

  #socketsOf(pid: number): Held[] | null {
    const directory = `${this.#root}/${pid}/fd`;
    const names = this.#attempt(() => this.#files.readdir(directory));
    if (names === null) return null;
    this.scanned++;
    const held: Held[] = [];
    for (const name of names) {
      const inode = this.#inodeBehind(`${directory}/${name}`);
      if (inode !== 0) held.push({ inode, fd: Number(name) });
    }
    return held.sort((a, b) => a.fd - b.fd);
  }

  /** A descriptor may be closed between the listing and the look. */
  #inodeBehind(path: string): number {
    try {
      return socketInode(this.#files.readlink(path));
    } catch {
      return 0;
    }
  }

  /** The name, unless the pid was given to another process in between: then the descriptors were another's. */
  #nameOf(pid: number): string | null {
    const before = this.#startTime(pid);
    const bytes = this.#attempt(() => readSmallFile(this.#files, `${this.#root}/${pid}/comm`));
    if (bytes === null || before === null || this.#startTime(pid) !== before) return null;
    const end = bytes.at(-1) === 0x0a ? bytes.length - 1 : bytes.length;
    return decodeName(bytes, 0, end);
  }

  /** Field 22 of `stat`. The name before it may hold anything, a closing bracket too: count from the last one. */
  #startTime(pid: number): number | null {
    const bytes = this.#attempt(() => readSmallFile(this.#files, `${this.#root}/${pid}/stat`));
    if (bytes === null) return null;
    let at = bytes.lastIndexOf(0x29) + 2;
    for (let field = 3; field < 22; field++) at = bytes.indexOf(0x20, at) + 1;
    return decimalNumber(bytes, at, bytes.indexOf(0x20, at));
  }

  /** Processes end while we look, hide or belong to others: that is an answer, never a failure. */
  #attempt<T>(call: () => T): T | null {
    try {
      return call();
    } catch (error) {
      const code = errnoOf(error);
      if (code === 'EACCES' || code === 'EPERM') this.denied++;
      if (code === 'EMFILE' || code === 'ENFILE') this.exhausted = true;
      return null;
    }
  }
}

/** Whether one of the holders is meant: digits are a pid, anything else a name. */
export const holderMatches = (holders: readonly Holder[], text: string): boolean =>
  /^\d+$/.test(text)
    ? holders.some(({ pid }) => pid === Number(text))
    : holders.some(({ name }) => name === text);
