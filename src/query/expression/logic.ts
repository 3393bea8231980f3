/** Whether the view's current record passes. */
export type Predicate = (view: never) => boolean;

export const always: Predicate = () => true;

/** Loops instead of `some` and `every`, because a closure per row costs more than most tests. */
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
