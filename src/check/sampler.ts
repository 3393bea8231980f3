import { type Choice, Group } from './group.ts';
import type { Place } from './place.ts';
import type { Evidence, Found, Reading, Sample } from './readings.ts';

const grouped = (
  readings: readonly Reading<unknown>[],
): ReadonlyMap<Evidence, readonly Reading<unknown>[]> => {
  const groups = new Map<Evidence, Reading<unknown>[]>();
  for (const reading of new Set(readings))
    groups.set(reading.evidence, [...(groups.get(reading.evidence) ?? []), reading]);
  return groups;
};

const everything: Choice = { ignored: new Map(), isAcross: false };

/** Milliseconds after which a reading in slices yields to other work. */
const longestTurn = 5;

const sampleOf = (at: number, found: ReadonlyMap<unknown, Found>): Sample => ({
  at,
  of<Row>(reading: Reading<Row>) {
    return found.get(reading) as Found<Row>;
  },
});

/** Reads the rows for several rules and conditions, each report once. Throws `UsageError` for unknown columns. */
export class Sampler {
  readonly #groups: readonly Group[];
  readonly #clock: () => number;

  constructor(readings: readonly Reading<unknown>[], place: Place, choice: Choice = everything) {
    this.#groups = [...grouped(readings)].map(
      ([evidence, members]) => new Group(evidence, members, place, choice),
    );
    this.#clock = place.clock;
  }

  read(): Sample {
    const at = this.#clock();
    return sampleOf(at, new Map(this.#groups.flatMap((group) => [...group.read()])));
  }

  /** The same if there is time for it; null once `isOver` returns true. */
  readUnless(isOver: () => boolean): Sample | null {
    const at = this.#clock();
    const found: (readonly [unknown, Found])[] = [];
    for (const group of this.#groups) {
      const steps = group.steps();
      let step = steps.next();
      for (; step.done !== true; step = steps.next()) {
        if (!isOver()) continue;
        steps.return(new Map());
        return null;
      }
      found.push(...step.value);
    }
    return sampleOf(at, new Map(found));
  }

  /** The same for a process with other requests to answer meanwhile; `turn` lets them run. */
  async readInTurns(turn: () => Promise<void>): Promise<Sample> {
    const at = this.#clock();
    const found: (readonly [unknown, Found])[] = [];
    for (const group of this.#groups) {
      const steps = group.steps();
      let since = performance.now();
      let step = steps.next();
      for (; step.done !== true; step = steps.next()) {
        if (performance.now() - since < longestTurn) continue;
        await turn();
        since = performance.now();
      }
      found.push(...step.value);
      await turn();
    }
    return sampleOf(at, new Map(found));
  }
}
