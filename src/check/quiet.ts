import type { Condition } from './conditions/compile.ts';
import { socketUse } from './evidence/socket-use.ts';
import { tcp } from './evidence/sockets.ts';
import type { Place } from './place.ts';
import { type Reading, rowsOf, type Sample } from './readings.ts';
import { Sampler } from './sampler.ts';

/**
 * Walking a large, nearly empty hash table takes the kernel milliseconds. Counts in files that take microseconds to read show
 * whether the result can have changed.
 */
const use = rowsOf(socketUse, ['family', 'protocol', 'inuse', 'tw']);
/** A connection may change state without changing the counts, but not without segments being sent or received. */
const segments = async (): Promise<Reading<unknown>> =>
  rowsOf(
    (await import('./evidence/counters.ts')).counterLevels,
    ['name', 'value'],
    'protocol = Tcp and name in (CurrEstab, ActiveOpens, PassiveOpens, InSegs, OutSegs, RetransSegs)',
  );

/** Unchanged counts are trusted only this long, because one socket may open while another closes. In milliseconds. */
const longestTrust = 10_000;

export const isAboutTcp = ({ readings }: Condition): boolean =>
  readings.every(({ evidence }) => evidence === tcp);

/** What indicates a change; empty if nothing does. */
const signsFor = async (conditions: readonly Condition[]): Promise<readonly Reading<unknown>[]> => {
  if (!conditions.every(isAboutTcp)) return [];
  return conditions.every(({ subject }) => subject.kind === 'listen') ? [use] : [use, await segments()];
};

/** Detects cheaply that nothing has changed. */
export class Quiet {
  readonly #sampler: Sampler | null;
  readonly #readings: readonly Reading<unknown>[];
  #last: string | null = null;
  #at = Number.NEGATIVE_INFINITY;

  private constructor(readings: readonly Reading<unknown>[], place: Place) {
    this.#readings = readings;
    this.#sampler = readings.length === 0 ? null : new Sampler(readings, place);
  }

  static async of(conditions: readonly Condition[], place: Place): Promise<Quiet> {
    return new Quiet(await signsFor(conditions), place);
  }

  /** Call before a look. Whether the previous look is still valid. `now` is in milliseconds. */
  isAsBefore(now: number): boolean {
    const signs = this.#sampler === null ? null : this.#text(this.#sampler.read());
    const isSame = signs !== null && signs === this.#last && now - this.#at < longestTrust;
    this.#last = signs;
    if (!isSame) this.#at = now;
    return isSame;
  }

  /** Null if something could not be read. */
  #text(sample: Sample): string | null {
    const found = this.#readings.map((reading) => sample.of(reading));
    if (found.some(({ failure, rows }) => failure !== null || rows.length === 0)) return null;
    return found.flatMap(({ rows }) => rows.map((row) => Object.values(row as object).join(' '))).join('\n');
  }
}
