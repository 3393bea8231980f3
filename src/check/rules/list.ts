import { jsonOf } from '../formats/json.ts';
import { type Rule, thresholdText } from '../rule.ts';
import { rules } from './registry.ts';

/** A rule as shown in lists. */
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

/** A threshold with its unit, and what else triggers that level. */
const limit = (rule: Rule, level: 'warn' | 'critical'): string => {
  const threshold = rule[level];
  const other = rule.orElse?.[level];
  const measured = threshold === null ? [] : [`${thresholdText(threshold)} ${rule.unit}`];
  return [...measured, ...(other === undefined ? [] : [other])].join(', or ') || '-';
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

/** `check --list` as text. */
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
