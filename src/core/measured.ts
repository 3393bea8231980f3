/** How a report becomes metrics: its measured columns and the names of their series. */
export interface Measured {
  /** The prefix of the names: `network`. */
  readonly prefix: string;
  /** Columns that distinguish series with the same name. */
  readonly labels: readonly string[];
  /** If each row is a separate counter: the columns that complete its name, describe it, and name its file. */
  readonly named?: { readonly by: string; readonly description: string; readonly file: string };
  /** The kernel file of a row, by the columns above. */
  readonly origin: (row: Readonly<Record<string, unknown>>) => string;
}
