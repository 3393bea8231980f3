import type { BoundColumn, Value } from '../core/column.ts';
import { copyRow, ofCopies } from '../query/copy.ts';
import type { Sample } from './state.ts';

const plainKey = (value: Value | undefined): Value => value ?? null;

/** Copies rows from a moving view into plain values, keyed by identity. */
export class Taking {
  readonly columns: readonly BoundColumn[];
  readonly rows: { readonly key: string; readonly values: Record<string, Value> }[] = [];
  readonly #identity: readonly string[];

  /** `identity`: the columns that identify a row. */
  constructor(columns: readonly BoundColumn[], identity: readonly string[]) {
    this.columns = columns;
    this.#identity = identity;
  }

  take(view: never): void {
    const values = copyRow(this.columns, view);
    const key = this.#identity.map((name) => String(plainKey(values[name]))).join('\t');
    this.rows.push({ key, values });
  }
}

const copies = (columns: readonly BoundColumn[]): readonly BoundColumn[] =>
  columns.map((column) => ofCopies(column) as unknown as BoundColumn);

/** A reading of those rows. `shown` are the visible columns. */
export const sampleOf = (
  { columns, rows }: Taking,
  shown: readonly BoundColumn[],
  about: Pick<Sample, 'time' | 'pulse' | 'caveat'>,
): Sample => ({
  ...about,
  columns: copies(shown),
  all: copies(columns),
  rows,
  rates: ratesOf(shown),
  usualSort: usualSortOf(shown),
});

/** Most counters in a list do not change, so those that do come first. */
const usualSortOf = (shown: readonly BoundColumn[]): Sample['usualSort'] => {
  const [rate, ...others] = shown.filter(({ kind }) => kind === 'rate');
  return rate === undefined || others.length > 0 ? null : { name: rate.name, descending: true };
};

/** What a sparkline draws: bytes per second if shown, otherwise the first rate. */
const ratesOf = (shown: readonly BoundColumn[]): readonly string[] => {
  const rates = shown.filter(({ kind, unit }) => kind === 'rate' && unit === 'per second');
  const bytes = rates.filter(({ rateOf }) => rateOf === 'bytes');
  return (bytes.length > 0 ? bytes : rates.slice(0, 1)).map(({ name }) => name);
};
