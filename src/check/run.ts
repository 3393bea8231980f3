import type { OnProgress } from '../core/progress.ts';
import type { FileSystem } from '../source/filesystem.ts';
import { findingsAcross, sitesOf } from './across.ts';
import { pathsOf } from './completeness.ts';
import { type Condition, compileConditions } from './conditions/compile.ts';
import { type Finding, mostEvidence, type Status } from './findings.ts';
import { judgeRules } from './judge-rules.ts';
import { isLive, lookingOnce, type Place, placeFor } from './place.ts';
import type { Sample } from './readings.ts';
import type { CheckRequest } from './request.ts';
import type { Rule } from './rule.ts';
import { Sampler } from './sampler.ts';

/** What a run needs from the process. */
export type Surroundings = {
  readonly files: FileSystem;
  /** A monotonic clock, in milliseconds. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Called every few milliseconds while other processes or namespaces are looked at. */
  readonly onProgress?: OnProgress | null;
};

const statusIf = (condition: Condition): Status => (condition.severity === 'warning' ? 'warn' : 'critical');

const decided = (condition: Condition, now: Sample, before: Sample | null): Finding => {
  const { readings, name, text, needsTwo, judge } = condition;
  const common: Omit<Finding, 'status' | 'message'> = {
    rule: name ?? text,
    value: null,
    unit: null,
    warn: null,
    critical: null,
    scope: 'netns',
    advice: null,
    evidence: [],
    sources: pathsOf(readings.map((reading) => [reading, now.of(reading)])),
  };
  if (needsTwo && before === null)
    return { ...common, status: 'unknown', message: 'needs two samples, and there is only one' };
  const { holds, value, detail, evidence } = judge(now);
  const message = name === null ? detail : `${detail} (${text})`;
  if (holds === null) return { ...common, status: 'unknown', value, message };
  return {
    ...common,
    status: holds ? 'pass' : statusIf(condition),
    value,
    message,
    evidence: evidence.slice(0, mostEvidence),
  };
};

/** Two conditions may be identical, so make names distinct. */
const withDistinctNames = (findings: readonly Finding[]): readonly Finding[] => {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const count = (seen.get(finding.rule) ?? 0) + 1;
    seen.set(finding.rule, count);
    return count === 1 ? finding : { ...finding, rule: `${finding.rule} #${count}` };
  });
};

const comparesTwo = ({ needsTwo, readings }: Rule | Condition): boolean =>
  needsTwo === true || readings.some(({ evidence }) => evidence.isCompared);

type Samples = { readonly before: Sample | null; readonly now: Sample };

const takeSamples = async (
  sampler: Sampler,
  interval: number,
  pause: (milliseconds: number) => Promise<void>,
): Promise<Samples> => {
  if (interval === 0) return { before: null, now: sampler.read() };
  const before = sampler.read();
  await pause(interval);
  return { before, now: sampler.read() };
};

type Asked = { readonly rules: readonly Rule[]; readonly conditions: readonly Condition[] };

const samplerFor = ({ rules, conditions }: Asked, request: CheckRequest, place: Place): Sampler => {
  const ignored = rules.flatMap(({ id, readings, rows }) =>
    readings
      .filter(({ evidence }) => evidence === rows?.evidence)
      .map((reading) => [reading, request.ignored.get(id) ?? []] as const),
  );
  return new Sampler(
    [...rules, ...conditions].flatMap(({ readings }) => readings),
    place,
    { ignored: new Map(ignored), isAcross: request.source.allNetns === true },
  );
};

const judgeAll = ({ rules, conditions }: Asked, { before, now }: Samples): readonly Finding[] =>
  withDistinctNames([
    ...judgeRules(rules, now, before),
    ...conditions.map((condition) => decided(condition, now, before)),
  ]);

/** The same samples serve all network namespaces, which are searched once per sample. */
const checkAcross = async (
  asked: Asked,
  request: CheckRequest,
  { place, sleep, interval }: { readonly place: Place; readonly interval: number } & Surroundings,
): Promise<readonly Finding[]> => {
  const { place: finder, forget } = lookingOnce(place.finder!);
  const looking = { ...place, finder };
  const sites = sitesOf(looking);
  const samples = await takeSamples(samplerFor(asked, request, looking), interval, async (time) => {
    await sleep(time);
    forget();
  });
  return findingsAcross(sites, sitesOf(looking), samples, (now, before) => judgeAll(asked, { now, before }));
};

/**
 * Evaluates all rules and conditions on the same two samples. Throws `UsageError` for unknown words and `ReadError` if there
 * is nothing to read.
 */
export const runCheck = async (
  request: CheckRequest,
  surroundings: Surroundings,
): Promise<readonly Finding[]> => {
  const { rules, strictFamily } = request;
  const { allNetns, ...source } = request.source;
  const place = await placeFor(source, surroundings, allNetns === true);
  const conditions = await compileConditions(request.conditions, { owners: true, strictFamily });
  const asked = { rules, conditions };
  const isTwice = isLive(place) && [...rules, ...conditions].some(comparesTwo);
  const interval = isTwice ? request.interval : 0;
  if (allNetns) return checkAcross(asked, request, { ...surroundings, place, interval });
  return judgeAll(asked, await takeSamples(samplerFor(asked, request, place), interval, surroundings.sleep));
};
