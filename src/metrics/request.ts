import type { Rule } from '../check/rule.ts';
import type { SourceOptions } from '../core/request.ts';

/** What is read and how much of it is printed: plain data, from the command line or the library. */
export type MetricsRequest = {
  readonly source: SourceOptions;
  /** Over so many series whole families are left out. */
  readonly maxSeries: number;
  /** The rules that become series. */
  readonly rules: readonly Rule[];
};
