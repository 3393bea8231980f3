import type { LinkFacts } from '../../core/link.ts';
import type { Kernel } from '../../core/report.ts';
import { interfaceNames } from './interface-names.ts';

/** Whether the facts describe this network namespace's interfaces: same names and, where known, same indexes. */
const areOurs = (facts: readonly LinkFacts[], names: ReadonlySet<string>, kernel: Kernel): boolean => {
  const indexes = new Map(facts.map(({ name, index }) => [name, index]));
  const isSame = indexes.size === names.size && [...names].every((name) => indexes.has(name));
  return isSame && [...interfaceNames(kernel)].every(([index, name]) => indexes.get(name) === index);
};

/**
 * Whether interfaces are up and have a carrier, by name; null if unknown. `names` are the namespace's interfaces, because
 * `/sys` may show another namespace's, as after `nsenter --net`.
 */
export const linksOf = (
  kernel: Kernel,
  names: ReadonlySet<string>,
): ReadonlyMap<string, LinkFacts> | null => {
  const facts = kernel.links();
  return facts === null || !areOurs(facts, names, kernel)
    ? null
    : new Map(facts.map((link) => [link.name, link]));
};
