import type { Findings } from './judge.ts';
import type { Random } from './random.ts';

/** One kind of attack. A case is plain data, so that it can be made smaller and run again. */
export type Campaign<Case> = {
  readonly name: string;
  /** How many cases run before the next campaign has its turn. */
  readonly turn: number;
  readonly make: (random: Random) => Case;
  /** Runs procnet. What is wrong already, and what to ask the judge; any error that it throws is a finding, too. */
  readonly run: (given: Case) => Promise<{ readonly wrong: Findings; readonly question: object | null }>;
  /** Cases that are a little smaller, the smallest first. */
  readonly smaller: (given: Case) => Iterable<Case>;
  /** All that is needed to see it again. */
  readonly show: (given: Case) => string;
};

/** A text without some of its parts: long stretches first. */
export function* shorter(parts: readonly string[], joint: string): Generator<string> {
  for (let size = Math.ceil(parts.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let at = 0; at < parts.length; at += size)
      if (parts.length > size) yield [...parts.slice(0, at), ...parts.slice(at + size)].join(joint);
}
