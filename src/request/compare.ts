import type { Account } from '../core/account.ts';
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

/** What differs between two readings of a report. */
export type Comparison = {
  readonly answer: Answer;
  /** The question that it answers. */
  readonly request: Request;
  /** What the earlier reading says of itself, once the answer has been read. */
  readonly before: () => Account | null;
};

/** Nothing is left out of a comparison that a report leaves out when people look at it. */
const whole = ({ prepare: _, ...report }: Report): Report => report;

/** `request` names the report, how it is filtered, and which columns are shown. Throws `UsageError`. */
export const compare = async (request: Request, before: Side, after: Side): Promise<Comparison> => {
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
    const answer = ask(all, { filter: null, ...before.place, finder });
    const rows: PlainRow[] = [];
    account = answer.read((view) => rows.push(copyRow(answer.columns, view)));
    return rows;
  };
  const compared = { ...request, report: diffReport(report, earlier, restart), source: after.source };
  const answer = ask(compared, { ...(await loadFilters(compared)), ...after.place, finder });
  return { answer, request: compared, before: () => account };
};
