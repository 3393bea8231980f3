import type { Request } from '../core/request.ts';
import type { Filter } from '../query/expression/filter.ts';

/** The request's filter; its code, and the tables of names that it needs, are loaded only if there is one. */
export const loadFilter = async ({ filter, report }: Request): Promise<Filter | null> => {
  if (Object.keys(filter).length === 0) return null;
  const [{ buildFilter }, { machineMeanings }] = await Promise.all([
    import('../query/filters.ts'),
    import('../lookup/meanings.ts'),
  ]);
  return buildFilter(filter, report.columns, machineMeanings());
};
