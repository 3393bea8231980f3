/** Pseudo-random numbers, reproducible from a seed (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** An integer from 0 to `below - 1`. */
  below(below: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  }

  from(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  chance(oneIn: number): boolean {
    return this.below(oneIn) === 0;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}

/** A separate stream per case, so that a case can be run again without those before it. */
export const randomOf = (seed: number, campaign: number, place: number): Random =>
  new Random(
    Math.imul(seed, 0x9e3779b1) ^ Math.imul(campaign + 1, 0x85ebca6b) ^ Math.imul(place + 1, 0xc2b2ae35),
  );
