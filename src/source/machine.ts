import { endianness } from 'node:os';
import type { Machine as MachineFacts } from '../core/machine.ts';
import { type FileSystem, readSmallFile } from './filesystem.ts';
import type { Origin } from './origin.ts';
import { readClockTicks, readPageSize } from './page-size.ts';
import type { ProcTree } from './tree.ts';

const hostEndian = endianness() === 'LE' ? 'little' : 'big';

/** What all network namespaces of one machine share. */
export class Machine implements MachineFacts {
  readonly tree: ProcTree;
  readonly endian: 'little' | 'big';
  readonly #origin: Origin | null;
  #pageSize: number | null | undefined;
  #boot: { readonly time: number | null; readonly id: string | null } | undefined;

  /** `origin`: of files in memory. */
  constructor(tree: ProcTree, endian?: 'little' | 'big', origin: Origin | null = null) {
    this.tree = tree;
    this.endian = endian ?? origin?.endian ?? hostEndian;
    this.#origin = origin;
  }

  get live(): boolean {
    return this.tree.kind !== 'copy';
  }

  /** Effective user id of the reader, whose rights decide what is seen; null if unknown. */
  get uid(): number | null {
    return this.#origin === null ? (process.geteuid?.() ?? null) : this.#origin.uid;
  }

  /** Whether only some files were chosen, as for a pipe. */
  get isSelection(): boolean {
    return this.#origin?.isFaithful === false;
  }

  /** Whether what is missing is missing on the machine. */
  get isFaithful(): boolean {
    return this.#origin?.isFaithful ?? this.live;
  }

  /** Null where processes are unknown. */
  get processRoot(): string | null {
    return this.#origin?.processes === false ? null : this.procRoot;
  }

  get procRoot(): string | null {
    return this.tree.root;
  }

  /** Guarded for a copied tree: no path leads outside it. */
  get files(): FileSystem {
    return this.tree.files;
  }

  get pageSize(): number | null {
    if (this.#pageSize === undefined)
      this.#pageSize = this.live ? readPageSize(this.files) : (this.#origin?.pageSize ?? null);
    return this.#pageSize;
  }

  /** Units of the kernel's time columns in a second (USER_HZ), from our own process; null if it cannot be read. */
  get ticksPerSecond(): number | null {
    return this.live ? readClockTicks(this.files) : null;
  }

  get bootTime(): number | null {
    return this.#bootOnce.time;
  }

  get bootId(): string | null {
    return this.#bootOnce.id;
  }

  /** A small file below `/proc/sys`. For `net/` it answers for the reader's own network namespace. */
  sysctl(name: string): string | null {
    return this.#text(`sys/${name}`)?.trimEnd() ?? null;
  }

  get #bootOnce(): { readonly time: number | null; readonly id: string | null } {
    if (this.#boot === undefined) {
      const seconds = /^btime (\d+)$/m.exec(this.#text('stat') ?? '')?.[1];
      const id = this.sysctl('kernel/random/boot_id');
      this.#boot = { time: seconds === undefined ? null : Number(seconds), id };
    }
    return this.#boot;
  }

  #text(name: string): string | null {
    if (this.procRoot === null) return null;
    try {
      return Buffer.from(readSmallFile(this.files, `${this.procRoot}/${name}`)).toString('latin1');
    } catch {
      return null;
    }
  }
}
