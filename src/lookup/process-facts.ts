import { decodeName } from '../core/text.ts';
import { type FileSystem, readSmallFile } from '../source/filesystem.ts';
import { readProcessStat } from '../source/process-stat.ts';
import { cgroupsOf } from '../tables/cgroup.ts';
import { type Membership, membershipOf } from './containers.ts';

/** What can be known of one process without the right to trace it, and a little more with it. Null: not known. */
export class ProcessFacts {
  readonly #files: FileSystem;
  readonly #root: string;

  constructor(files: FileSystem, root: string) {
    this.#files = files;
    this.#root = root;
  }

  directoryOf(pid: number | 'self'): string {
    return `${this.#root}/${pid}`;
  }

  /** Which pids there are, the lowest first. */
  list(): readonly number[] {
    const names = this.#files.readdir(this.#root).filter((name) => /^[1-9]\d*$/.test(name));
    return names.map(Number).sort((a, b) => a - b);
  }

  commandOf(pid: number): string | null {
    const bytes = this.#read(pid, 'comm');
    if (bytes === null) return null;
    return decodeName(bytes, 0, bytes.at(-1) === 0x0a ? bytes.length - 1 : bytes.length);
  }

  /** What its cgroup says; nothing where that cannot be read. */
  membershipOf(pid: number): Membership {
    return membershipOf(cgroupsOf(this.#read(pid, 'cgroup') ?? new Uint8Array()));
  }

  /** Clock ticks after boot. */
  startOf(pid: number): number | null {
    try {
      return readProcessStat(this.#files, this.directoryOf(pid)).started;
    } catch {
      return null;
    }
  }

  /** The number of its network namespace, as `lsns` shows it: for those who may trace the process. */
  namespaceOf(pid: number | 'self'): number | null {
    try {
      const target = this.#files.readlink(`${this.directoryOf(pid)}/ns/net`);
      const inode = /^net:\[(\d+)\]$/.exec(target)?.[1];
      return inode === undefined ? null : Number(inode);
    } catch {
      return null;
    }
  }

  /** The inode of a file below its directory. */
  inodeOf(pid: number | 'self', name: string): number | null {
    try {
      return Number(this.#files.stat(`${this.directoryOf(pid)}/${name}`).inode);
    } catch {
      return null;
    }
  }

  /** What is mounted, as the first process sees it, or else this one. */
  mountinfo(): Uint8Array {
    return this.#read(1, 'mountinfo') ?? this.#read('self', 'mountinfo') ?? new Uint8Array();
  }

  #read(pid: number | 'self', name: string): Uint8Array | null {
    try {
      return readSmallFile(this.#files, `${this.directoryOf(pid)}/${name}`);
    } catch {
      return null;
    }
  }
}
