import type { Remark } from '../core/account.ts';
import type { BoundColumn, Value } from '../core/column.ts';
import { describeProblem } from '../core/errors.ts';
import type { Explanation } from '../glossary/explain.ts';
import * as finder from '../lookup/find-namespaces.ts';
import { copyRow } from '../query/copy.ts';
import { Tally } from '../query/tally.ts';
import { type Route, routes } from '../reports/routes.ts';
import { ask } from '../request/ask.ts';
import { nodeFileSystem } from '../source/filesystem.ts';
import { requestOf } from './options.ts';

/**
 * Rows as JSON text, counters with all their digits: `JSON.stringify` refuses `bigint`.
 * @param space as of `JSON.stringify`
 */
export const toJSON = (rows: unknown, space?: number | string): string => {
  // No text of the kernel's can hold a mark that is made up at each call.
  const mark = `bigint ${Math.random()} `;
  const isIterable = rows !== null && typeof rows === 'object' && Symbol.iterator in rows;
  const value = isIterable ? [...(rows as Iterable<unknown>)] : rows;
  const marked = (_: string, item: unknown): unknown => (typeof item === 'bigint' ? `${mark}${item}` : item);
  return JSON.stringify(value, marked, space).replaceAll(new RegExp(`"${mark}(-?\\d+)"`, 'g'), '$1');
};

/** How many rows have each combination of values. */
export type TallyRow<R, C extends keyof R> = Pick<R, C> & { readonly count: number };

/** A property of plain rows as a column. */
const propertyOf = <R, C extends keyof R>(name: C): BoundColumn => ({
  name: String(name),
  kind: 'text',
  help: '',
  read: (row: never) => row[name] as Value,
});

/**
 * Counts rows per distinct combination of values, most first, as `--count-by` does. Lists count as a whole here: spread them
 * before to count each of their values.
 */
export const tally = <R extends object, C extends keyof R>(
  rows: Iterable<R>,
  columns: readonly C[],
): readonly TallyRow<R, C>[] => {
  const counted = new Tally(columns.map((name) => propertyOf<R, C>(name)));
  for (const row of rows) counted.add(row as never);
  return counted.rows() as unknown as readonly TallyRow<R, C>[];
};

/** An answer of `routeTo`. */
export type RouteAnswer = {
  /** The routes that the address takes: several where they tie, none where there is no route. */
  readonly routes: readonly Route[];
  /** Why the answer may be wrong: policy rules, other tables, routes limited to a source, lines that could not be read. */
  readonly caveats: readonly string[];
};

/**
 * The route that packets to an address take, by longest prefix and then metric, from `/proc/net/{route,fib_trie,ipv6_route}`.
 * @param address an IPv4 or IPv6 address as text
 * @param options `proc`, `netns`, `endian`, as for `routes`
 * @throws UsageError for anything but one address
 * @throws ReadError, UnsupportedError when the kernel's files cannot be read
 */
export const routeTo = (
  address: string,
  options: { readonly proc?: string; readonly netns?: string | number } = {},
): RouteAnswer => {
  const request = requestOf(routes, options, ['get', address]);
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

/** What a counter, state, flag, column or report means, in each place where the word is known; empty where it is not. */
export const explain = async (word: string): Promise<readonly Explanation[]> => {
  const [{ explanationsOf }, { loadReports }] = await Promise.all([
    import('../glossary/explain.ts'),
    import('../reports/registry.ts'),
  ]);
  return explanationsOf(word, await loadReports());
};
