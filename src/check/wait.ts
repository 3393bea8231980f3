import type { SourceOptions } from '../core/request.ts';
import type { PlainRow } from '../query/copy.ts';
import { compileConditions } from './conditions/compile.ts';
import type { Parsed } from './conditions/syntax.ts';
import { isLive, placeFor } from './place.ts';
import { poll } from './poll.ts';
import type { Surroundings } from './run.ts';

/** A complete wait: plain data, from the command line or the library. */
export type WaitRequest = {
  readonly conditions: readonly Parsed[];
  /** Whether one condition is enough. */
  readonly any: boolean;
  /** In milliseconds; null for no limit, 0 for one look. */
  readonly timeout: number | null;
  /** Milliseconds between two looks. */
  readonly interval: number;
  /** How long the conditions must hold, in milliseconds. */
  readonly stable: number;
  readonly source: SourceOptions;
  readonly strictFamily: boolean;
  /** When to find socket owners and near misses: on timeout, always, or never. */
  readonly explain: 'misses' | 'always' | 'never';
};

/** The result for one condition. */
export type Waited = {
  /** The condition as given. */
  readonly condition: string;
  /** Whether it holds; unknown if the kernel's files do not show it. */
  readonly status: 'met' | 'unmet' | 'unknown';
  /** What was found, or why it is unknown. */
  readonly detail: string;
  /** The rows that meet it. */
  readonly evidence: readonly PlainRow[];
  /** Near misses of an unmet condition, closest first. */
  readonly nearMisses: readonly string[];
};

export type WaitResult = {
  /** Whether the wait succeeded; null if unknown. */
  readonly met: boolean | null;
  /** How long it took, in milliseconds. */
  readonly waited: number;
  /** Every condition, in the order given. */
  readonly conditions: readonly Waited[];
};

/**
 * Checks immediately and then repeatedly until the conditions hold or the time is up. `start` is the start time on the
 * clock of the surroundings. Throws `UsageError` for unknown words and `ReadError` if there is nothing to read.
 */
export const waitUntil = async (
  request: WaitRequest,
  surroundings: Surroundings,
  start = surroundings.now(),
): Promise<WaitResult> => {
  const { strictFamily, source } = request;
  const place = await placeFor(source, surroundings);
  isLive(place);
  const conditions = await compileConditions(request.conditions, { owners: false, strictFamily });
  const { met, waited } = await poll(conditions, request, { ...surroundings, place }, start);
  return { met, waited: surroundings.now() - start, conditions: waited };
};
