import type { Problem } from '../../core/errors.ts';
import type { Entry, Prefix } from './route.ts';

/** Where packets to an address go. */
export type Answer = {
  /** Several where they tie. */
  readonly routes: readonly Entry[];
  /** The networks that packets must come from to take the routes; none if any may. */
  readonly limitedTo: readonly Prefix[];
  /** Why packets may take another route, or what of the route is not shown. */
  readonly caveats: readonly Problem[];
};

/** Entries of the local table have no metric, and come first. */
const rank = ({ metric }: Entry): number => metric ?? -1;

const preferred = (a: Entry, b: Entry): number => b.prefixLength - a.prefixLength || rank(a) - rank(b);

export const byPreference = (routes: readonly Entry[]): readonly Entry[] => routes.toSorted(preferred);

/** Of routes that cover an address: the longest prefix, then the lowest metric; several if they tie. */
export const best = (routes: readonly Entry[]): readonly Entry[] => {
  const [first, ...more] = byPreference(routes);
  return first === undefined ? [] : [first, ...more.filter((other) => preferred(first, other) === 0)];
};
