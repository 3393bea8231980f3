import type { Findings } from './judge.ts';
import type { Random } from './random.ts';

/** One kind of attack. A case is plain data, so that it can be shrunk and run again. */
export type Campaign<Case> = {
  readonly name: string;
  /** How many cases run before the next campaign's turn. */
  readonly turn: number;
  readonly make: (random: Random) => Case;
  /** Runs procnet. Returns problems found so far and questions for the judge; any error that it throws is a finding, too. */
  readonly run: (given: Case) => Promise<{ readonly wrong: Findings; readonly question: object | null }>;
  /** Slightly smaller cases, the smallest first. */
  readonly smaller: (given: Case) => Iterable<Case>;
  /** All that is needed to reproduce it. */
  readonly show: (given: Case) => string;
};

/** A text with parts removed: long stretches first. */
export function* shorter(parts: readonly string[], joint: string): Generator<string> {
  for (let size = Math.ceil(parts.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let at = 0; at < parts.length; at += size)
      if (parts.length > size) yield [...parts.slice(0, at), ...parts.slice(at + size)].join(joint);
}
