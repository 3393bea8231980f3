import type { BoundColumn } from '../core/column.ts';
import { UsageError } from '../core/errors.ts';
import { filterOf } from './expression/condition.ts';
import type { Filter } from './expression/filter.ts';
import { listeningSockets } from './expression/states.ts';

/** The columns that an option applies to. Throws `UsageError` if there are none. */
export const columnsFor = (
  option: string,
  noun: string,
  about: (column: BoundColumn) => boolean,
  all: readonly BoundColumn[],
): readonly BoundColumn[] => {
  const columns = all.filter(about);
  if (columns.length > 0) return columns;
  throw new UsageError(`${option}: this report has no ${noun}`, option);
};

const listsSockets = ({ kind, values }: BoundColumn): boolean =>
  kind === 'state' && values?.includes('LISTEN') === true;

/** `-l`, which is so common that it does not load the rest of the language. */
export const listening = (all: readonly BoundColumn[]): Filter => {
  const [state] = columnsFor('--listening', 'sockets', listsSockets, all);
  return filterOf(listeningSockets(state!, all));
};
