import type { Problem } from './errors.ts';
import type { FileNote } from './report.ts';

/**
 * Why no process is known for a socket: no open descriptor, no permission to inspect, owned by the kernel itself, or read from
 * a copy without processes.
 */
export type NoHolderReason = 'none' | 'denied' | 'kernel' | 'absent';

/** What a reading reports about itself, besides its rows. */
export type Account = {
  readonly sources: readonly FileNote[];
  /** What was skipped or could not be read: the first few, and the total. */
  readonly problems: readonly Problem[];
  readonly problemCount: number;
  /** Rows whose owner was requested but is unknown, by reason. */
  readonly unowned: Readonly<Record<NoHolderReason, number>>;
  /** Whether the reader was root, so more privileges would reveal nothing; null if unknown. */
  readonly isRoot: boolean | null;
  /** Rows that did not match but might have if everything had been visible. */
  readonly undecided: number;
  /** Rows that matched but might not have. */
  readonly doubtful: number;
  /** Rows counted under an unknown value because theirs is hidden, if that matters to the result. */
  readonly unplaced: number;
  /** Number of matching rows or counts, including those beyond a limit if the exit code depends on them. */
  readonly rows: number;
  /** Bounds of that number, given hidden values; rows that could not be read are not considered. */
  readonly bounds: { readonly fewest: number; readonly most: number };
  /** The report's own remarks, made after its last row. */
  readonly remarks: readonly Remark[];
};

/**
 * `error`: the requested item does not exist (exit 1); `caveat`: the answer may be wrong; `note`: additional information;
 * `hint`: for interactive use only.
 */
export type Remark = {
  readonly kind: 'error' | 'caveat' | 'note' | 'hint';
  readonly text: string;
  /** It says how many rows are undecided. */
  readonly countsUndecided?: true;
};
