import { describeProblem, type Problem } from '../core/errors.ts';
import type { Message } from '../core/report.ts';

/** Further ones are only counted, because a file may have a million bad lines. */
const mostKept = 100;

/** A set of line numbers, one bit each. */
class LineSet {
  #bits = new Uint8Array(0);

  has(line: number): boolean {
    return ((this.#bits[line >> 3] ?? 0) & (1 << (line & 7))) !== 0;
  }

  add(line: number): void {
    const at = line >> 3;
    if (at >= this.#bits.length) {
      const larger = new Uint8Array(Math.max(64, at * 2));
      larger.set(this.#bits);
      this.#bits = larger;
    }
    this.#bits[at]! |= 1 << (line & 7);
  }
}

/** Reports a problem with a line or one of its fields. */
export type LineReporter = (line: number, field: string | null, message: Message) => void;

/** The problems of one reading: the first hundred and the total. */
export class Problems {
  readonly kept: Problem[] = [];
  /** The number of problems, including those not kept. */
  total = 0;
  readonly #onProblem: ((problem: Problem) => void) | undefined;
  readonly #files = new Set<string>();
  /** The lines each reader has reported, by path. */
  readonly #readers = new Map<string, LineSet[]>();

  /** `onProblem` is called for every problem, including those not kept. */
  constructor(onProblem?: (problem: Problem) => void) {
    this.#onProblem = onProblem;
  }

  /** Adds a problem with a whole file, once, however often it is reported. */
  add(problem: Problem): void {
    const key = describeProblem(problem);
    if (this.#files.has(key)) return;
    this.#files.add(key);
    this.#take(problem.path, problem.line, problem.field, problem.message);
  }

  /** For one pass over a file. A line already reported by another pass over the same file is not counted again. */
  reader(path: string): LineReporter {
    const mine = new LineSet();
    const all = this.#readers.get(path) ?? [];
    this.#readers.set(path, all);
    all.push(mine);
    return (line, field, message) => {
      if (all.length > 1 && all.some((lines) => lines !== mine && lines.has(line))) return;
      mine.add(line);
      this.#take(path, line, field, message);
    };
  }

  #take(path: string, line: number | null, field: string | null, message: Message): void {
    this.total++;
    const isKept = this.kept.length < mostKept;
    if (!isKept && this.#onProblem === undefined) return;
    const problem = { path, line, field, message: typeof message === 'string' ? message : message() };
    if (isKept) this.kept.push(problem);
    this.#onProblem?.(problem);
  }
}
