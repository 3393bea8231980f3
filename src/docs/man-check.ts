import { type ListedRule, listedRules } from '../check/rules/list.ts';
import type { CommandPage } from '../options/page.ts';
import { conditionForms, conditionRules } from './conditions.ts';
import { paragraphs, section, sentences, tagged } from './mdoc.ts';

const ruleText = ({ summary, evidence, warn, critical, source, scope, advice }: ListedRule): string =>
  `${summary}. Evidence: ${evidence}${scope === 'host' ? ' (host-wide)' : ''}. Warning: ${warn}; critical: ${critical} (${source}). ${advice}`;

const rules = (): string =>
  section('RULES', tagged(listedRules().map((rule) => [rule.rule, ruleText(rule)] as const)));

const conditions = (): string =>
  section('CONDITIONS', tagged(conditionForms), '.Pp', paragraphs(conditionRules));

/** Additional sections of some commands' pages. */
export const ownSections = ({ words }: Pick<CommandPage, 'words'>): readonly string[] => {
  if (words === 'checks') return [conditions(), rules()];
  return words === 'conditions' ? [conditions()] : [];
};

/** A command's exit codes, if they differ from those of other commands. */
export const exitStatus = ({ exitCodes }: Pick<CommandPage, 'exitCodes'>): string =>
  exitCodes === undefined
    ? section('EXIT STATUS', sentences('Exit codes are described in'), '.Xr procnet 1 .')
    : section('EXIT STATUS', tagged(exitCodes));
