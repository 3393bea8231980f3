import type { SourceOptions } from '../core/request.ts';
import type { Parsed } from './conditions/syntax.ts';
import type { Rule } from './rule.ts';

/** A complete check: plain data, from the command line or the library. */
export type CheckRequest = {
  /** With the thresholds for this run. */
  readonly rules: readonly Rule[];
  readonly conditions: readonly Parsed[];
  /** Expressions for rows a rule ignores, by rule id. */
  readonly ignored: ReadonlyMap<string, readonly string[]>;
  /** Milliseconds between the two samples; 0 for one sample. */
  readonly interval: number;
  readonly source: SourceOptions;
  readonly strictFamily: boolean;
};
