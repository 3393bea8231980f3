import type { Problem } from '../core/errors.ts';

/** What is known about the machine that files held in memory came from; null if unknown. */
export type Origin = {
  readonly endian: 'little' | 'big' | null;
  /** In bytes. */
  readonly pageSize: number | null;
  /** The effective user id they were read with. */
  readonly uid: number | null;
  /** Whether processes were read too. */
  readonly processes: boolean;
  /** Whether a missing file was also missing on the machine. */
  readonly isFaithful: boolean;
  /** What could not be used of the source. */
  readonly problems: readonly Problem[];
};
