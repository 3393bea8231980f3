/** What a monitoring system is given of a report: the columns that measure something, under names of series. */
export interface Measured {
  /** What the names begin with: `network`. */
  readonly prefix: string;
  /** Columns that tell apart series of one name. */
  readonly labels: readonly string[];
  /** Where each row is a counter of its own: the columns that complete the name, describe it, and tell its file. */
  readonly named?: { readonly by: string; readonly description: string; readonly file: string };
  /** The kernel file of a row, by the columns above. */
  readonly origin: (row: Readonly<Record<string, unknown>>) => string;
}
