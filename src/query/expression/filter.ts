import type { Predicate } from './logic.ts';

/** What an expression or an option became. */
export type Filter = {
  readonly test: Predicate;
  /** Columns that it reads. */
  readonly reads: ReadonlySet<string>;
  /** If set, rows in any other state do not pass. */
  readonly states: ReadonlySet<string> | null;
};
