import type { Holder } from '../core/column.ts';
import type { Lookups } from '../core/report.ts';
import type { FileSystem } from '../source/filesystem.ts';
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
    if (inode === 0) {
      this.unknownHolders.none++;
      return null;
    }
    this.#index ??= this.#look(files, procRoot);
    const holders = this.#index.holders(inode);
    if (holders === null) this.unknownHolders[this.#index.whyUnknown(inode)]++;
    return holders;
  }

  #look(files: FileSystem, procRoot: string): HolderIndex {
    const index = new HolderIndex(files, procRoot);
    for (const message of index.problems)
      this.#kernel.problem({ path: procRoot, line: null, field: null, message });
    return index;
  }

  get sawDenied(): boolean {
    return this.unknownHolders.denied > 0;
  }

  /** What the processes column could not tell and why, in one sentence; null where there is nothing to say. */
  get holdersNotice(): string | null {
    const { denied, kernel, none } = this.unknownHolders;
    const reasons = [
      ...(denied > 0
        ? [
            `${denied} are held by processes that we may not look into${process.geteuid?.() === 0 ? '' : ' (root may)'}`,
          ]
        : []),
      ...(kernel > 0 ? [`${kernel} by the kernel or by processes that cannot be seen from here`] : []),
      ...(none > 0 ? [`${none} belong to no file descriptor any more or yet, as in TIME_WAIT`] : []),
    ];
    return reasons.length === 0 ? null : `sockets without known process: ${reasons.join('; ')}`;
  }

  /** Null for a copied tree: its users are those of another machine. */
  userName(uid: number): string | null {
    if (!this.#kernel.live) return null;
    this.#users ??= loadUsers(this.#kernel.files);
    return this.#users.nameOf(uid);
  }
}
