import { parseLines } from '../../check/conditions/file.ts';
import type { Parsed } from '../../check/conditions/syntax.ts';
import { countOf, type Finding } from '../../check/findings.ts';
import { isFailure, type Layout } from '../../check/formats/format.ts';
import { formats } from '../../check/formats/index.ts';
import { checkRequest, namedBy } from '../../check/request-of.ts';
import { runCheck } from '../../check/run.ts';
import { ExitCode, UsageError } from '../../core/errors.ts';
import { checkPage } from '../../options/pages/check.ts';
import { type CheckDraft, type CheckFormat, checkDraft } from '../../options/pages/check-draft.ts';
import { type Command, readCommand } from '../commands.ts';
import type { Host } from '../host.ts';
import { whileWatched } from '../progress.ts';
import { surroundingsOf } from '../surroundings.ts';
import { wantsColor } from '../terminal.ts';
import { userFile } from '../user-file.ts';

const conditionsIn = (paths: readonly string[]): readonly Parsed[] =>
  paths.flatMap((path) => parseLines(userFile(path, '--file'), path));

const chosenFormat = ({ formats: chosen }: CheckDraft): CheckFormat => {
  const [format = 'text', ...others] = chosen;
  if (others.length > 0)
    throw new UsageError(`${[format, ...others].join(' and ')} cannot be used together`, '--format');
  return format;
};

const list = async (draft: CheckDraft, host: Host): Promise<number> => {
  const { listText } = await import('./check-list.ts');
  host.write(Buffer.from(listText(draft.formats.has('json'), host.stdout)));
  return ExitCode.ok;
};

/** 1 for a finding, 3 if nothing failed but something is unknown. */
const exitCode = (findings: readonly Finding[], { failOn }: CheckDraft): number => {
  if (findings.some(({ status }) => isFailure(status, failOn))) return ExitCode.noMatch;
  return countOf(findings, 'unknown') > 0 ? ExitCode.noData : ExitCode.ok;
};

const forPrograms = ({ failOn }: CheckDraft): Layout => ({
  failOn,
  color: false,
  width: null,
  indent: false,
});

/** Writes the GitHub Actions step summary to the file named by the runner. */
const writeStepSummary = async (findings: readonly Finding[], host: Host): Promise<void> => {
  const path = host.env['GITHUB_STEP_SUMMARY'];
  if (!path) return;
  const { stepSummary } = await import('../../check/formats/github.ts');
  host.append(path, (room) => Buffer.from(stepSummary(findings, room)));
};

const print = async (
  findings: readonly Finding[],
  format: CheckFormat,
  draft: CheckDraft,
  host: Host,
): Promise<void> => {
  for (const { format: other, path } of draft.reports)
    host.save(path, Buffer.from((await formats[other]())(findings, forPrograms(draft))));
  if (format === 'github') await writeStepSummary(findings, host);
  if (draft.quiet) return;
  const { width, isTerminal } = host.stdout;
  const layout: Layout = {
    failOn: draft.failOn,
    color: wantsColor(draft.color, host.env, isTerminal),
    width,
    indent: isTerminal,
  };
  host.write(Buffer.from((await formats[format]())(findings, layout)));
};

const run = async (tokens: readonly string[], host: Host): Promise<number> => {
  const draft = checkDraft();
  const words = await readCommand(checkPage, draft, tokens, host);
  if (words === null) return ExitCode.ok;
  const format = chosenFormat(draft);
  if (draft.isList) return list(draft, host);
  const request = checkRequest(draft, namedBy(words, conditionsIn(draft.files)));
  const findings = await whileWatched(host, (watching) => runCheck(request, surroundingsOf(host, watching)));
  await print(findings, format, draft, host);
  if (format !== 'nagios') return exitCode(findings, draft);
  const { pluginCode } = await import('../../check/formats/nagios.ts');
  return pluginCode(findings);
};

/** Whether the output is for a monitoring system, even if the rest of the command line is invalid. */
const isPlugin = (tokens: readonly string[]): boolean =>
  tokens.some(
    (token, at) =>
      /^(-f=?|--format=)nagios$/.test(token) ||
      (token === 'nagios' && /^(-\w*f|--format)$/.test(tokens[at - 1] ?? '')),
  );

/** `procnet check`. For a monitoring system, all of procnet's own errors are "unknown", never a state of the network. */
export const check: Command = async (tokens, host) => {
  if (!isPlugin(tokens)) return run(tokens, host);
  try {
    return await run(tokens, host);
  } catch (error) {
    const { nagiosFailure } = await import('../../check/formats/nagios.ts');
    host.write(Buffer.from(nagiosFailure(error instanceof Error ? error.message : String(error))));
    return ExitCode.noData;
  }
};
