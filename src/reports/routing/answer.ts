import type { Problem } from '../../core/errors.ts';
import type { Entry, Prefix } from './route.ts';

/** Where packets to an address are sent. */
export type Answer = {
  /** Several if they tie. */
  readonly routes: readonly Entry[];
  /** The networks packets must come from to take the routes; empty if there is no such restriction. */
  readonly limitedTo: readonly Prefix[];
  /** Why packets may take another route, or what is missing from the route shown. */
  readonly caveats: readonly Problem[];
};

/** Entries in the local table have no metric and come first. */
const rank = ({ metric }: Entry): number => metric ?? -1;

const preferred = (a: Entry, b: Entry): number => b.prefixLength - a.prefixLength || rank(a) - rank(b);

export const byPreference = (routes: readonly Entry[]): readonly Entry[] => routes.toSorted(preferred);

/** The best of the routes that cover an address: longest prefix, then lowest metric; several if they tie. */
export const best = (routes: readonly Entry[]): readonly Entry[] => {
  const [first, ...more] = byPreference(routes);
  return first === undefined ? [] : [first, ...more.filter((other) => preferred(first, other) === 0)];
};
