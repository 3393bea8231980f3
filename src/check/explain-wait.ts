import { type Condition, compileConditions } from './conditions/compile.ts';
import { elsewhere } from './elsewhere.ts';
import { nearMissesOf } from './near-misses.ts';
import type { Place } from './place.ts';
import { Sampler } from './sampler.ts';
import type { Waited, WaitRequest } from './wait.ts';

const isUnmet = ({ status }: Waited): boolean => status === 'unmet';

/**
 * The current state with the holders of sockets, and near misses for unmet conditions. Searches other network namespaces
 * until the time is up. Null if there is no time even
 * for this one.
 */
export const explained = async (
  request: WaitRequest,
  { place, now }: { readonly place: Place; readonly now: () => number },
  until: { readonly own: number; readonly others: number },
): Promise<readonly Waited[] | null> => {
  const { strictFamily } = request;
  const conditions = await compileConditions(request.conditions, { owners: true, strictFamily });
  const around = conditions.map((condition) => nearMissesOf(condition, strictFamily));
  const sample = new Sampler(
    [...conditions, ...around].flatMap(({ readings }) => readings),
    place,
  ).readUnless(() => now() >= until.own);
  if (sample === null) return null;
  const found = conditions.map(({ judge, text }: Condition, at): Waited => {
    const { holds, detail, evidence } = judge(sample);
    const status = holds === true ? 'met' : holds === false ? 'unmet' : 'unknown';
    const nearMisses = status === 'unmet' ? around[at]!.of(sample) : [];
    return { condition: text, status, detail, evidence, nearMisses };
  });
  // Finding owners in every namespace would take too long; its oldest process identifies it.
  const cheap = await compileConditions(request.conditions, { owners: false, strictFamily });
  const unmet = cheap.filter((_, at) => isUnmet(found[at]!));
  const others = await elsewhere(unmet, place, () => now() < until.others);
  return found.map((waited, at) => ({
    ...waited,
    nearMisses: [...(others.get(cheap[at]!) ?? []), ...waited.nearMisses],
  }));
};
