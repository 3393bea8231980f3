import { decodeName } from '../../core/text.ts';
import { type FileSystem, readSmallFile } from '../../source/filesystem.ts';
import { readProcessStat } from '../../source/process-stat.ts';
import { cgroupsOf } from '../../tables/cgroup.ts';
import { type Membership, membershipOf } from '../namespaces/containers.ts';

/** Facts about processes, most of which require no ptrace permission. Null if unknown. */
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

  /** All pids, in ascending order. */
  list(): readonly number[] {
    const names = this.#files.readdir(this.#root).filter((name) => /^[1-9]\d*$/.test(name));
    return names.map(Number).sort((a, b) => a - b);
  }

  commandOf(pid: number): string | null {
    const bytes = this.#read(pid, 'comm');
    if (bytes === null) return null;
    return decodeName(bytes, 0, bytes.at(-1) === 0x0a ? bytes.length - 1 : bytes.length);
  }

  /** From its cgroups; empty if they cannot be read. */
  membershipOf(pid: number): Membership {
    return membershipOf(cgroupsOf(this.#read(pid, 'cgroup') ?? new Uint8Array()));
  }

  /** Start time, in clock ticks since boot. */
  startOf(pid: number): number | null {
    try {
      return readProcessStat(this.#files, this.directoryOf(pid)).started;
    } catch {
      return null;
    }
  }

  /** The inode of its network namespace, as `lsns` shows it; requires ptrace permission. */
  namespaceOf(pid: number | 'self'): number | null {
    try {
      const target = this.#files.readlink(`${this.directoryOf(pid)}/ns/net`);
      const inode = /^net:\[(\d+)\]$/.exec(target)?.[1];
      return inode === undefined ? null : Number(inode);
    } catch {
      return null;
    }
  }

  /** The inode of a file in its directory. */
  inodeOf(pid: number | 'self', name: string): number | null {
    try {
      return Number(this.#files.stat(`${this.directoryOf(pid)}/${name}`).inode);
    } catch {
      return null;
    }
  }

  /** The mounts as seen by process 1, or else by this process. */
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
