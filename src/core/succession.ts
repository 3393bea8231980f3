/** When a row replaces a different thing from an earlier reading, such as a listener after a restart. */
export interface Succession {
  /** Columns read by the functions. */
  readonly reads: readonly string[];
  /** The place the row occupies; null if another row could not take it over. */
  readonly placeOf: (row: Readonly<Record<string, unknown>>) => string | null;
  /** False if it is known to have different owners than before. */
  readonly isSameOwner: (
    before: Readonly<Record<string, unknown>>,
    after: Readonly<Record<string, unknown>>,
  ) => boolean;
}
