/** Whether the record under the view passes. */
export type Predicate = (view: never) => boolean;

export const always: Predicate = () => true;

/** Loops, not `some` and `every`: a closure per row would cost more than most tests. */
export const anyOf = (predicates: readonly Predicate[]): Predicate => {
  const [first, second] = predicates;
  if (predicates.length === 1) return first!;
  if (predicates.length === 2) return (view) => first!(view) || second!(view);
  return (view) => {
    for (const predicate of predicates) if (predicate(view)) return true;
    return false;
  };
};

export const allOf = (predicates: readonly Predicate[]): Predicate => {
  const [first, second] = predicates;
  if (predicates.length === 1) return first!;
  if (predicates.length === 2) return (view) => first!(view) && second!(view);
  return (view) => {
    for (const predicate of predicates) if (!predicate(view)) return false;
    return true;
  };
};
