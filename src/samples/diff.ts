import type { BoundColumn, Value } from '../core/column.ts';
import type { Report } from '../core/report.ts';
import { copyRow, type PlainRow } from '../query/copy.ts';
import { type Change, changeOf, countersOf, generationOf, natureOf, reasons } from './change.ts';
import { type Pair, pairsOf } from './pairs.ts';

/** What happened to a row between two readings. `replaced`: another took its place. */
export const fates = ['opened', 'closed', 'replaced', 'changed'] as const;
export type Fate = (typeof fates)[number];

/** Columns added by a diff, whose names occur in no report. */
export const added = { fate: 'change', before: 'before', reason: 'reason' } as const;

const aloneReasons = { opened: reasons.appeared, closed: 'gone' } as const;

/** The columns whose values determine whether a row has changed. For counters, the differences do. */
export const comparedOf = (report: Report): readonly BoundColumn[] => {
  const chosen = report.compared === undefined ? null : new Set(report.compared);
  return report.columns.filter(
    ({ name, kind }) =>
      kind !== 'counter' && !report.identity.includes(name) && (chosen === null || chosen.has(name)),
  );
};

/** The columns required to compare a row, whether shown or not. */
export const neededFor = (report: Report): ReadonlySet<string> =>
  new Set([
    ...report.identity,
    ...(report.succession?.reads ?? []),
    ...[report.generation].filter((name) => name !== undefined),
    ...[...comparedOf(report), ...countersOf(report)].map(({ name }) => name),
    ...[natureOf(report)?.name].filter((name) => name !== undefined),
  ]);

/** Copies of a reading's rows. */
export const keptRows = (
  report: Report,
  wanted: ReadonlySet<string>,
  views: Iterable<never>,
): readonly PlainRow[] => {
  const needed = neededFor(report);
  const columns = report.columns.filter(({ name }) => wanted.has(name) || needed.has(name));
  return Array.from(views, (view) => copyRow(columns, view));
};

/** Compares lists by their contents. */
const isEqual = (a: Value, b: Value): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b));

const spelled = (column: BoundColumn, value: Value, row: PlainRow): string => {
  if (value === null) return '-';
  if (Array.isArray(value))
    return (
      value.map((item) => (typeof item === 'object' ? `${item.name}(${item.pid})` : item)).join(';') || '-'
    );
  return column.text === undefined ? String(value) : column.text(value as never, row as never);
};

const valuesOf = (columns: readonly BoundColumn[], row: PlainRow): string =>
  columns.map((column) => `${column.name}=${spelled(column, row[column.name] ?? null, row)}`).join(' ');

/** Compares the rows of two readings, as returned by `keptRows`. */
export class Diff {
  readonly #report: Report;
  readonly #compared: readonly BoundColumn[];
  readonly #counters: readonly BoundColumn[];
  readonly #nature: BoundColumn | undefined;
  readonly #restart: string | null;

  /** `restart`: why counters cannot be compared, e.g. after a reboot. */
  constructor(report: Report, restart: string | null) {
    this.#report = report;
    this.#compared = comparedOf(report);
    this.#counters = countersOf(report);
    this.#nature = natureOf(report);
    this.#restart = restart;
  }

