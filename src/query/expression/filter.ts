import { allOf, anyOf, type Predicate } from './logic.ts';

/** A compiled expression or option. */
export type Filter = {
  readonly test: Predicate;
  /**
   * True for a row that does not pass but might if every hidden value were known. Null if no column the filter reads can hide
   * a value.
   */
  readonly maybe: Predicate | null;
  /**
   * For a row that passes: true if it might not if every hidden value were known, as with `not process = nginx`. Null as for
   * `maybe`.
   */
  readonly doubt?: Predicate | null;
  /** Columns it reads. */
  readonly reads: ReadonlySet<string>;
  /** If set, rows in any other state do not pass. */
  readonly states: ReadonlySet<string> | null;
};

export const union = (sets: readonly ReadonlySet<string>[]): ReadonlySet<string> =>
  new Set(sets.flatMap((set) => [...set]));

export const intersection = (sets: readonly (ReadonlySet<string> | null)[]): ReadonlySet<string> | null => {
  const known = sets.filter((set) => set !== null);
  if (known.length === 0) return null;
  return new Set([...known[0]!].filter((state) => known.every((set) => set.has(state))));
};

const couldPass = ({ test, maybe }: Filter): Predicate =>
  maybe === null ? test : (view) => test(view) || maybe(view);

/** The conjunction of the filters. */
export const allFilters = (filters: readonly Filter[]): Filter => {
  const test = allOf(filters.map((filter) => filter.test));
  const possible = allOf(filters.map(couldPass));
  const doubts = filters.flatMap(({ doubt }) => doubt ?? []);
  return {
    test,
    maybe: filters.every(({ maybe }) => maybe === null) ? null : (view) => possible(view) && !test(view),
    doubt: doubts.length === 0 ? null : anyOf(doubts),
    reads: union(filters.map(({ reads }) => reads)),
    states: intersection(filters.map(({ states }) => states)),
  };
};
