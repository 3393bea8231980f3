import type { Machine as MachineFacts } from '../core/machine.ts';
import { type FileSystem, readSmallFile } from './filesystem.ts';
import type { Origin } from './origin.ts';
import { readClockTicks, readPageSize } from './page-size.ts';
import type { ProcTree } from './tree.ts';

const hostEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 'little' : 'big';

/** What all network namespaces of a machine share. */
export class Machine implements MachineFacts {
  readonly tree: ProcTree;
  readonly endian: 'little' | 'big';
  readonly #origin: Origin | null;
  #pageSize: number | null | undefined;
  #boot: { readonly time: number | null; readonly id: string | null } | undefined;

  /** `origin` describes files held in memory. */
  constructor(tree: ProcTree, endian?: 'little' | 'big', origin: Origin | null = null) {
    this.tree = tree;
    this.endian = endian ?? origin?.endian ?? hostEndian;
    this.#origin = origin;
  }

  get live(): boolean {
    return this.tree.kind !== 'copy';
  }

  /** The reader's effective user id, which determines what is visible; null if unknown. */
  get uid(): number | null {
    return this.#origin === null ? (process.geteuid?.() ?? null) : this.#origin.uid;
  }

  /** Whether only selected files are present, as from a pipe. */
  get isSelection(): boolean {
    return this.#origin?.isFaithful === false;
  }

  /** Whether a missing file is also missing on the machine. */
  get isFaithful(): boolean {
    return this.#origin?.isFaithful ?? this.live;
  }

  /** Null if processes are unknown. */
  get processRoot(): string | null {
    return this.#origin?.processes === false ? null : this.procRoot;
  }

  get procRoot(): string | null {
    return this.tree.root;
  }

  /** Guarded for a copied tree, so no path leads outside it. */
  get files(): FileSystem {
    return this.tree.files;
  }

  get pageSize(): number | null {
    if (this.#pageSize === undefined)
      this.#pageSize = this.live ? readPageSize(this.files) : (this.#origin?.pageSize ?? null);
    return this.#pageSize;
  }

  /** Clock ticks per second in the kernel's time columns (USER_HZ); null if unavailable. */
  get ticksPerSecond(): number | null {
    return this.live ? readClockTicks(this.files) : null;
  }

  get bootTime(): number | null {
    return this.#bootOnce.time;
  }

  get bootId(): string | null {
    return this.#bootOnce.id;
  }

  /** A small file below `/proc/sys`. Under `net/`, that is always the reader's own network namespace. */
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
