import type { SourceOptions } from '../core/request.ts';
import type { PlainRow } from '../query/copy.ts';
import { type Condition, compileConditions } from './conditions/compile.ts';
import type { Judgement } from './conditions/judgement.ts';
import type { Parsed } from './conditions/syntax.ts';
import { Quiet } from './quiet.ts';
import type { Sample } from './readings.ts';
import type { Surroundings } from './run.ts';
import { isLive, type Place, Sampler } from './sampler.ts';

/** What is waited for, complete: plain data, whoever asks. */
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
};

/** What became of one condition. */
export type Waited = {
  readonly condition: string;
  readonly status: 'met' | 'unmet' | 'unknown';
  /** What was found, or why it is not known. */
  readonly detail: string;
  readonly evidence: readonly PlainRow[];
  /** What comes close to a condition that is not met, nearest first. */
  readonly nearMisses: readonly string[];
};

export type WaitResult = {
  /** Null where it cannot be known. */
  readonly met: boolean | null;
  /** Milliseconds. */
  readonly waited: number;
  readonly conditions: readonly Waited[];
};

type Look = {
  readonly holds: boolean | null;
  readonly judgements: readonly Judgement[];
  readonly cost: number;
};

/** Whether all of them hold, or any; null where that is not known. */
const together = (parts: readonly (boolean | null)[], any: boolean): boolean | null => {
  if (parts.includes(any)) return any;
  return parts.includes(null) ? null : !any;
};

const lookOnce = (
  conditions: readonly Condition[],
  sampler: Sampler,
  any: boolean,
  now: () => number,
): Look => {
  const start = now();
  const sample: Sample = sampler.read();
  const judgements = conditions.map(({ judge }) => judge(sample));
  const holds = together(
    judgements.map((judgement) => judgement.holds),
    any,
  );
  return { holds, judgements, cost: now() - start };
};

/** When the next look is due, or null where the time is up: a look must not end after it. */
const nextLook = (at: number, deadline: number, { interval }: WaitRequest, cost: number): number | null => {
  const latest = deadline - cost;
  if (at >= latest) return null;
  return Math.min(at + interval, latest);
};

type Ended = { readonly look: Look; readonly met: boolean | null };

const poll = async (
  conditions: readonly Condition[],
  request: WaitRequest,
  { now, sleep, ...rest }: Surroundings,
  start: number,
): Promise<Ended> => {
  const place: Place = { source: request.source, files: rest.files, clock: () => now() / 1000 };
  const sampler = samplerFor(conditions, place);
  const quiet = await Quiet.of(conditions, place);
  const deadline = request.timeout === null ? Number.POSITIVE_INFINITY : start + request.timeout;
  let look: Look | null = null;
  let since: number | null = null;
  for (;;) {
    const isAsBefore = quiet.isAsBefore(now());
    if (look === null || !isAsBefore) look = lookOnce(conditions, sampler, request.any, now);
    const at = now();
    since = look.holds === true ? (since ?? at) : null;
    if (since !== null && at - since >= request.stable) return { look, met: true };
    const next = nextLook(at, deadline, request, look.cost);
    if (next === null) return { look, met: look.holds === true ? false : look.holds };
    await sleep(next - at);
  }
};

const statuses = new Map<boolean | null, Waited['status']>([
  [true, 'met'],
  [false, 'unmet'],
  [null, 'unknown'],
]);

const samplerFor = (conditions: readonly Condition[], place: Place): Sampler =>
  new Sampler(
    conditions.flatMap(({ readings }) => readings),
    place,
  );

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
  isLive({ source, files: surroundings.files });
  const conditions = await compileConditions(request.conditions, { owners: false, strictFamily });
  const { look, met } = await poll(conditions, request, surroundings, start);
  return {
    met,
    waited: surroundings.now() - start,
    conditions: conditions.map(({ text }, at) => {
      const { holds, detail, evidence } = look.judgements[at]!;
      return { condition: text, status: statuses.get(holds)!, detail, evidence, nearMisses: [] };
    }),
  };
};
