import type { Account } from '../../core/account.ts';
import { ExitCode, ReadError, UnsupportedError, UsageError } from '../../core/errors.ts';
import type { Report } from '../../core/report.ts';
import type { Request } from '../../core/request.ts';
import { visible } from '../../core/text.ts';
import { completeDraft } from '../../options/draft.ts';
import { type DiffDraft, diffDraft, diffPage } from '../../options/pages/diff.ts';
import { loadReports } from '../../reports/registry.ts';
import { type Comparison, compare, tablesMissing, whyUnread } from '../../request/compare.ts';
import { applies } from '../../request/filter.ts';
import { loadSide, type Side, showsAllNamespaces, sourceNamed } from '../../request/side.ts';
import { type Notice, verdictOf } from '../../request/verdict.ts';
import { whyNotComparable } from '../../snapshot/moment.ts';
import { type Command, readCommand } from '../commands.ts';
import type { Host } from '../host.ts';
import { type Watched, whileWatched } from '../progress.ts';
import { warn } from '../run-report.ts';
import { DiffPrinter } from './diff-printer.ts';
import { reportNamed } from './report.ts';

type Sides = {
  readonly before: Side;
  readonly after: Side;
  readonly names: readonly [before: string, after: string];
};
type Watching = Sides & Pick<Watched, 'onProgress'>;

const requireComparable = ({ before, after, names: [a, b] }: Sides, { force }: DiffDraft): void => {
  const reasons = whyNotComparable(before.moment, after.moment);
  if (reasons.length === 0 || force) return;
  throw new UnsupportedError(
    `cannot compare ${a} with ${b}: ${reasons.join('; ')} (use --force to compare anyway)`,
    a,
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
    {
      ...draft,
      ...{ filter, report, switches: report.switches() },
      exit: { ...draft.exit, exitCode: true },
    },
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

type Outcome = {
  readonly differences: number;
  readonly isComplete: boolean;
  readonly isCompared: boolean;
};

const notice = (text: string): Notice => ({ text: `procnet: ${text}`, to: 'always' });

const say = (request: Request, account: Account, host: Host): boolean => {
  const { complete, notices } = verdictOf(request, account);
  warn(notices, request, host);
  return complete;
};

/** Tables that only one side has, because the other is a selection, so that all their rows seem to have opened or closed. */
const gaps = (was: Account, is: Account, { before, after, names: [a, b] }: Sides): readonly string[] => {
  const onlyIn = (name: string, tables: readonly string[]): readonly string[] =>
    tables.length === 0 ? [] : [`only ${name} has ${tables.join(', ')}`];
  return [...onlyIn(a, tablesMissing(after, is, was)), ...onlyIn(b, tablesMissing(before, was, is))];
};

const printed = async (
  { answer, request, before }: Comparison,
  sides: Sides,
  printer: DiffPrinter,
  host: Host,
): Promise<Outcome> => {
  const account = await printer.print(request.report.name, answer);
  const earlier = before();
  const complete = [earlier, account].map((each) => each === null || say(request, each, host));
  const missing = earlier === null ? [] : gaps(earlier, account, sides);
  const said = missing.map((text) => notice(`${request.report.name}: ${text}`));
  warn(said, request, host);
  const isComplete = !complete.includes(false) && missing.length === 0;
  return { differences: account.rows, isComplete, isCompared: true };
};

/**
 * Why a report is not compared; null if neither side has it (e.g. without connection tracking), so nothing differs. Rethrows
 * the error if both sides have it.
 */
const whyNotCompared = async (
  request: Request,
  { before, after, names: [a, b] }: Sides,
  error: Error,
): Promise<string | null> => {
  const [was, is] = [await whyUnread(request, before), await whyUnread(request, after)];
  if (was === null && is === null) throw error;
  if (was === null || is === null) return `only ${was === null ? a : b} has it (${(was ?? is)!.message})`;
  if (was instanceof ReadError && was.code === is.code) return null;
  return [...new Set([was.message, is.message])].join('; ');
};

const compareOne = async (
  draft: DiffDraft,
  report: Report,
  sides: Watching,
  printer: DiffPrinter,
  host: Host,
): Promise<Outcome> => {
  const request = await requestFor(draft, report, host.stdout.isTerminal);
  try {
    const { before, after, onProgress } = sides;
    return await printed(await compare(request, before, after, onProgress), sides, printer, host);
  } catch (error) {
    const isUnread = error instanceof ReadError || error instanceof UnsupportedError;
    if (!isUnread || draft.reports !== null) throw error;
    const why = await whyNotCompared(request, sides, error);
    if (why !== null) warn([notice(`${report.name}: ${why}`)], request, host);
    return { differences: 0, isComplete: why === null, isCompared: false };
  }
};

const codeOf = (outcomes: readonly Outcome[]): number => {
  if (outcomes.some(({ differences }) => differences > 0)) return ExitCode.noMatch;
  return outcomes.every(({ isComplete }) => isComplete) ? ExitCode.ok : ExitCode.noData;
};

const compareAll = async (
  draft: DiffDraft,
  reports: readonly Report[],
  sides: Watching,
  host: Host,
): Promise<number> => {
  const first = await requestFor(draft, reports[0]!, host.stdout.isTerminal);
  const printer = await DiffPrinter.for(first, host);
  const outcomes: Outcome[] = [];
  for (const report of reports) outcomes.push(await compareOne(draft, report, sides, printer, host));
  printer.end();
  if (outcomes.some(({ isCompared }) => isCompared)) return codeOf(outcomes);
  const text = `nothing to compare: ${sides.names.join(' and ')} have no report in common`;
  warn([{ ...notice(text), isError: true }], first, host);
  return ExitCode.noData;
};

/** `procnet diff A [B]`. */
export const diff: Command = async (tokens, host) => {
  const draft = diffDraft(await reportNamed('conns'));
  const names = await readCommand(diffPage, draft, tokens, host);
  if (names === null) return ExitCode.ok;
  if (names.length === 0 || names.length > 2) throw new UsageError('diff requires one or two snapshots');
  const before = await loadSide(sourceNamed(names[0]!, host.files), host.files);
  const after = await loadSide(names[1] === undefined ? {} : sourceNamed(names[1], host.files), host.files);
  const sides: Sides = { before, after, names: [visible(names[0]!), visible(names[1] ?? 'this machine')] };
  const reports = await reportsOf(draft, sides);
  requireOneReport(draft, reports);
  await requireMeaning(draft, reports);
  requireComparable(sides, draft);
  return whileWatched(host, ({ host: watching, onProgress }) =>
    compareAll(draft, reports, { ...sides, onProgress }, watching),
  );
};
