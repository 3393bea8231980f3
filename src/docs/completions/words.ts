import { type Option, optionsOf } from '../../cli/options.ts';
import type { Report } from '../../core/report.ts';
import { counterKeys } from '../../glossary/counters/index.ts';
import { glossary } from '../../glossary/words.ts';
import { type CommandPage, commandPages, shells } from '../commands.ts';

/** What completes the value of an option, or the words of a command. Lists are comma lists. */
export type Source =
  | { readonly from: 'words' | 'list'; readonly words: readonly string[] }
  | { readonly from: 'interfaces' | 'users' | 'services' | 'processes' | 'files' | 'directories' }
  | { readonly from: 'nothing' };

export type CompletedOption = Option & { readonly source: Source };

/** One command as a shell needs to know it. */
export type CompletedCommand = {
  readonly names: readonly string[];
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  readonly words: Source;
  /** Where the words may be an expression: the states that may follow `state` and `exclude`. */
  readonly states: readonly string[] | null;
};

const statesOf = ({ columns }: Report): readonly string[] => {
  const states = columns.find(({ kind }) => kind === 'state')?.values ?? [];
  const groups = glossary.filter(({ topic }) => topic === 'state group').map(({ term }) => term);
  return states.includes('LISTEN') ? [...states, ...groups] : states;
};

const protocolsOf = ({ columns }: Report): readonly string[] => [
  ...(columns.find(({ name }) => name === 'protocol')?.values ?? []),
  'inet',
  'all',
];

const sourceOf = (option: Option, report: Report): Source => {
  const { name, value, choices } = option;
  if (value === undefined) return { from: 'nothing' };
  if (choices !== undefined) return { from: 'words', words: choices };
  const columns = report.columns.map((column) => column.name);
  if (name === 'columns') return { from: 'list', words: [...columns, 'all'] };
  if (name === 'sort' || name === 'count-by') return { from: 'list', words: columns };
  if (name === 'state') return { from: 'list', words: statesOf(report) };
  if (name === 'protocols') return { from: 'list', words: protocolsOf(report) };
  if (name === 'user') return { from: 'users' };
  if (name === 'pid') return { from: 'processes' };
  if (name.endsWith('port')) return { from: 'services' };
  if (name.startsWith('interface')) return { from: 'interfaces' };
  return { from: value === 'FILE' ? 'files' : value === 'DIR' ? 'directories' : 'nothing' };
};

const wordsOf = (report: Report): Source => {
  if (report.name === 'snmp') return { from: 'words', words: counterKeys() };
  if (report.name === 'routes') return { from: 'words', words: ['get'] };
  if (report.name === 'conns')
    return { from: 'words', words: ['state', 'exclude', 'src', 'dst', 'sport', 'dport', 'dev'] };
  return { from: 'nothing' };
};

const ofReport = (report: Report): CompletedCommand => ({
  names: [report.name, ...report.aliases],
  summary: report.summary,
  options: optionsOf(report).map((option) => ({ ...option, source: sourceOf(option, report) })),
  words: wordsOf(report),
  states: report.name === 'conns' ? statesOf(report) : null,
});

const unique = (words: readonly string[]): readonly string[] => [...new Set(words)];

const explained = (reports: readonly Report[]): readonly string[] =>
  unique([
    ...reports.map(({ name }) => name),
    ...glossary.map(({ term }) => term).filter((term) => /^\w+$/.test(term)),
    ...reports.flatMap(({ columns }) => columns.map(({ name }) => name)),
    ...reports.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column.name}`)),
    ...counterKeys(),
  ]);

const pageWords = ({ words }: CommandPage, reports: readonly Report[]): readonly string[] => {
  const names = reports.map(({ name }) => name);
  if (words === 'shells') return shells;
  if (words === 'explained') return explained(reports);
  return words === 'reports' ? names : [...names, ...commandPages.map(({ name }) => name)];
};

/** Every command, reports first. */
export const completedCommands = (reports: readonly Report[]): readonly CompletedCommand[] => [
  ...reports.map(ofReport),
  ...commandPages.map((page) => ({
    names: [page.name],
    summary: page.summary,
    options: page.options.map((option) => ({ ...option, source: { from: 'nothing' } as const })),
    words: { from: 'words', words: pageWords(page, reports) } as const,
    states: null,
  })),
];

/** Every spelling of an option, dashes included. */
export const dashed = ({ name, short, aliases = [] }: Option): readonly string[] => [
  ...(short === undefined ? [] : [`-${short}`]),
  ...[name, ...aliases].map((word) => `--${word}`),
];
