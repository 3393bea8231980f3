import { UsageError } from '../core/errors.ts';
import { isPattern, matchesGlob } from '../core/glob.ts';
import { nearest } from '../core/suggest.ts';
import { visible } from '../core/text.ts';
import { heads } from './conditions/parser.ts';
import type { Rule, Threshold } from './rule.ts';
import { rules } from './rules/registry.ts';

const ids = rules.map(({ id }) => id);

const unknownRule = (word: string, others: readonly string[]): UsageError => {
  const near = nearest(word, [...ids, ...others]);
  const hint = near === null ? `rules: ${ids.join(', ')}` : `did you mean ${near}?`;
  return new UsageError(`no such rule${others.length > 0 ? ' or condition' : ''}: ${visible(word)}; ${hint}`);
};

/** The rules a word names. Throws `UsageError` if there are none. */
const rulesNamed = (word: string, others: readonly string[] = []): readonly Rule[] => {
  const named = rules.filter(({ id }) => matchesGlob(word, id));
  if (named.length > 0) return named;
  throw isPattern(word)
    ? new UsageError(`no rule matches ${visible(word)}; rules: ${ids.join(', ')}`)
    : unknownRule(word, others);
};

const ruleNamed = (id: string): Rule => {
  const rule = rules.find((each) => each.id === id);
  if (rule === undefined) throw unknownRule(id, []);
  return rule;
};

/** The chosen rules (by default, all) without duplicates and skipped ones. */
export const chosenRules = (
  words: readonly string[],
  skipped: readonly string[],
  hasConditions: boolean,
): readonly Rule[] => {
  const left = new Set(skipped.flatMap((word) => rulesNamed(word)));
  const named = words.flatMap((word) => rulesNamed(word, heads));
  const chosen = new Set(words.length === 0 && !hasConditions ? rules : named);
  return rules.filter((rule) => chosen.has(rule) && !left.has(rule));
};

const settings = /^([\w-]+)\.(warn|crit|critical)=(\d+(?:\.\d+)?)$/;

const withThreshold = (rule: Rule, level: 'warn' | 'critical', value: number): Rule => {
  const threshold: Threshold = { value, isIncluded: rule[level]?.isIncluded ?? true };
  return { ...rule, [level]: threshold };
};

const inOrder = ({ id, warn, critical }: Rule): void => {
  if (warn !== null && critical !== null && warn.value > critical.value)
    throw new UsageError(`${id}: warn (${warn.value}) must not be above crit (${critical.value})`, '--set');
};

/** Applies thresholds such as `RULE.warn=80` and `RULE.crit=90`. Throws `UsageError`. */
export const withThresholds = (chosen: readonly Rule[], words: readonly string[]): readonly Rule[] => {
  const changed = new Map(rules.map((rule) => [rule.id, rule]));
  for (const word of words) {
    const [, id, level, value] = settings.exec(word) ?? [];
    if (id === undefined)
      throw new UsageError(
        `--set: expected RULE.warn=NUMBER or RULE.crit=NUMBER (got "${visible(word)}")`,
        '--set',
      );
    const rule = changed.get(ruleNamed(id).id)!;
    changed.set(id, withThreshold(rule, level === 'warn' ? 'warn' : 'critical', Number(value)));
  }
  for (const rule of changed.values()) inOrder(rule);
  return chosen.map(({ id }) => changed.get(id)!);
};

/** Parses `RULE: EXPR` arguments; expressions by rule. Throws `UsageError`. */
export const ignoredRows = (words: readonly string[]): ReadonlyMap<string, readonly string[]> => {
  const ignored = new Map<string, string[]>();
  for (const word of words) {
    const [, id, expression] = /^\s*([\w-]+)\s*:\s*(\S[\s\S]*)$/.exec(word) ?? [];
    if (id === undefined)
      throw new UsageError(`--ignore: expected RULE: EXPRESSION (got "${visible(word)}")`, '--ignore');
    const rule = ruleNamed(id);
    if (rule.rows === null) throw new UsageError(`--ignore: ${id} has no rows to ignore`, '--ignore');
    ignored.set(id, [...(ignored.get(id) ?? []), expression!]);
  }
  return ignored;
};
