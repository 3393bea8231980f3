import type { NamespaceFacts } from '../core/namespace.ts';
import type { Location } from '../source/location.ts';
import type { Condition } from './conditions/compile.ts';
import { socketUse } from './evidence/socket-use.ts';
import { kernelOf, type Place } from './place.ts';
import { isAboutTcp } from './quiet.ts';
import { rowsOf } from './readings.ts';
import { Sampler } from './sampler.ts';

/** Excludes conditions that hold in almost any namespace, which are not worth reporting for another one. */
const isTelling = ({ subject }: Condition): boolean =>
  !['free', 'drained', 'not', 'measure'].includes(subject.kind);

const outOfTime = 'there was no time to look into every other network namespace';

/** Maximum number of namespaces to report. */
const mostShown = 3;

const nameOf = ({ netns, label, leader, leaderPid }: NamespaceFacts): string =>
  `${label ?? leader ?? 'unnamed'} (pid ${leaderPid}); try --netns ${netns}`;

const use = rowsOf(socketUse, ['inuse'], 'protocol = TCP');

/** Checks the socket count in a small file, because walking an empty table takes the kernel milliseconds. */
const hasNoTcp = (place: Place): boolean => {
  const { rows, failure } = new Sampler([use], place).read().of(use);
  return failure === null && rows.length > 0 && rows.every(({ inuse }) => inuse === 0);
};

/** A file in `net` has a different inode in each namespace. */
const keyOf = ({ net }: Location, { files }: Place): bigint | null => {
  try {
    return files.stat(`${net}/dev`).inode;
  } catch {
    return null;
  }
};

const holdingIn = (conditions: readonly Condition[], there: Place): ReadonlyMap<Condition, string> => {
  const asked = hasNoTcp(there) ? conditions.filter((condition) => !isAboutTcp(condition)) : conditions;
  const sample = new Sampler(
    asked.flatMap(({ readings }) => readings),
    there,
  ).read();
  const found = asked.map((condition) => [condition, condition.judge(sample)] as const);
  return new Map(
    found.filter(([, { holds }]) => holds).map(([condition, { detail }]) => [condition, detail]),
  );
};

/**
 * Other network namespaces in which the conditions hold, e.g. because a service is listening in a container. Searches until
 * `goesOn` returns false.
 */
export const elsewhere = async (
  conditions: readonly Condition[],
  place: Place,
  goesOn: () => boolean,
): Promise<ReadonlyMap<Condition, readonly string[]>> => {
  const details = new Map<Condition, readonly string[]>();
  const telling = conditions.filter(isTelling);
  if (telling.length === 0) return details;
  const finder = await import('../lookup/namespaces/find-namespaces.ts');
  const { machine, location } = kernelOf(place).find();
  const own = keyOf(location, place);
  for (const { facts, location: other } of finder.findNamespaces(machine)) {
    if (!goesOn()) {
      for (const condition of telling) details.set(condition, [...(details.get(condition) ?? []), outOfTime]);
      break;
    }
    if (other === null || keyOf(other, place) === own) continue;
    const there = { ...place, finder, source: { ...place.source, netns: facts.netns } };
    for (const [condition, detail] of holdingIn(telling, there)) {
      const lines = details.get(condition) ?? [];
      if (lines.length < mostShown)
        details.set(condition, [...lines, `${detail}, in another network namespace: ${nameOf(facts)}`]);
    }
  }
  return details;
};
