import type { Problem } from '../core/errors.ts';

/** More than these are counted and not kept: a broken file may hold millions of bad lines. */
const mostKept = 100;

/** What was skipped or could not be read. */
export class ProblemList {
  readonly first: Problem[] = [];
  count = 0;

  add(problem: Problem): void {
    this.count++;
    if (this.first.length < mostKept) this.first.push(problem);
  }
}
