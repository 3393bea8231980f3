import type { Problem } from './errors.ts';
import type { FileNote } from './report.ts';

/**
 * Why no process is known for a socket: it has no descriptor, we may not look, the kernel itself holds it, or the copy that is
 * read holds no processes.
 */
export type NoHolderReason = 'none' | 'denied' | 'kernel' | 'absent';

/** What a reading says of itself, beside its rows. */
export type Account = {
  readonly sources: readonly FileNote[];
  /** What was skipped or could not be read: the first ones, and how many there were. */
  readonly problems: readonly Problem[];
  readonly problemCount: number;
  /** Rows of the answer whose owner was asked for and is unknown, by reason. */
  readonly unowned: Readonly<Record<NoHolderReason, number>>;
  /** Whether the reader was root, so that more rights would show no more; null if unknown. */
  readonly isRoot: boolean | null;
  /** Rows that did not match and could have, had everything been visible. */
  readonly undecided: number;
  /** Rows of the answer. */
  readonly rows: number;
  /** What the report itself has to say, after its last row. */
  readonly remarks: readonly Remark[];
};

/**
 * `error`: what was asked for does not exist (exit 1); `caveat`: the answer may be wrong; `note`: worth knowing beside it;
 * `hint`: for people only.
 */
export type Remark = { readonly kind: 'error' | 'caveat' | 'note' | 'hint'; readonly text: string };
