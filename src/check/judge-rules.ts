import { pathsOf, whyIncomplete } from './completeness.ts';
import { type Finding, mostEvidence, type Status } from './findings.ts';
import type { Reading, Sample } from './readings.ts';
import { isReached, type Measured, type Rule } from './rule.ts';

const ranks: readonly Status[] = ['pass', 'warn', 'critical'];

const worse = (one: Status, other: Status): Status =>
  ranks.indexOf(one) >= ranks.indexOf(other) ? one : other;

const statusOf = (rule: Rule, verdict: Measured): Status => {
  const { value, warn } = verdict;
  const dynamic = rule.warn === null && warn != null && value !== null && value > warn;
  const measured = isReached(rule.critical, value)
    ? 'critical'
    : isReached(rule.warn, value) || dynamic
      ? 'warn'
      : 'pass';
  return worse(measured, verdict.atLeast ?? 'pass');
};

const severest = (rule: Rule, [first, ...others]: readonly [Measured, ...Measured[]]): Measured =>
  others.reduce(
    (worst, verdict) =>
      ranks.indexOf(statusOf(rule, verdict)) > ranks.indexOf(statusOf(rule, worst)) ? verdict : worst,
    first,
  );

/** What all verdicts of a rule have in common. */
const frame = (rule: Rule, sources: readonly string[]): Omit<Finding, 'status' | 'message'> => ({
  rule: rule.id,
  value: null,
  unit: rule.unit,
  warn: rule.warn?.value ?? null,
  critical: rule.critical?.value ?? null,
  scope: rule.scope,
  advice: null,
  evidence: [],
  sources,
});

/** If rows may be missing, findings are valid, but the absence of findings proves nothing. */
const reasonToDoubt = (readings: readonly Reading<unknown>[], samples: readonly Sample[]): string | null =>
  samples
    .flatMap((sample) => readings.map((reading) => whyIncomplete(sample.of(reading))))
    .find((reason) => reason !== null) ?? null;

const judged = (rule: Rule, now: Sample, before: Sample | null): Finding => {
  const samples = before === null ? [now] : [before, now];
  const paths = pathsOf(rule.readings.map((reading) => [reading, now.of(reading)]));
  const common = frame(rule, paths);
  if (rule.needsTwo && before === null)
    return { ...common, status: 'skip', message: 'needs two samples, and there is only one' };
  const found = rule.judge(now, before);
  if ('skip' in found) return { ...common, status: 'skip', message: found.skip };
  const doubt = reasonToDoubt(rule.readings, samples);
  if ('unknown' in found) return { ...common, status: 'unknown', message: doubt ?? found.unknown };
  const verdict = 'each' in found ? severest(rule, found.each) : found;
  const status = statusOf(rule, verdict);
  if (status === 'pass' && doubt !== null) return { ...common, status: 'unknown', message: doubt };
  return {
    ...common,
    status,
    value: verdict.value,
    warn: rule.warn?.value ?? verdict.warn ?? null,
    message: verdict.message,
    advice: status === 'pass' ? null : rule.advice,
    evidence: status === 'pass' ? [] : (verdict.evidence ?? []).slice(0, mostEvidence),
  };
};

/** The rules' findings for one or two samples. */
export const judgeRules = (rules: readonly Rule[], now: Sample, before: Sample | null): readonly Finding[] =>
  rules.map((rule) => judged(rule, now, before));
