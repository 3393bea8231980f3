import type { Remark } from '../core/account.ts';
import type { BoundColumn, Value } from '../core/column.ts';
import { describeProblem, UsageError } from '../core/errors.ts';
import type { Request } from '../core/request.ts';
import { visible } from '../core/text.ts';
import type { Explanation } from '../glossary/explain.ts';
import * as finder from '../lookup/namespaces/find-namespaces.ts';
import { copyRow } from '../query/copy.ts';
import { Tally } from '../query/tally.ts';
import { type Route, routes } from '../reports/routes.ts';
import { ask } from '../request/ask.ts';
import { nodeFileSystem } from '../source/filesystem.ts';
import { requireForm, rowList, someNames, text } from './arguments.ts';
import { inLibraryWords, requestOf } from './options.ts';

/**
 * Rows as JSON, with all digits of counters (`JSON.stringify` rejects `bigint`).
 * @param space as for `JSON.stringify`
 * @throws UsageError for what JSON cannot hold, such as undefined
 */
export const toJSON = (rows: unknown, space?: number | string): string => {
  // No kernel text can contain a marker chosen at random for each call.
  const mark = `bigint ${Math.random()} `;
  const isIterable = rows !== null && typeof rows === 'object' && Symbol.iterator in rows;
  const value = isIterable ? [...(rows as Iterable<unknown>)] : rows;
  const marked = (_: string, item: unknown): unknown => (typeof item === 'bigint' ? `${mark}${item}` : item);
  const json: string | undefined = JSON.stringify(value, marked, space);
  if (json === undefined)
    throw new UsageError('rows: expected rows or another value that JSON can hold', 'rows');
  return json.replaceAll(new RegExp(`"${mark}(-?\\d+)"`, 'g'), '$1');
};

/** A combination of values and its number of rows. */
export type TallyRow<R, C extends keyof R> = Pick<R, C> & { readonly count: number };

/** A column for a property of plain rows. */
const propertyOf = <R, C extends keyof R>(name: C): BoundColumn => ({
  name: String(name),
  kind: 'text',
  help: '',
  read: (row: never) => row[name] as Value,
});

/** Throws `UsageError` if a row lacks a column. */
const requireColumns = (row: object, columns: readonly PropertyKey[]): void => {
  const missing = columns.find((name) => !(name in row));
  if (missing === undefined) return;
  const known = Object.keys(row).map(visible).join(', ');
  throw new UsageError(
    `columns: no such column: "${visible(String(missing))}"\ncolumns: ${known}`,
    'columns',
  );
};

/**
 * Counts rows per distinct combination of values, highest count first, like `--count-by`, except that a list counts as one
 * value. To count list items, flatten the rows first.
 * @throws UsageError for no columns, or one that a row does not have
 */
export const tally = <R extends object, C extends keyof R>(
  rows: Iterable<R>,
  columns: readonly C[],
): readonly TallyRow<R, C>[] => {
  requireForm('rows', rows, rowList);
  requireForm('columns', columns, someNames);
  const counted = new Tally(columns.map((name) => propertyOf<R, C>(name)));
  for (const row of rows) {
    requireColumns(row, columns);
    counted.add(row as never);
  }
  return counted.rows() as unknown as readonly TallyRow<R, C>[];
};

/** The result of `routeTo`. */
export type RouteAnswer = {
  /** The routes to the address; several if they tie, none if there is no route. */
  readonly routes: readonly Route[];
  /** Why the result may be wrong: policy rules, other tables, source-specific routes, unreadable lines. */
  readonly caveats: readonly string[];
};

/**
 * The route that packets to an address take, by longest prefix and then metric, from `/proc/net/{route,fib_trie,ipv6_route}`.
 * @param address an IPv4 or IPv6 address as text
 * @param options `proc`, `netns`, `endian`, as for `routes`
 * @throws UsageError for anything but a single address
 * @throws ReadError, UnsupportedError if the kernel's files cannot be read
 */
export const routeTo = (
  address: string,
  options: {
    readonly proc?: string;
    readonly netns?: string | number;
    readonly endian?: 'little' | 'big';
  } = {},
): RouteAnswer => {
  requireForm('address', address, text);
  return inLibraryWords(() => answerFor(requestOf(routes, {}, options, ['get', address])));
};

const answerFor = (request: Request): RouteAnswer => {
  const rows: Route[] = [];
  const answer = ask(
    { ...request, columns: ['all'] },
    {
      filter: null,
      files: nodeFileSystem,
      finder,
    },
  );
  const { problems, remarks } = answer.read((row) =>
    rows.push(copyRow(answer.columns, row) as unknown as Route),
  );
  const isCaveat = ({ kind }: Remark): boolean => kind === 'caveat';
  return {
    routes: rows,
    caveats: [...problems.map(describeProblem), ...remarks.filter(isCaveat).map(({ text }) => text)],
  };
};

/**
 * All meanings of a counter, state, flag, column or report; empty if the word is unknown.
 * @throws UsageError for anything but a string
 */
export const explain = async (word: string): Promise<readonly Explanation[]> => {
  requireForm('word', word, text);
  const [{ explanationsOf }, { loadReports }] = await Promise.all([
    import('../glossary/explain.ts'),
    import('../reports/registry.ts'),
  ]);
  return explanationsOf(word, await loadReports());
};
