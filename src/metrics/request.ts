import type { Rule } from '../check/rule.ts';
import type { SourceOptions } from '../core/request.ts';

/** What to read and how much of it to print: plain data, from the command line or the library. */
export type MetricsRequest = {
  readonly source: SourceOptions;
  /** Beyond this many series, whole families are left out. */
  readonly maxSeries: number;
  /** The rules that become series. */
  readonly rules: readonly Rule[];
};
