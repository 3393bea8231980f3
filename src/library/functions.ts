import type { Remark } from '../core/account.ts';
import type { BoundColumn, Value } from '../core/column.ts';
import { describeProblem } from '../core/errors.ts';
import type { Explanation } from '../glossary/explain.ts';
import * as finder from '../lookup/namespaces/find-namespaces.ts';
import { copyRow } from '../query/copy.ts';
import { Tally } from '../query/tally.ts';
import { type Route, routes } from '../reports/routes.ts';
import { ask } from '../request/ask.ts';
import { nodeFileSystem } from '../source/filesystem.ts';
import { requestOf } from './options.ts';

/**
 * Rows as JSON, with all digits of counters (`JSON.stringify` rejects `bigint`).
 * @param space as for `JSON.stringify`
 */
export const toJSON = (rows: unknown, space?: number | string): string => {
  // No kernel text can contain a marker chosen at random for each call.
  const mark = `bigint ${Math.random()} `;
  const isIterable = rows !== null && typeof rows === 'object' && Symbol.iterator in rows;
  const value = isIterable ? [...(rows as Iterable<unknown>)] : rows;
  const marked = (_: string, item: unknown): unknown => (typeof item === 'bigint' ? `${mark}${item}` : item);
  return JSON.stringify(value, marked, space).replaceAll(new RegExp(`"${mark}(-?\\d+)"`, 'g'), '$1');
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

/**
 * Counts rows per distinct combination of values, highest count first, like `--count-by`, except that a list counts as one
 * value. To count list items, flatten the rows first.
 */
export const tally = <R extends object, C extends keyof R>(
  rows: Iterable<R>,
  columns: readonly C[],
): readonly TallyRow<R, C>[] => {
  const counted = new Tally(columns.map((name) => propertyOf<R, C>(name)));
  for (const row of rows) counted.add(row as never);
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

/** All meanings of a counter, state, flag, column or report; empty if the word is unknown. */
export const explain = async (word: string): Promise<readonly Explanation[]> => {
  const [{ explanationsOf }, { loadReports }] = await Promise.all([
    import('../glossary/explain.ts'),
    import('../reports/registry.ts'),
  ]);
  return explanationsOf(word, await loadReports());
};
