import type { Account } from '../core/account.ts';
import type { NamespaceFacts } from '../core/namespace.ts';
import type { Found as FoundNamespace } from '../lookup/namespaces/find-namespaces.ts';
import type { PlainRow } from '../query/copy.ts';
import type { Finding } from './findings.ts';
import { kernelOf, type Place } from './place.ts';
import type { Found, Reading, Sample } from './readings.ts';

/** The machine's network namespaces; empty if only one is read. */
export const sitesOf = (place: Place): readonly FoundNamespace[] =>
  place.finder?.findNamespaces(kernelOf(place).find().machine) ?? [];

const isNet = /\/\d+\/net(?:\/|$)/;

/** Excludes problems with other network namespaces' files. */
const accountIn = (account: Account, net: string): Account => {
  const isHere = ({ path }: { readonly path: string }): boolean =>
    !isNet.test(path) || path === net || path.startsWith(`${net}/`);
  return { ...account, sources: account.sources.filter(isHere), problems: account.problems.filter(isHere) };
};

type Rows = ReadonlyMap<unknown, readonly PlainRow[]>;

/** The rows of every namespace, without the column that names it. */
const byNamespace = (found: Found): Rows => {
  const all = new Map<unknown, PlainRow[]>();
  for (const { netns, ...row } of found.rows) {
    const rows = all.get(netns);
    if (rows === undefined) all.set(netns, [row]);
    else rows.push(row);
  }
  return all;
};

/** A sample of all network namespaces, one at a time. */
export class AcrossSample {
  readonly #sample: Sample;
  readonly #rows = new Map<Found, Rows>();

  constructor(sample: Sample) {
    this.#sample = sample;
  }

  in(netns: string, net: string): Sample {
    return {
      at: this.#sample.at,
      of: <Row>(reading: Reading<Row>) =>
        this.#only(this.#sample.of(reading as Reading) as Found, netns, net) as Found<Row>,
    };
  }

  #only(found: Found, netns: string, net: string): Found {
    const rows = this.#rows.get(found) ?? byNamespace(found);
    this.#rows.set(found, rows);
    return {
      rows: rows.get(netns) ?? [],
      undecided: found.undecidedIn?.get(netns) ?? 0,
      account: found.account && accountIn(found.account, net),
      failure: found.failure,
      omitted: found.omitted ?? null,
    };
  }
}

const unreadable = ({ netns, container }: NamespaceFacts): Finding => ({
  netns,
  container,
  rule: 'namespace',
  status: 'skip',
  value: null,
  unit: null,
  warn: null,
  critical: null,
  scope: 'netns',
  message: 'it has no process through which its files can be read',
  advice: null,
  evidence: [],
  sources: [],
});

/** Host-wide evidence is judged once. */
const isOwn = ({ scope }: Finding, isFirst: boolean): boolean => isFirst || scope !== 'host';

/**
 * What is found in each of these namespaces. `judge` is given the samples of one. Those that are not among `still` have ended
 * meanwhile.
 */
export const findingsAcross = (
  sites: readonly FoundNamespace[],
  still: readonly FoundNamespace[],
  samples: { readonly now: Sample; readonly before: Sample | null },
  judge: (now: Sample, before: Sample | null) => readonly Finding[],
): readonly Finding[] => {
  const now = new AcrossSample(samples.now);
  const before = samples.before && new AcrossSample(samples.before);
  const alive = new Set(still.map(({ facts }) => facts.netns));
  const there = sites.filter(({ facts }) => alive.has(facts.netns));
  const first = there.find(({ location }) => location !== null);
  return there.flatMap((site) => {
    const { facts, location } = site;
    if (location === null) return [unreadable(facts)];
    const { netns, container } = facts;
    const found = judge(now.in(netns, location.net), before?.in(netns, location.net) ?? null);
    return found
      .filter((finding) => isOwn(finding, site === first))
      .map((finding) => ({ netns, container, ...finding }));
  });
};
