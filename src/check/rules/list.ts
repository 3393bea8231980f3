import { jsonOf } from '../formats/json.ts';
import { type Rule, thresholdText } from '../rule.ts';
import { rules } from './registry.ts';

/** A rule as lists show it. */
export type ListedRule = {
  readonly rule: string;
  readonly summary: string;
  readonly evidence: string;
  readonly warn: string;
  readonly critical: string;
  readonly source: string;
  readonly scope: string;
  readonly advice: string;
};

/** A threshold with its unit; where a rule has none it is decided by something else, which `evidence` names. */
const limit = (rule: Rule, level: 'warn' | 'critical'): string => {
  const threshold = rule[level];
  if (threshold === null) return '-';
  const unit = rule.unit === '%' ? ' %' : ` ${rule.unit}`;
  return thresholdText(threshold) + unit;
};

export const listedRules = (): readonly ListedRule[] =>
  rules.map((rule) => ({
    rule: rule.id,
    summary: rule.summary,
    evidence: rule.evidence,
    warn: limit(rule, 'warn'),
    critical: limit(rule, 'critical'),
    source: rule.source,
    scope: rule.scope,
    advice: rule.advice,
  }));

/** `check --list` for people. */
export const rulesText = (): string =>
  listedRules()
    .map(({ rule, summary, evidence, warn, critical, source, scope }) =>
      [
        `${rule}: ${summary}`,
        `  evidence: ${evidence}${scope === 'host' ? ' (host-wide)' : ''}`,
        `  warn: ${warn}, critical: ${critical} (${source})`,
      ].join('\n'),
    )
    .join('\n\n')
    .concat('\n');

export const rulesJson = (indent: boolean): string => `${jsonOf(listedRules(), indent ? '\n' : '')}\n`;
