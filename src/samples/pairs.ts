import type { Report } from '../core/report.ts';
import type { Succession } from '../core/succession.ts';
import type { PlainRow } from '../query/copy.ts';
import { identityOf } from './change.ts';

/** One thing in two readings; null where missing. `isSuccessor`: not the same thing, but in the same place. */
export type Pair = {
  readonly before: PlainRow | null;
  readonly after: PlainRow | null;
  readonly isSuccessor: boolean;
};

const groupBy = <T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
};

/** Pairs rows that are the same thing in both readings. Several may share an identity, such as listeners on the same port. */
export const pairsOf = (
  report: Report,
  before: readonly PlainRow[],
  after: readonly PlainRow[],
): readonly Pair[] => {
  const earlier = groupBy(before, (row) => identityOf(report, row));
  const pairs = after.map((row): Pair => {
    const known = earlier.get(identityOf(report, row))?.shift() ?? null;
    return { before: known, after: row, isSuccessor: false };
  });
  const gone = [...earlier.values()]
    .flat()
    .map((row): Pair => ({ before: row, after: null, isSuccessor: false }));
  return report.succession === undefined
    ? [...pairs, ...gone]
    : succeeded(report.succession, [...pairs, ...gone]);
};

/** Pairs closed rows with opened ones in the same place, in order. */
const succeeded = ({ placeOf }: Succession, pairs: readonly Pair[]): readonly Pair[] => {
  const gone = groupBy(
    pairs.filter(({ after }) => after === null),
    ({ before }) => placeOf(before!) ?? '',
  );
  const taken = new Set<Pair>();
  const joined = pairs.map((pair): Pair => {
    const place = pair.before === null ? placeOf(pair.after!) : null;
    const predecessor = place === null ? undefined : gone.get(place)?.shift();
    if (predecessor === undefined) return pair;
    taken.add(predecessor);
    return { ...pair, before: predecessor.before, isSuccessor: true };
  });
  return joined.filter((pair) => !taken.has(pair));
};
