import { conditionForms, conditionRules } from './conditions.ts';
import { expressionRules, grammar, stateSpellings, subjects } from './expressions.ts';
import { definitions, paragraph, widest } from './wrap.ts';

type Rows = readonly (readonly [string, string])[];

/** Backticks mark literal text for the manual. */
const plain = (text: string): string => text.replaceAll('`', '');

const defined = (rows: Rows, width: number): string =>
  definitions(
    rows.map(([term, meaning]) => [term, plain(meaning)] as const),
    width,
  );

const listed = (rules: readonly string[], width: number): string =>
  rules.map((rule) => paragraph(plain(rule), 2, width, 2)).join('\n');

const expressions = (width: number): readonly string[] => [
  'Expressions: arguments of procnet conns; --where and --having of any report.',
  `Grammar:\n${grammar.map((line) => `  ${line}`).join('\n')}`,
  `Subjects:\n${defined(subjects, width)}`,
  `Rules:\n${listed(expressionRules, width)}`,
  paragraph(plain(stateSpellings.replace(/ Groups are:$/, '')), 0, width),
  'Differences from ss and the groups of states: man procnet.',
];

const conditions = (width: number): readonly string[] => [
  'Conditions: arguments of procnet check and procnet wait.',
  `Forms:\n${defined(conditionForms, width)}`,
  `Rules:\n${listed(conditionRules, width)}`,
];

const topics: Readonly<Record<string, (width: number) => readonly string[]>> = { expressions, conditions };

/** Help on a language rather than a command; null for any other word. */
export const topicHelp = (word: string, width: number): string | null => {
  const fit = Math.min(width, widest);
  const name = Object.keys(topics).find((topic) => topic === word || topic === `${word}s`);
  return name === undefined ? null : `${topics[name]!(fit).join('\n\n')}\n`;
};
