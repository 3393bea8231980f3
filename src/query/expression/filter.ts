import type { Predicate } from './logic.ts';

/** What an expression or an option became. */
export type Filter = {
  readonly test: Predicate;
  /** Whether a row that does not pass could pass if what exists but cannot be seen were known; null where all can be seen. */
  readonly maybe?: Predicate | null;
  /** Columns that it reads. */
  readonly reads: ReadonlySet<string>;
  /** If set, rows in any other state do not pass. */
  readonly states: ReadonlySet<string> | null;
};
