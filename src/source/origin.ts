import type { Problem } from '../core/errors.ts';

/** What is known of the machine that files in memory come from; null is unknown. */
export type Origin = {
  readonly endian: 'little' | 'big' | null;
  /** Bytes. */
  readonly pageSize: number | null;
  /** Effective user id of the reader. */
  readonly uid: number | null;
  /** Whether its processes were read, too. */
  readonly processes: boolean;
  /** Whether a file that is not here was not there either. */
  readonly isFaithful: boolean;
  /** What of the source could not be used. */
  readonly problems: readonly Problem[];
};
