/** Whether the record under the view is wanted. */
export type Predicate = (view: never) => boolean;

export const always: Predicate = () => true;

export const anyOf = (predicates: readonly Predicate[]): Predicate =>
  predicates.length === 1 ? predicates[0]! : (view) => predicates.some((predicate) => predicate(view));

export const allOf = (predicates: readonly Predicate[]): Predicate =>
  predicates.length === 1 ? predicates[0]! : (view) => predicates.every((predicate) => predicate(view));
