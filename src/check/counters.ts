import { counters } from './evidence/counters.ts';
import { stats } from './evidence/stats.ts';
import { type Reading, rowsOf, type Sample } from './readings.ts';

type Counted = {
  readonly key: string;
  readonly value: bigint | null;
  readonly delta: bigint | null;
  readonly perSecond: number | null;
};

const columns = ['key', 'value', 'delta', 'perSecond'] as const;

const named = (keys: readonly string[]): string => `key in (${keys.join(', ')})`;

/** These snmp counters, with their increase since the previous sample. */
export const countersNamed = (...keys: readonly string[]): Reading<Counted> =>
  rowsOf(counters, columns, named(keys));

/** The same for stat. */
export const statsNamed = (...keys: readonly string[]): Reading<Counted> =>
  rowsOf(stats, columns, named(keys));

/** The increase of counters between two samples. */
export class Added {
  readonly #rows: ReadonlyMap<string, Counted>;

  constructor(sample: Sample, reading: Reading<Counted>) {
    this.#rows = new Map(sample.of(reading).rows.map((row) => [row.key, row]));
  }

  /**
   * The sum. Counters missing on old kernels count as 0; null if all are missing or one of them was reset.
   */
  delta(...keys: readonly string[]): number | null {
    return this.#sum(keys, ({ delta }) => delta);
  }

  perSecond(...keys: readonly string[]): number | null {
    return this.#sum(keys, ({ perSecond }) => perSecond);
  }

  /** The value of a gauge; null if there is none. */
  value(key: string): number | null {
    const value = this.#rows.get(key)?.value ?? null;
    return value === null ? null : Number(value);
  }

  /** Why a sum is null. */
  whyUnknown(...keys: readonly string[]): string {
    return keys.some((key) => this.#rows.has(key))
      ? `a counter was reset: ${keys.join(', ')}`
      : `this kernel does not list ${keys.join(', ')}`;
  }

  #sum(keys: readonly string[], read: (row: Counted) => bigint | number | null): number | null {
    const values = keys.flatMap((key) => this.#rows.get(key) ?? []).map(read);
    if (values.length === 0 || values.includes(null)) return null;
    return values.reduce<number>((sum, value) => sum + Number(value), 0);
  }
}
