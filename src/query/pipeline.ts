import type { BoundColumn } from '../core/column.ts';
import { copyRow, ofCopies, type PlainRow } from './copy.ts';
import { type SortKey, sortRows } from './sort.ts';
import { countColumn, countedColumn, Tally } from './tally.ts';

/** What happens between scan and format. */
export type Query = {
  /** The output columns. `countBy` replaces them with its own columns and the count. */
  readonly columns: readonly BoundColumn[];
  readonly test: (view: never) => boolean;
  readonly sort: readonly SortKey[];
  readonly limit: number;
  /** Whether to stop reading at the limit. */
  readonly isEnough: (rows: number) => boolean;
  readonly countBy: readonly BoundColumn[] | null;
  /** Which counts to keep. */
  readonly having: (row: never) => boolean;
  /** All of the report's columns, for sorting by one that is not shown. */
  readonly all: readonly BoundColumn[];
};

/** The output's columns, which its rows are read through. */
export const outputColumns = ({
  columns,
  countBy,
  sort,
}: Pick<Query, 'columns' | 'countBy' | 'sort'>): readonly BoundColumn[] => {
  const counted = countBy === null ? columns : [...countBy.map(countedColumn), countColumn as BoundColumn];
  return countBy === null && sort.length === 0
    ? counted
    : (counted.map(ofCopies) as unknown as readonly BoundColumn[]);
};

/**
 * Passes every resulting row to `take`, streaming unless rows are sorted or counted. Returns the number of rows, including those
 * beyond the limit if they were read.
 */
export const runQuery = (views: Iterable<never>, query: Query, take: (row: never) => void): number => {
  if (query.limit === 0 && query.isEnough(0)) return 0;
  if (query.countBy !== null)
    return giveAll(
      countRows(views, query, query.countBy).filter(query.having as (row: PlainRow) => boolean),
      query,
      take,
    );
  if (query.sort.length > 0) return giveAll(keepRows(views, query), query, take);
  let rows = 0;
  for (const view of views) {
    if (!query.test(view)) continue;
    if (rows < query.limit) take(view);
    if (++rows >= query.limit && query.isEnough(rows)) break;
  }
  return rows;
};

const countRows = (views: Iterable<never>, { test }: Query, columns: readonly BoundColumn[]): PlainRow[] => {
  const tally = new Tally(columns);
  for (const view of views) if (test(view)) tally.add(view);
  return tally.rows();
};

const keepRows = (views: Iterable<never>, { test, columns, sort, all }: Query): PlainRow[] => {
  const kept = [...new Set([...columns, ...all.filter(({ name }) => sort.some((key) => key.name === name))])];
  const rows: PlainRow[] = [];
  for (const view of views) if (test(view)) rows.push(copyRow(kept, view));
  return rows;
};

const giveAll = (rows: PlainRow[], { sort, limit }: Query, take: (row: never) => void): number => {
  if (sort.length > 0) sortRows(rows, sort);
  const given = Math.min(rows.length, limit);
  for (let at = 0; at < given; at++) take(rows[at] as never);
  return rows.length;
};
