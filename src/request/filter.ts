import type { BoundColumn } from '../core/column.ts';
import { UsageError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import type { Request } from '../core/request.ts';
import { ofCopies } from '../query/copy.ts';
import type { Filter } from '../query/expression/filter.ts';
import { columnsNamed } from '../query/select.ts';
import { countColumn, countedColumn } from '../query/tally.ts';

/** The filters for rows and for counts; null for all. */
export type Filters = { readonly filter: Filter | null; readonly having: Filter | null };

/** The columns of kept counts. */
const countedColumns = ({ report, countBy }: Request): readonly BoundColumn[] => [
  ...(countBy ?? [])
    .flatMap((name) => columnsNamed(report.columns, name, '--count-by'))
    .map((column) => ofCopies(countedColumn(column)) as BoundColumn),
  countColumn as BoundColumn,
];

/** The request's filters. Their code and tables of names are loaded only if there are any. */
export const loadFilters = async (request: Request): Promise<Filters> => {
  const { filter, having, report } = request;
  const given = Object.keys(filter);
  if (given.length === 0 && having.length === 0) return { filter: null, having: null };
  if (given.length === 1 && filter.listening === true && having.length === 0)
    return { filter: (await import('../query/listening.ts')).listening(report.columns), having: null };
  const { machineFilter } = await import('./machine-filter.ts');
  return {
    filter: machineFilter(filter, report.columns),
    having: having.length === 0 ? null : machineFilter({ where: having }, countedColumns(request)),
  };
};

/** Whether an expression is valid for a report. Throws `UsageError` if it is not and `isRequired`. */
export const applies = async (text: string, report: Report, isRequired = false): Promise<boolean> => {
  const { machineFilter } = await import('./machine-filter.ts');
  try {
    machineFilter({ where: [text] }, report.columns);
    return true;
  } catch (error) {
    if (isRequired || !(error instanceof UsageError)) throw error;
    return false;
  }
};

/** Whether names in a filter must exist. Only the few requests with such names load the code to check them. */
export const asksForNames = ({ filter }: Request): boolean =>
  [filter.interface, filter.interfaceStrict, filter.process].some((names) => names !== undefined);
