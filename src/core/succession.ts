/** Rows of two readings that are not one thing, of which one took the other's place: a listener after a restart. */
export interface Succession {
  /** Columns that the functions read. */
  readonly reads: readonly string[];
  /** The place that the row has taken; null where it has none that another could take. */
  readonly placeOf: (row: Readonly<Record<string, unknown>>) => string | null;
  /** False if others hold it than before, so far as that is known. */
  readonly isSameOwner: (
    before: Readonly<Record<string, unknown>>,
    after: Readonly<Record<string, unknown>>,
  ) => boolean;
}
