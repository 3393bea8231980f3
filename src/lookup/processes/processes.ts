import type { NoHolderReason } from '../../core/account.ts';
import type { Holder } from '../../core/column.ts';
import { errnoOf, type FileSystem, isDenied, isErrno } from '../../source/filesystem.ts';
import { readProcessStat } from '../../source/process-stat.ts';
import { ProcessNames } from './process-names.ts';
import { type Held, SocketLinks } from './socket-links.ts';

const isExhausted = (code: string): boolean => code === 'EMFILE' || code === 'ENFILE' || code === 'ENOMEM';

const byPidAndFd = (a: Holder, b: Holder): number => a.pid - b.pid || a.fd - b.fd;

/** Aliases are on the prototype, so they never appear in output. */
class SocketHolder implements Holder {
  readonly pid: number;
  readonly name: string;
  readonly fd: number;
  readonly #names: ProcessNames;

  constructor(pid: number, fd: number, names: ProcessNames) {
    this.pid = pid;
    this.name = names.name;
    this.fd = fd;
    this.#names = names;
  }

  get aliases(): readonly string[] {
    return this.#names.others;
  }
}

/** Where processes are. */
export type ProcessSource = {
  readonly files: FileSystem;
  /** The root of the procfs or the copy. */
  readonly procRoot: string;
  /** Processes come and go, unlike in a copy. */
  readonly live: boolean;
};

/**
 * Which process holds which socket, from the links in `/proc/<pid>/fd` (fs/proc/fd.c, proc_readfd). Scans all processes in
 * all network namespaces, because a socket may have several holders, possibly in other namespaces by now. Threads that have
 * unshared their descriptors (CLONE_FILES) are not covered; theirs are below `/proc/<pid>/task`, which would double the work
 * on every host for very few programs.
 */
export class HolderIndex {
  readonly #files: FileSystem;
  readonly #root: string;
  readonly #live: boolean;
  readonly #links: SocketLinks;
  readonly #holders = new Map<number, SocketHolder[]>();
  #someHidden = false;
  /** Processes inspected so far, out of all found. */
  done = 0;
  total = 0;
  /** Number of processes whose descriptors we may not inspect. */
  denied = 0;
  /** Number of processes whose descriptors were read. */
  scanned = 0;
  /** Reasons why accessible processes could not be read, for a warning. */
  readonly problems: string[] = [];

  constructor({ files, procRoot, live }: ProcessSource) {
    this.#files = files;
    this.#root = procRoot;
    this.#live = live;
    this.#links = new SocketLinks(files, live);
  }

  /** Scans all processes in slices of a few milliseconds, between which the caller can do other work. */
  *look(): Generator<void, void> {
    const pids = this.#pids();
    // Every pid namespace has a process 1. If it is not listed, the mount hides processes (hidepid=2).
    this.#someHidden = pids[0] !== 1;
    this.total = pids.length;
    for (const pid of pids) {
      if (!(yield* this.#take(pid))) yield* this.#take(pid);
      this.done++;
      yield;
    }
  }

  /** All holders, by pid and descriptor; null if none is known or for inode 0, which means no inode. */
  holders(inode: number): readonly Holder[] | null {
    const holders = inode === 0 ? undefined : this.#holders.get(inode);
    return holders === undefined ? null : holders.sort(byPidAndFd);
  }

  /** `none`: the row has no descriptor; `kernel`: held by the kernel, a thread or another pid namespace, or in flight. */
  whyUnknown(inode: number): NoHolderReason {
    if (inode === 0) return 'none';
    if (this.denied > 0) return 'denied';
    if (!this.#someHidden) return 'kernel';
    return this.#live ? 'denied' : 'absent';
  }

  /** Sockets with a matching holder, including those no table lists: unbound, never connected, of another family. */
  inodesOf(matches: (holder: Holder) => boolean): ReadonlySet<number> {
    const inodes = new Set<number>();
    for (const [inode, holders] of this.#holders) if (holders.some(matches)) inodes.add(inode);
    return inodes;
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
   * Adds one process. False if its pid was reused meanwhile, so the result may mix two processes. Reading the start time costs
   * more than reading a link, so it happens only after finding a socket, which is then read again.
   */
  *#take(pid: number): Generator<void, boolean> {
    const directory = `${this.#root}/${pid}`;
    try {
      const descriptors = this.#links.descriptorsOf(directory);
      const first = yield* this.#links.firstOf(descriptors);
      if (first < descriptors.names.length) {
        const started = this.#startOf(directory);
        const held = yield* this.#links.socketsOf(descriptors, first);
        const process = new ProcessNames(this.#files, directory, () => this.#hasStart(directory, started));
        if (this.#startOf(directory) !== started) return false;
        this.#keep(pid, process, held);
      }
      this.scanned++;
    } catch (error) {
      this.#note(directory, error);
    }
    return true;
  }

  #keep(pid: number, process: ProcessNames, { inodes, fds }: Held): void {
    for (let at = 0; at < inodes.length; at++) {
      const inode = inodes[at]!;
      const holder = new SocketHolder(pid, fds[at]!, process);
      const known = this.#holders.get(inode);
      if (known === undefined) this.#holders.set(inode, [holder]);
      else known.push(holder);
    }
  }

  #startOf(directory: string): number | null {
    return this.#live ? readProcessStat(this.#files, directory).started : null;
  }

  #hasStart(directory: string, started: number | null): boolean {
    try {
      return this.#startOf(directory) === started;
    } catch {
      return false;
    }
  }

  /** A process that has ended or is not ours to inspect is an answer, not a failure. */
  #note(directory: string, error: unknown): void {
    const code = errnoOf(error);
    if (isDenied(code)) this.denied++;
    else if (isExhausted(code) || !this.#live) this.#noteUnseen(directory, error, code);
    else if (!isErrno(code)) throw error;
  }

  /** Reports only the first one, because others are likely to be affected too. */
  #noteUnseen(directory: string, error: unknown, code: string): void {
    if (!isErrno(code)) throw error;
    if (code === 'ENOENT' || code === 'ENOTDIR') return;
    this.#someHidden = true;
    if (this.problems.length > 0) return;
    this.problems.push(
      this.#live
        ? `cannot inspect ${directory} and possibly others: out of descriptors or memory (${code})`
        : (error as Error).message,
    );
  }
}
