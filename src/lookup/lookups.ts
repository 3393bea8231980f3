import type { NoHolderReason } from '../core/account.ts';
import type { Holder } from '../core/column.ts';
import type { OnProgress } from '../core/progress.ts';
import type { Lookups } from '../core/report.ts';
import type { Namespace } from '../source/namespace.ts';
import { loadUsers, type Users } from './names/users.ts';
import { HolderIndex } from './processes/processes.ts';

/** What rows are joined with, each read on first use. */
export class KernelLookups implements Lookups {
  readonly #kernel: Namespace;
  readonly #onProgress: OnProgress | null;
  #index: HolderIndex | null = null;
  #users: Users | null = null;

  constructor(kernel: Namespace, onProgress: OnProgress | null = null) {
    this.#kernel = kernel;
    this.#onProgress = onProgress;
  }

  /** Also null for a tree without processes. */
  holders(inode: number): readonly Holder[] | null {
    return inode === 0 ? null : (this.#owners()?.holders(inode) ?? null);
  }

  whyUnknown(inode: number): NoHolderReason {
    return inode === 0 ? 'none' : (this.#owners()?.whyUnknown(inode) ?? 'absent');
  }

  /** Sockets with a matching holder, including those no table lists. */
  inodesOf(matches: (holder: Holder) => boolean): ReadonlySet<number> {
    return this.#owners()?.inodesOf(matches) ?? new Set();
  }

  /** Every process that holds a socket, once per socket. */
  allHolders(): readonly Holder[] {
    const holders: Holder[] = [];
    this.inodesOf((holder) => {
      holders.push(holder);
      return false;
    });
    return holders;
  }

  /** Finds owners ahead of time in slices of a few milliseconds, instead of all together when the first row needs them. */
  *lookForOwners(): Generator<void, void> {
    const { processRoot: procRoot, files, isFaithful } = this.#kernel.machine;
    if (procRoot === null || this.#index !== null) return;
    const index = new HolderIndex({ files, procRoot, live: isFaithful });
    for (const _ of index.look()) {
      this.#onProgress?.({ what: 'processes', done: index.done, total: index.total });
      yield;
    }
    this.#index = index;
    for (const message of index.problems)
      this.#kernel.problem({ path: procRoot, line: null, field: null, message });
  }

  #owners(): HolderIndex | null {
    if (this.#index === null) for (const _ of this.lookForOwners());
    return this.#index;
  }

  /** Null for a copied tree, whose users are another machine's. */
  userName(uid: number): string | null {
    if (!this.#kernel.live) return null;
    this.#users ??= loadUsers(this.#kernel.machine.files);
    return this.#users.nameOf(uid);
  }
}
