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
  /** One condition is enough. */
  readonly any: boolean;
  /** Milliseconds; null for no limit, 0 for one look. */
  readonly timeout: number | null;
  /** Milliseconds between two looks. */
  readonly interval: number;
  /** Milliseconds for which it must stay so. */
  readonly stable: number;
  readonly source: SourceOptions;
  readonly strictFamily: boolean;
  /** Look for the owners of sockets and for near misses: where conditions are not met in time, always, or never. */
  readonly explain: 'misses' | 'always' | 'never';
};

/** What became of one condition. */
export type Waited = {
  /** The condition as it was given. */
  readonly condition: string;
  /** Whether it holds; unknown where the kernel's files do not tell. */
  readonly status: 'met' | 'unmet' | 'unknown';
  /** What was found, or why it is not known. */
  readonly detail: string;
  /** The rows that meet it. */
  readonly evidence: readonly PlainRow[];
  /** What comes close to a condition that is not met, nearest first. */
  readonly nearMisses: readonly string[];
};

export type WaitResult = {
  /** Whether the wait succeeded; null where it cannot be known. */
  readonly met: boolean | null;
  /** How long it took, in milliseconds. */
  readonly waited: number;
  /** Every condition, in the order given. */
  readonly conditions: readonly Waited[];
};

/**
 * Looks at once and then again and again, until the conditions hold or the time is up. `start` is when the time began, on
 * the clock of the surroundings. Throws `UsageError` for words that mean nothing, and `ReadError` where there is nothing
 * to read.
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
