import { type SortKey, sortRows } from '../query/sort.ts';
import type { PlainRow, Row, Sample, State } from './state.ts';

/** Ticks in a sparkline. */
const longestTrend = 60;

const rateOf = (values: PlainRow, names: readonly string[]): number | null => {
  const known = names.map((name) => values[name] ?? null).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce<number>((sum, value) => sum + Number(value), 0);
};

/** Rows of the same key, such as two identical listeners, are distinguished by their order. */
const byKey = (rows: Sample['rows']): Map<string, PlainRow> => {
  const found = new Map<string, PlainRow>();
  for (const { key, values } of rows) {
    let name = key;
    for (let at = 2; found.has(name); at++) name = `${key}#${at}`;
    found.set(name, values);
  }
  return found;
};

/** Rows keep their place: a closed row stays for one more tick, an opened one is added at the end. */
const inPlace = (before: readonly Row[], sample: Sample, isFirst: boolean): Row[] => {
  const fresh = byKey(sample.rows);
  const rows: Row[] = [];
  for (const row of before) {
    const values = fresh.get(row.key);
    fresh.delete(row.key);
    if (values === undefined) {
      if (row.mark !== '-') rows.push({ ...row, mark: '-' });
      continue;
    }
    const trend = [...row.trend, rateOf(values, sample.rates)].slice(-longestTrend);
    rows.push({ key: row.key, values, mark: row.mark === '-' ? '+' : ' ', trend });
  }
  for (const [key, values] of fresh)
    rows.push({ key, values, mark: isFirst ? ' ' : '+', trend: [rateOf(values, sample.rates)] });
  return rows;
};

const sorted = (rows: readonly Row[], key: SortKey | null): readonly Row[] => {
  if (key === null) return rows;
  const owner = new Map(rows.map((row) => [row.values, row]));
  return sortRows(
    rows.map(({ values }) => values),
    [key],
  ).map((values) => owner.get(values)!);
};

/** The same rows in the requested order, with the same one selected. */
export const resorted = (state: State): State => {
  const key = state.rows[state.selected]?.key;
  const rows = sorted(state.rows, state.sort ?? state.sample?.usualSort ?? null);
  // If the selection has not been moved, it stays on the first row.
  const at = state.selected === 0 ? 0 : rows.findIndex((row) => row.key === key);
  return { ...state, rows, selected: at < 0 ? Math.min(state.selected, Math.max(0, rows.length - 1)) : at };
};

/** Merges a reading into the list. `isNew`: the question has changed since the previous one. */
export const withSample = (state: State, sample: Sample, isNew: boolean): State => {
  const before = isNew ? [] : state.rows;
  const key = state.rows[state.selected]?.key;
  const merged = inPlace(before, sample, before.length === 0);
  const at = state.selected === 0 ? 0 : merged.findIndex((row) => row.key === key);
  const selected = at < 0 ? Math.max(0, Math.min(state.selected, merged.length - 1)) : at;
  return resorted({ ...state, sample, rows: merged, selected, error: null });
};
