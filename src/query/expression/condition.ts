import type { BoundColumn } from '../../core/column.ts';
import { type Filter, intersection, union } from './filter.ts';
import { allOf, anyOf, type Predicate } from './logic.ts';

/**
 * A filter under construction. If a column it reads can hide its value, the test has two bounds: `possible` holds if the
 * test would hold for some hidden value, `certain` only if it would hold for all. `not` swaps the two, so both are kept until
 * the expression is complete.
 */
export type Condition = Pick<Filter, 'test' | 'reads' | 'states'> & { readonly bounds: Bounds | null };

type Bounds = { readonly possible: Predicate; readonly certain: Predicate };

const boundsOf = ({ test, bounds }: Condition): Bounds => bounds ?? { possible: test, certain: test };

const joined = (
  conditions: readonly Condition[],
  join: (predicates: readonly Predicate[]) => Predicate,
): Pick<Condition, 'test' | 'bounds' | 'reads'> => {
  const bounds = conditions.map(boundsOf);
  return {
    test: join(conditions.map(({ test }) => test)),
    bounds: conditions.every((condition) => condition.bounds === null)
      ? null
      : {
          possible: join(bounds.map(({ possible }) => possible)),
          certain: join(bounds.map(({ certain }) => certain)),
        },
    reads: union(conditions.map(({ reads }) => reads)),
  };
};

export const every = (conditions: readonly Condition[]): Condition =>
  conditions.length === 1
    ? conditions[0]!
    : { ...joined(conditions, allOf), states: intersection(conditions.map(({ states }) => states)) };

export const some = (conditions: readonly Condition[]): Condition => {
  if (conditions.length === 1) return conditions[0]!;
  const states = conditions.map((condition) => condition.states).filter((set) => set !== null);
  return {
    ...joined(conditions, anyOf),
    states: states.length < conditions.length ? null : union(states),
  };
};

export const not = (condition: Condition): Condition => {
  const { test, bounds, reads } = condition;
  return {
    test: (view) => !test(view),
    bounds: bounds && {
      possible: (view) => !bounds.certain(view),
      certain: (view) => !bounds.possible(view),
    },
    reads,
    states: null,
  };
};

/** A test of these columns, undecided if one of them hides its value. */
export const on = (
  columns: readonly BoundColumn[],
  test: Predicate,
  states: ReadonlySet<string> | null = null,
): Condition => {
  const hiding = columns.flatMap(({ hides }) => hides ?? []);
  const hidden = anyOf(hiding);
  return {
    test,
    bounds:
      hiding.length === 0
        ? null
        : {
            possible: (view) => hidden(view) || test(view),
            certain: (view) => !hidden(view) && test(view),
          },
    reads: new Set(columns.map(({ name }) => name)),
    states,
  };
};

export const isKnown = (column: BoundColumn): Condition => {
  const { read } = column;
  return on([column], (view) => read(view) !== null);
};

export const filterOf = ({ test, bounds, reads, states }: Condition): Filter => ({
  test,
  maybe: bounds && ((view) => !test(view) && bounds.possible(view)),
  doubt: bounds && ((view) => !bounds.certain(view)),
  reads,
  states,
});
