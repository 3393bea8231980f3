import type { BoundColumn } from '../core/column.ts';
import type { Request } from '../core/request.ts';
import type { Filter } from '../query/expression/filter.ts';
import { always } from '../query/expression/logic.ts';
import type { Query } from '../query/pipeline.ts';
import { columnsNamed, selectColumns } from '../query/select.ts';
import { sortKeys } from '../query/sort.ts';
import { countColumn } from '../query/tally.ts';
import type { Filters } from './filter.ts';

/** A request with its names resolved. */
export type Understood = {
  readonly query: Omit<Query, 'test' | 'isEnough'>;
  readonly wanted: ReadonlySet<string>;
  readonly filter: Filter | null;
};

/** Resolves column names. Throws `UsageError` for a column the report does not have. */
export const understand = (
  { report, ...request }: Request,
  { filter, having }: Pick<Filters, 'filter'> & Partial<Filters>,
): Understood => {
  const columns = selectColumns(
    report.columns,
    request.columns ?? undefined,
    request.extraColumns,
    request.output.isText,
  );
  const named = request.countBy?.flatMap((word) => columnsNamed(report.columns, word, '--count-by'));
  const countBy = named === undefined ? null : [...new Set(named)];
  const sort = sortKeys(
    request.sort,
    countBy === null ? report.columns : [...countBy, countColumn as BoundColumn],
  );
  const read = [...(countBy ?? columns), ...sort].map(({ name }) => name);
  return {
    query: {
      columns,
      all: report.columns,
      sort,
      limit: request.limit,
      countBy,
      having: having?.test ?? always,
    },
    wanted: new Set([...read, ...(filter?.reads ?? [])]),
    filter,
  };
};
