import type { Account } from '../../core/account.ts';
import { ExitCode, ReadError, UnsupportedError, UsageError } from '../../core/errors.ts';
import type { Report } from '../../core/report.ts';
import type { Request } from '../../core/request.ts';
import { visible } from '../../core/text.ts';
import { completeDraft } from '../../options/draft.ts';
import { type DiffDraft, diffDraft, diffPage } from '../../options/pages/diff.ts';
import { loadReports } from '../../reports/registry.ts';
import { type Comparison, compare } from '../../request/compare.ts';
import { applies } from '../../request/filter.ts';
import { loadSide, type Side, showsAllNamespaces, sourceNamed } from '../../request/side.ts';
import { verdictOf } from '../../request/verdict.ts';
import { whyNotComparable } from '../../snapshot/moment.ts';
import { type Command, readCommand } from '../commands.ts';
import type { Host } from '../host.ts';
import { type Watched, whileWatched } from '../progress.ts';
import { warn } from '../run-report.ts';
import { DiffPrinter } from './diff-printer.ts';
import { reportNamed } from './report.ts';

type Sides = { readonly before: Side; readonly after: Side };
type Watching = Sides & Pick<Watched, 'onProgress'>;

const requireComparable = (
  { before, after }: Sides,
  names: readonly string[],
  { force }: DiffDraft,
): void => {
  const reasons = whyNotComparable(before.moment, after.moment);
  if (reasons.length === 0 || force) return;
  const [a, b = 'this machine'] = names.map(visible);
  throw new UnsupportedError(
    `cannot compare ${a} with ${b}: ${reasons.join('; ')} (use --force to compare anyway)`,
    names[0]!,
  );
};

/** Namespaces are compared only where both sides show all of them, unless they are asked for. */
const reportsOf = async ({ reports }: DiffDraft, sides: Sides): Promise<readonly Report[]> => {
  if (reports !== null) return Promise.all(reports.map((name) => reportNamed(name)));
  const all = await loadReports();
  const hasAll = [sides.before, sides.after].every(showsAllNamespaces);
  return all.filter(({ readsNamespaces }) => hasAll || !readsNamespaces);
};

/** Rejects options that only make sense for one report, because reports have different columns. */
const requireOneReport = (draft: DiffDraft, reports: readonly Report[]): void => {
  if (reports.length === 1) return;
  const given: readonly (readonly [option: string, isGiven: boolean])[] = [
    ['--columns', draft.columns !== null],
    ['--where', draft.filter.where !== undefined],
    ['--sort', draft.sort.length > 0],
    ['--limit', draft.limit !== Number.POSITIVE_INFINITY],
    ['--csv', draft.output.formats.has('csv')],
  ];
  for (const [option, isGiven] of given)
    if (isGiven) throw new UsageError(`${option} requires --report with one report`, option);
};

/** The request for one report, with those --ignore expressions that it has columns for. */
const requestFor = async (draft: DiffDraft, report: Report, isTerminal: boolean): Promise<Request> => {
  const fitting = await Promise.all(draft.ignore.map((text) => applies(text, report)));
  const ignored = draft.ignore.filter((_, at) => fitting[at]).map((text) => `not (${text})`);
  const where = [...(draft.filter.where ?? []), ...ignored];
  const filter = where.length === 0 ? {} : { where };
  return completeDraft(
    { ...draft, filter, report, switches: report.switches() },
    isTerminal ? 'table' : 'plain',
  );
};

/** Each expression must be valid for at least one report; otherwise the first report's error is thrown. */
const requireMeaning = async ({ ignore }: DiffDraft, reports: readonly Report[]): Promise<void> => {
  for (const text of ignore) {
    const fitting = await Promise.all(reports.map((report) => applies(text, report)));
    if (!fitting.includes(true)) await applies(text, reports[0]!, true);
  }
};

type Outcome = { readonly differences: number; readonly isComplete: boolean };

const say = (request: Request, account: Account, host: Host): boolean => {
  const { complete, notices } = verdictOf(request, account);
  warn(notices, request, host);
  return complete;
};

const printed = async (
  { answer, request, before }: Comparison,
  printer: DiffPrinter,
  host: Host,
): Promise<Outcome> => {
  const account = await printer.print(request.report.name, answer);
  const earlier = before();
  const complete = [earlier, account].map((each) => each === null || say(request, each, host));
  return { differences: account.rows, isComplete: !complete.includes(false) };
};

/** A report neither side has (e.g. without connection tracking) does not differ, unless requested. */
const compareOne = async (
  draft: DiffDraft,
  report: Report,
  { before, after, onProgress }: Watching,
  printer: DiffPrinter,
  host: Host,
): Promise<Outcome> => {
  const request = await requestFor(draft, report, host.stdout.isTerminal);
  try {
    return await printed(await compare(request, before, after, onProgress), printer, host);
  } catch (error) {
    const isUnread = error instanceof ReadError || error instanceof UnsupportedError;
    if (!isUnread || draft.reports !== null) throw error;
    return { differences: 0, isComplete: true };
  }
};

const compareAll = async (
  draft: DiffDraft,
  reports: readonly Report[],
  sides: Watching,
  host: Host,
): Promise<readonly Outcome[]> => {
  const printer = await DiffPrinter.for(await requestFor(draft, reports[0]!, host.stdout.isTerminal), host);
  const outcomes: Outcome[] = [];
  for (const report of reports) outcomes.push(await compareOne(draft, report, sides, printer, host));
  printer.end();
  return outcomes;
};

/** `procnet diff A [B]`. */
export const diff: Command = async (tokens, host) => {
  const draft = diffDraft(await reportNamed('conns'));
  const names = await readCommand(diffPage, draft, tokens, host);
  if (names === null) return ExitCode.ok;
  if (names.length === 0 || names.length > 2) throw new UsageError('diff requires one or two snapshots');
  const before = await loadSide(sourceNamed(names[0]!, host.files), host.files);
  const after = await loadSide(names[1] === undefined ? {} : sourceNamed(names[1], host.files), host.files);
  const reports = await reportsOf(draft, { before, after });
  requireOneReport(draft, reports);
  await requireMeaning(draft, reports);
  requireComparable({ before, after }, names, draft);
  const outcomes = await whileWatched(host, ({ host: watching, onProgress }) =>
    compareAll(draft, reports, { before, after, onProgress }, watching),
  );
  if (outcomes.some(({ differences }) => differences > 0)) return ExitCode.noMatch;
  return outcomes.every(({ isComplete }) => isComplete) ? ExitCode.ok : ExitCode.noData;
};
