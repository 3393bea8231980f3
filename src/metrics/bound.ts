import type { Family } from './family.ts';

/** What is printed, and what had to be left out. */
export type Bounded = {
  readonly families: readonly Family[];
  /** From the largest on. */
  readonly left: readonly Family[];
};

export const seriesIn = (families: readonly Family[]): number =>
  families.reduce((count, { series }) => count + series.length, 0);

/** The largest family, of several the last one. */
const largestOf = (families: readonly Family[]): Family =>
  families.reduce((one, other) => (other.series.length >= one.series.length ? other : one));

/** Leaves out families, each whole and the largest first, until there are at most so many series. */
export const bounded = (families: readonly Family[], most: number): Bounded => {
  const kept = [...families];
  const left: Family[] = [];
  for (let count = seriesIn(kept); count > most && kept.length > 0; ) {
    const largest = largestOf(kept);
    kept.splice(kept.indexOf(largest), 1);
    left.push(largest);
    count -= largest.series.length;
  }
  return { families: kept, left };
};
