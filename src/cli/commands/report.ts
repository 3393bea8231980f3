import { ExitCode, UsageError } from '../../core/errors.ts';
import type { Report } from '../../core/report.ts';
import type { Request } from '../../core/request.ts';
import { nearest } from '../../core/suggest.ts';
import { visible } from '../../core/text.ts';
import { applyOptions } from '../../options/apply.ts';
import { completeDraft, draftOf } from '../../options/draft.ts';
import { allOptionsOf, lackingReason, optionsOf } from '../../options/index.ts';
import { loadReports, registry } from '../../reports/registry.ts';
import { parseArguments, spellingsOf, type Typed, UnknownOption } from '../arguments.ts';
import { commands } from '../commands.ts';
import type { Host } from '../host.ts';
import { runReport } from '../run-report.ts';

/** The report with that name or alias. */
export const reportNamed = (word: string): Promise<Report> => {
  const found = registry.find(({ name, aliases }) => name === word || aliases.includes(word));
  if (found !== undefined) return found.load();
  const names = registry.flatMap(({ name, aliases }) => [name, ...aliases]);
  const near = nearest(word, [...names, ...Object.keys(commands)]);
  const hint = near === null ? 'see procnet --help' : `did you mean "${near}"?`;
  throw new UsageError(`unknown command "${visible(word)}"; ${hint}`);
};

/** Why an existing option is rejected here; null for an option that does not exist at all. */
const refusal = async (spelled: string, report: Report): Promise<string | null> => {
  const spells = ([key, option]: [string, Parameters<typeof spellingsOf>[1]]): boolean =>
    spellingsOf(key, option).includes(spelled);
  const common = Object.entries(allOptionsOf(report)).find(spells)?.[1];
  const reason = common === undefined ? null : lackingReason(common, report);
  if (reason !== null) return `it ${reason}`;
  const owners = (await loadReports()).filter(({ options }) => Object.entries(options).some(spells));
  return owners.length === 0 ? null : `it is an option of ${owners.map(({ name }) => name).join(' and ')}`;
};

const parse = async (report: Report, tokens: readonly string[]): Promise<Typed> => {
  try {
    return await parseArguments(optionsOf(report), tokens);
  } catch (error) {
    const why = error instanceof UnknownOption ? await refusal(error.spelled, report) : null;
    if (!(error instanceof UnknownOption) || why === null) throw error;
    throw new UsageError(`${error.option} does not apply to ${report.name}: ${why}`, error.option);
  }
};

/** The request for the arguments after the report's name. */
export const requestOf = (report: Report, { words, given }: Typed, isTerminal: boolean): Request => {
  const draft = draftOf(report);
  applyOptions(draft, optionsOf(report), given);
  if (words.length > 0 && report.words === undefined)
    throw new UsageError(`unexpected argument "${visible(words[0]!)}"; see procnet ${report.name} --help`);
  if (words.length > 0) report.words!.take(draft as never, words);
  return completeDraft(draft, isTerminal ? 'table' : 'plain');
};

/** `procnet REPORT …`. */
export const report = async (name: string, tokens: readonly string[], host: Host): Promise<number> => {
  const found = await reportNamed(name);
  const typed = await parse(found, tokens);
  if (!typed.given.has('help')) return runReport(requestOf(found, typed, host.stdout.isTerminal), host);
  const { commandHelp } = await import('../../docs/help.ts');
  host.write(Buffer.from(commandHelp(found, host.stdout.width ?? undefined)));
  return ExitCode.ok;
};
