import type { BoundColumn } from '../core/column.ts';
import type { FilterOptions } from '../core/request.ts';
import { machineMeanings } from '../lookup/meanings.ts';
import type { Filter } from '../query/expression/filter.ts';
import { buildFilter } from '../query/filters.ts';

/** A filter in which names of services, hosts and users are this machine's; null for all rows. Throws `UsageError`. */
export const machineFilter = (given: FilterOptions, columns: readonly BoundColumn[]): Filter | null =>
  buildFilter(given, columns, machineMeanings());
