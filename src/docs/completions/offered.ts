import { heads } from '../../check/conditions/parser.ts';
import { rules } from '../../check/rules/registry.ts';
import type { Completion, Options } from '../../core/option.ts';
import type { Report } from '../../core/report.ts';
import { counterKeys, counterWords } from '../../glossary/counters/index.ts';
import { stateWords } from '../../glossary/states.ts';
import { glossary } from '../../glossary/words.ts';
import { optionsOf } from '../../options/index.ts';
import { type ListedOption, listed } from '../../options/listed.ts';
import { shells } from '../../options/pages/printed.ts';
import { type CommandPage, commandPages } from '../../options/pages.ts';

export type CompletedOption = ListedOption & { readonly source: Completion };

/** A command, with what a shell needs for completion. */
export type CompletedCommand = {
  readonly names: readonly string[];
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  readonly words: Completion;
  /** If the arguments may form an expression, the states that may follow `state` and `exclude`. */
  readonly states: readonly string[] | null;
};

const nothing: Completion = { from: 'nothing' };

const sourceOf = ({ value, choices, completes }: ListedOption, report: Report | null): Completion => {
  if (value === undefined) return nothing;
  // One that takes no report is the same for every command: files, directories, interfaces.
  if (completes !== undefined && (report !== null || completes.length === 0)) return completes(report!);
  return choices === undefined ? nothing : { from: 'words', words: choices };
};

const completedOptions = (options: Options<never>, report: Report | null): readonly CompletedOption[] =>
  listed(options).map((option) => ({ ...option, source: sourceOf(option, report) }));

const ofReport = (report: Report): CompletedCommand => ({
  names: [report.name, ...report.aliases],
  summary: report.summary,
  options: completedOptions(optionsOf(report), report),
  words: report.words?.completes(report) ?? nothing,
  states: report.words?.areExpression
    ? stateWords(report.columns.find(({ kind }) => kind === 'state')?.values ?? [])
    : null,
});

const unique = (words: readonly string[]): readonly string[] => [...new Set(words)];

const explained = (reports: readonly Report[]): readonly string[] =>
  unique([
    ...reports.map(({ name }) => name),
    ...glossary.map(({ term }) => term).filter((term) => /^\w+$/.test(term)),
    ...reports.flatMap(({ columns }) => columns.map(({ name }) => name)),
    ...reports.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column.name}`)),
    ...counterWords(counterKeys()),
  ]);

const pageWords = ({ words }: Pick<CommandPage, 'words'>, reports: readonly Report[]): readonly string[] => {
  const names = reports.map(({ name }) => name);
  if (words === 'shells') return shells;
  if (words === 'explained') return explained(reports);
  if (words === 'checks') return [...rules.map(({ id }) => id), ...heads];
  if (words === 'conditions') return heads;
  return words === 'reports' ? names : [...names, ...commandPages.map(({ name }) => name)];
};

const pageCompletion = (page: Pick<CommandPage, 'words'>, reports: readonly Report[]): Completion =>
  page.words === 'files' || page.words === 'nothing'
    ? { from: page.words }
    : { from: 'words', words: pageWords(page, reports) };

/** Every command, reports first. */
export const completedCommands = (reports: readonly Report[]): readonly CompletedCommand[] => [
  ...reports.map(ofReport),
  ...commandPages.map((page) => ({
    names: [page.name],
    summary: page.summary,
    options: completedOptions(page.options as Options<never>, null),
    words: pageCompletion(page, reports),
    states: null,
  })),
];
