import type { Account } from '../core/account.ts';
import { ReadError, UnsupportedError } from '../core/errors.ts';
import type { OnProgress } from '../core/progress.ts';
import type { Report } from '../core/report.ts';
import type { Request } from '../core/request.ts';
import { copyRow, type PlainRow } from '../query/copy.ts';
import { reasons } from '../samples/change.ts';
import { diffReport } from '../samples/diff-report.ts';
import { isAnotherBoot } from '../snapshot/moment.ts';
import { type Answer, ask } from './ask.ts';
import { loadFilters } from './filter.ts';
import { loadFinder } from './namespaces.ts';
import type { Side } from './side.ts';

/** The differences between two readings of a report. */
export type Comparison = {
  readonly answer: Answer;
  /** The corresponding request. */
  readonly request: Request;
  /** The earlier reading's account, available after the answer has been read. */
  readonly before: () => Account | null;
};

/** Comparisons include rows that a report hides from human readers. */
const whole = ({ prepare: _, ...report }: Report): Report => report;

/** A request for all rows of one side, with these columns. */
const wholeSide = (request: Request, { source }: Side, columns: readonly string[]): Request => ({
  ...request,
  report: whole(request.report),
  source,
  filter: {},
  columns,
  sort: [],
  limit: Number.POSITIVE_INFINITY,
  countBy: null,
});

/** Why a side does not have the report; null if it does. */
export const whyUnread = async (
  request: Request,
  side: Side,
): Promise<ReadError | UnsupportedError | null> => {
  const asked = wholeSide(request, side, request.report.identity);
  try {
    ask(asked, { filter: null, ...side.place, finder: await loadFinder(asked) }).read(() => {});
    return null;
  } catch (error) {
    if (error instanceof ReadError || error instanceof UnsupportedError) return error;
    throw error;
  }
};

const tablesOf = ({ sources }: Account): readonly string[] =>
  sources.filter(({ state }) => state !== 'absent').map(({ path }) => path.replace(/^.*\/net\//, ''));

/** Tables that the other side has and this one does not because only selected files were given. */
export const tablesMissing = (
  { place: { origin } }: Side,
  own: Account,
  other: Account,
): readonly string[] => {
  if (origin?.isFaithful !== false) return [];
  const known = new Set(tablesOf(own));
  return tablesOf(other).filter((table) => !known.has(table));
};

/** `request` determines the report, its filters and the columns shown. Throws `UsageError`. */
export const compare = async (
  request: Request,
  before: Side,
  after: Side,
  onProgress: OnProgress | null = null,
): Promise<Comparison> => {
  let account: Account | null = null;
  const finder = await loadFinder(request);
  const report = whole(request.report);
  const restart = isAnotherBoot(before.moment, after.moment) ? reasons.rebooted : null;
  const earlier = (wanted: ReadonlySet<string>) => {
    const columns = report.columns.map(({ name }) => name).filter((name) => wanted.has(name));
    const one = wholeSide(request, before, columns);
    const answer = ask(one, { filter: null, ...before.place, finder, onProgress });
    const rows: PlainRow[] = [];
    account = answer.read((view) => rows.push(copyRow(answer.columns, view)));
    return rows;
  };
  const compared = { ...request, report: diffReport(report, earlier, restart), source: after.source };
  const answer = ask(compared, { ...(await loadFilters(compared)), ...after.place, finder, onProgress });
  return { answer, request: compared, before: () => account };
};
