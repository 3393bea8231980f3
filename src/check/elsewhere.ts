import type { NamespaceFacts } from '../core/namespace.ts';
import type { Location } from '../source/location.ts';
import type { Condition } from './conditions/compile.ts';
import { socketUse } from './evidence/socket-use.ts';
import { kernelOf, type Place } from './place.ts';
import { isAboutTcp } from './quiet.ts';
import { rowsOf } from './readings.ts';
import { Sampler } from './sampler.ts';

/** Conditions that hold in almost any namespace are not worth reporting for another one. */
const isTelling = ({ subject }: Condition): boolean =>
  !['free', 'drained', 'not', 'measure'].includes(subject.kind);

/** More are not worth the reader's time. */
const mostTold = 3;

const nameOf = ({ netns, label, leader, leaderPid }: NamespaceFacts): string =>
  `${label ?? leader ?? 'unnamed'} (pid ${leaderPid}); try --netns ${netns}`;

const use = rowsOf(socketUse, ['inuse'], 'protocol = TCP');

/** To walk an empty table takes the kernel milliseconds; the number of its sockets is in a small file. */
const hasNoTcp = (place: Place): boolean => {
  const { rows, failure } = new Sampler([use], place).read().of(use);
  return failure === null && rows.length > 0 && rows.every(({ inuse }) => inuse === 0);
};

/** One file of `net` has another inode in each namespace. */
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
 * In which other network namespaces the conditions hold: a service in a container listens there and not here. Looks until
 * `goesOn` returns false.
 */
export const elsewhere = async (
  conditions: readonly Condition[],
  place: Place,
  goesOn: () => boolean,
): Promise<ReadonlyMap<Condition, readonly string[]>> => {
  const told = new Map<Condition, readonly string[]>();
  const telling = conditions.filter(isTelling);
  if (telling.length === 0) return told;
  const finder = await import('../lookup/find-namespaces.ts');
  const { machine, location } = kernelOf(place).find();
  const own = keyOf(location, place);
  for (const { facts, location: other } of finder.findNamespaces(machine)) {
    if (!goesOn()) break;
    if (other === null || keyOf(other, place) === own) continue;
    const there = { ...place, finder, source: { ...place.source, netns: facts.netns } };
    for (const [condition, detail] of holdingIn(telling, there)) {
      const lines = told.get(condition) ?? [];
      if (lines.length < mostTold)
        told.set(condition, [...lines, `${detail}, in another network namespace: ${nameOf(facts)}`]);
    }
  }
  return told;
};
