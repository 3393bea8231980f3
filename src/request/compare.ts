import type { Account } from '../core/account.ts';
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
    const all: Request = {
      ...request,
      report,
      source: before.source,
      filter: {},
      columns,
      sort: [],
      limit: Number.POSITIVE_INFINITY,
      countBy: null,
    };
    const answer = ask(all, { filter: null, ...before.place, finder, onProgress });
    const rows: PlainRow[] = [];
    account = answer.read((view) => rows.push(copyRow(answer.columns, view)));
    return rows;
  };
  const compared = { ...request, report: diffReport(report, earlier, restart), source: after.source };
  const answer = ask(compared, { ...(await loadFilters(compared)), ...after.place, finder, onProgress });
  return { answer, request: compared, before: () => account };
};
