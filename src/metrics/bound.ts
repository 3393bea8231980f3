import type { Family } from './family.ts';

/** Families printed, and families left out. */
export type Bounded = {
  readonly families: readonly Family[];
  /** Largest first. */
  readonly left: readonly Family[];
};

export const seriesIn = (families: readonly Family[]): number =>
  families.reduce((count, { series }) => count + series.length, 0);

/** The largest family, the last one among equals. */
const largestOf = (families: readonly Family[]): Family =>
  families.reduce((one, other) => (other.series.length >= one.series.length ? other : one));

/** Drops whole families, largest first, until the number of series is within the limit. */
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
