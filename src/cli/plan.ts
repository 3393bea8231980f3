import type { BoundColumn } from '../core/column.ts';
import type { Kernel, Lookups, Report } from '../core/report.ts';
import type { Query } from '../query/pipeline.ts';
import { columnNamed, selectColumns } from '../query/select.ts';
import { sortKeys } from '../query/sort.ts';
import { type Arguments, wholeNumber } from './arguments.ts';
import { extraColumns } from './request.ts';

/** What a command line asks of a report. */
export type Plan = {
  readonly query: Query;
  /** Columns that somebody reads. */
  readonly wanted: ReadonlySet<string>;
  readonly states: ReadonlySet<string> | null;
  readonly lookups: (kernel: Kernel) => Lookups;
};

const countColumns = (report: Report, args: Arguments): readonly BoundColumn[] | null => {
  const words = args.list('count-by');
  return words === undefined ? null : words.map((word) => columnNamed(report.columns, word, '--count-by'));
};

export const planQuery = async (report: Report, args: Arguments): Promise<Plan> => {
  const columns = selectColumns(report.columns, args.list('columns'), extraColumns(report, args));
  const countBy = countColumns(report, args);
  const sort = sortKeys(args.list('sort') ?? [], report.columns);
  const query: Query = {
    columns,
    all: report.columns,
    test: () => true,
    sort,
    limit: wholeNumber(args.text('limit'), '--limit', 0, Number.MAX_SAFE_INTEGER) ?? Number.POSITIVE_INFINITY,
    countBy,
  };
  const wanted = new Set([...(countBy ?? columns).map(({ name }) => name), ...sort.map(({ name }) => name)]);
  return { query, wanted, states: null, lookups: () => ({ holders: () => null, userName: () => null }) };
};
