import type { BoundColumn } from '../core/column.ts';
import type { PlainRow } from '../query/copy.ts';
import type { Filter } from '../query/expression/filter.ts';
import { always, anyOf, type Predicate } from '../query/expression/logic.ts';

/** With more doubts, no count is taken as certain, because each possible value is tested. */
const mostTried = 1_000;

const never: Predicate = () => false;

const everyRow: Pick<Filter, 'test' | 'maybe' | 'doubt'> = { test: always, maybe: null };

/** Which rows and counts hold whatever the hidden values are. */
export class Certainty {
  /** Rows omitted that may match. */
  undecided = 0;
  /** Rows included that may not match. */
  doubtful = 0;
  /** Rows counted as unknown that belong to some value. */
  unplaced = 0;
  /** Rows that are counted. */
  #counted = 0;
  #certainCounts = 0;
  readonly #filter: Filter | null;
  readonly #countBy: readonly BoundColumn[] | null;
  readonly #hidesValue: Predicate;
  readonly #having: Predicate | null;

  /** `matters`: whether the number of counts does, so that it matters where a row counts. */
  constructor(
    filter: Filter | null,
    countBy: readonly BoundColumn[] | null,
    having: Predicate | null,
    matters: boolean,
  ) {
    this.#filter = filter;
    this.#countBy = countBy;
    this.#having = having;
    const hiding = matters ? (countBy ?? []).flatMap(({ hides }) => hides ?? []) : [];
    this.#hidesValue = hiding.length === 0 ? never : anyOf(hiding);
  }

  /** Tests a row and records any doubt. Null if every row passes without doubt. */
  get test(): Predicate | null {
    const { test, maybe = null, doubt = null } = this.#filter ?? everyRow;
    const hidesValue = this.#hidesValue;
    if (this.#countBy === null && maybe === null && doubt === null) return this.#filter?.test ?? null;
    return (view) => {
      if (!test(view)) {
        if (maybe?.(view)) this.undecided++;
        return false;
      }
      this.#counted++;
      if (doubt?.(view)) this.doubtful++;
      if (hidesValue(view)) this.unplaced++;
      return true;
    };
  }

  /** Tests a count after the last row. */
  get testCount(): (row: PlainRow) => boolean {
    const having = this.#having as ((row: PlainRow) => boolean) | null;
    return (row) => {
      if (having?.(row) === false) return false;
      if (this.#isCertain(row)) this.#certainCounts++;
      return true;
    };
  }

  /** Whether a count is kept wherever the rows in doubt belong. */
  #isCertain(row: PlainRow): boolean {
    const count = row['count'] as number;
    const isUnknown = this.#countBy!.some(({ name, hides }) => hides !== undefined && row[name] === null);
    const least = count - this.doubtful - (isUnknown ? this.unplaced : 0);
    const most = count + this.undecided + this.unplaced;
    const having = this.#having as ((row: PlainRow) => boolean) | null;
    if (least < 1 || having === null) return least >= 1;
    if (most - least > mostTried) return false;
    for (let each = least; each <= most; each++) if (!having({ ...row, count: each })) return false;
    return true;
  }

  /** Bounds for the number of rows or counts. */
  bounds(matched: number): { readonly fewest: number; readonly most: number } {
    if (this.#countBy === null) return { fewest: matched - this.doubtful, most: matched + this.undecided };
    const isOpen = this.undecided + this.unplaced + (this.#having === null ? 0 : this.doubtful) > 0;
    const atLeastOne = this.#having === null && this.#counted > this.doubtful ? 1 : 0;
    return {
      fewest: Math.max(this.#certainCounts, atLeastOne),
      most: isOpen ? Number.POSITIVE_INFINITY : matched,
    };
  }
}