  /** The differences: current rows in order, then closed ones. Counters contain their increase. */
  rows(before: readonly PlainRow[], after: readonly PlainRow[]): readonly PlainRow[] {
    const pairs = pairsOf(this.#report, before, after);
    const reset = this.#restart ?? (this.#isReset(pairs) ? reasons.restarted : null);
    return pairs.map((pair) => this.#row(pair, reset)).filter((row) => row !== null);
  }

  #row({ before, after, isSuccessor }: Pair, reset: string | null): PlainRow | null {
    if (after === null) return this.#alone('closed', before!);
    if (before === null) return this.#alone('opened', after);
    const isRemade = this.#isRemade(before, after);
    const isReplaced = isRemade || this.#report.succession?.isSameOwner(before, after) === false;
    const why = isRemade ? reasons.remade : reset;
    const counted = this.#isCounted(after) ? this.#changes(before, after, why) : null;
    const differing = this.#differing(before, after, isSuccessor || isReplaced, counted === null);
    const hasMoved = counted?.some(({ delta }) => delta !== 0n) ?? false;
    if (differing.length === 0 && !hasMoved) return null;
    return {
      ...after,
      ...(counted === null ? {} : this.#perCounter((at) => counted[at]!.delta)),
      [added.fate]: isReplaced ? 'replaced' : 'changed',
      [added.before]: differing.length === 0 ? null : valuesOf(differing, before),
      [added.reason]: counted?.find(({ reason }) => reason !== null)?.reason ?? null,
    };
  }

  /** For a successor, includes what distinguishes it from its predecessor. */
  #differing(
    before: PlainRow,
    after: PlainRow,
    alsoOwner: boolean,
    alsoCounters: boolean,
  ): readonly BoundColumn[] {
    const names = new Set([
      ...this.#compared.map(({ name }) => name),
      ...(alsoOwner ? (this.#report.succession?.reads ?? []) : []),
      ...(alsoOwner && this.#report.generation !== undefined ? [this.#report.generation] : []),
      ...(alsoCounters ? this.#counters.map(({ name }) => name) : []),
    ]);
    return this.#report.columns.filter(
      ({ name }) => names.has(name) && !isEqual(before[name] ?? null, after[name] ?? null),
    );
  }

  #alone(fate: 'opened' | 'closed', row: PlainRow): PlainRow {
    const isCounted = this.#counters.length > 0 && this.#isCounted(row);
    return {
      ...row,
      ...(isCounted ? this.#perCounter(() => null) : {}),
      [added.fate]: fate,
      [added.before]: null,
      [added.reason]: isCounted ? aloneReasons[fate] : null,
    };
  }

  #perCounter(read: (at: number) => Value): PlainRow {
    return Object.fromEntries(this.#counters.map(({ name }, at) => [name, read(at)]));
  }

  /** Whether the identity now belongs to something else, such as a recreated interface. */
  #isRemade(before: PlainRow, after: PlainRow): boolean {
    const [was, is] = [generationOf(this.#report, before), generationOf(this.#report, after)];
    return was !== null && is !== null && was !== is;
  }

  /** Whether the row's numbers are counters. Gauges in the same column are compared by value. */
  #isCounted(row: PlainRow): boolean {
    return this.#nature === undefined || row[this.#nature.name] === 'counter';
  }

  /** If one of several counters decreased, they were all reset, so no change is known. */
  #changes(before: PlainRow, after: PlainRow, reset: string | null): readonly Change[] {
    const changes = this.#counters.map(({ name }) =>
      changeOf((before[name] ?? null) as bigint | null, (after[name] ?? null) as bigint | null, null),
    );
    const fell = this.#counters.length > 1 && changes.some(({ reason }) => reason === reasons.backwards);
    const why = reset ?? (fell ? reasons.backwards : null);
    return why === null
      ? changes.map(({ delta, reason }) => ({
          delta,
          perSecond: null,
          reason: delta === null ? reason : null,
        }))
      : changes.map(() => ({ delta: null, perSecond: null, reason: why }));
  }

  /** With one counter per row, more than one that decreased means that all were reset. */
  #isReset(pairs: readonly Pair[]): boolean {
    const [counter, ...others] = this.#counters;
    if (counter === undefined || others.length > 0) return false;
    const fallen = pairs.filter(({ before, after }) => {
      if (before === null || after === null || !this.#isCounted(after)) return false;
      const [was, is] = [before[counter.name] ?? null, after[counter.name] ?? null];
      return was !== null && is !== null && is < was;
    });
    return fallen.length > 1;
  }
}
