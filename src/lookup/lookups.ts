import type { Holder } from '../core/column.ts';
import type { Lookups } from '../core/report.ts';
import type { KernelSource } from '../source/kernel.ts';
import { HolderIndex, type NoHolderReason } from './processes.ts';
import { loadUsers, type Users } from './users.ts';

/** What rows are joined with, each read when the first row asks for it. */
export class KernelLookups implements Lookups {
  /** Sockets whose holders somebody asked for and nobody could name, by reason. */
  readonly unknownHolders: Record<NoHolderReason, number> = { none: 0, denied: 0, kernel: 0 };
  readonly #kernel: KernelSource;
  #index: HolderIndex | null = null;
  #users: Users | null = null;

  constructor(kernel: KernelSource) {
    this.#kernel = kernel;
  }

  /** Null too for a tree without processes. */
  holders(inode: number): readonly Holder[] | null {
    const { procRoot, files } = this.#kernel;
    if (procRoot === null) return null;
    this.#index ??= new HolderIndex(files, procRoot);
    const holders = this.#index.holders(inode);
    if (holders === null) this.unknownHolders[this.#index.whyUnknown(inode)]++;
    return holders;
  }

  userName(uid: number): string | null {
    this.#users ??= loadUsers(this.#kernel.files);
    return this.#users.nameOf(uid);
  }
}
