import { UsageError } from '../../core/errors.ts';
import type { Report } from '../../core/report.ts';
import type { Request } from '../../core/request.ts';
import { nearest } from '../../core/suggest.ts';
import { visible } from '../../core/text.ts';
import { applyOptions } from '../../options/apply.ts';
import { completeDraft, draftOf } from '../../options/draft.ts';
import { optionsOf } from '../../options/index.ts';
import { entryNamed, registry, reportNames } from '../../reports/registry.ts';
import { parseFor, type Typed } from '../arguments.ts';
import { requireNoWords } from '../commands.ts';
import type { Host } from '../host.ts';
import { runReport } from '../run-report.ts';

/** The report with that name or alias. */
export const reportNamed = (word: string): Promise<Report> => {
  const found = entryNamed(word);
  if (found !== undefined) return found.load();
  const near = nearest(word, reportNames());
  const hint =
    near === null
      ? `must be one of ${registry.map(({ name }) => name).join(', ')}`
      : `did you mean "${near}"?`;
  throw new UsageError(`no such report: "${visible(word)}"; ${hint}`);
};

/** The request for the arguments after the report's name. */
export const requestOf = (report: Report, { words, given }: Typed, isTerminal: boolean): Request => {
  const draft = draftOf(report);
  applyOptions(draft, optionsOf(report), given);
  if (report.words === undefined) requireNoWords(words, report.name);
  else if (words.length > 0) report.words.take(draft as never, words);
  return completeDraft(draft, isTerminal ? 'table' : 'plain');
};

/** `procnet REPORT …`. */
export const report = async (name: string, tokens: readonly string[], host: Host): Promise<number> => {
  const found = await reportNamed(name);
  const typed = await parseFor(found, optionsOf(found), tokens, async (error) =>
    (await import('../lacking-option.ts')).whyLacking(error, found),
  );
  if (typed.given.has('help')) return (await import('./help.ts')).printHelp(name, host);
  return runReport(requestOf(found, typed, host.stdout.isTerminal), host);
};
