import type { FileState } from './errors.ts';

/** The outcome for one file that a report reads. */
export type FileNote = { readonly path: string; state: FileState; rows: number };

/** How to treat a missing or empty file. */
export type FilePolicy = {
  /** Kernels without the feature lack the file, so its absence is an answer, not a failure. */
  readonly mayBeAbsent?: true;
  /**
   * Bytes of the longest row of a table whose end is costly to find, as the kernel walks a hash table for it. A read that had
   * room for such a row was the last.
   */
  readonly longestRow?: number;
  /** What the absence of the file means, for the message. */
  readonly absentMeans?: string;
  readonly nameInOldKernels?: string;
  /** The kernel prints no header, so an empty table is an empty file. */
  readonly mayBeEmpty?: true;
  /** Only supplements the rows of other files; its absence is not a failure. */
  readonly auxiliary?: true;
};
