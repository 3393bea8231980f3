import type { Condition } from './conditions/compile.ts';
import type { Judgement } from './conditions/judgement.ts';
import type { Place } from './place.ts';
import { Quiet } from './quiet.ts';
import type { Surroundings } from './run.ts';
import { Sampler } from './sampler.ts';
import type { Waited, WaitRequest } from './wait.ts';

/** Whether all of them hold (or any); null if unknown. */
const together = (parts: readonly (boolean | null)[], any: boolean): boolean | null => {
  if (parts.includes(any)) return any;
  return parts.includes(null) ? null : !any;
};

type Look = {
  readonly holds: boolean | null;
  readonly judgements: readonly Judgement[];
  /** How long it took, in milliseconds. */
  readonly cost: number;
};

/** Evaluates the conditions, but only if something may have changed. */
class Looker {
  readonly #conditions: readonly Condition[];
  readonly #request: WaitRequest;
  readonly #now: () => number;
  readonly #sampler: Sampler;
  readonly #quiet: Quiet;
  #last: Look | null = null;

  constructor(
    conditions: readonly Condition[],
    request: WaitRequest,
    place: Place,
    { now, quiet }: { readonly now: () => number; readonly quiet: Quiet },
  ) {
    this.#conditions = conditions;
    this.#request = request;
    this.#now = now;
    this.#quiet = quiet;
    this.#sampler = new Sampler(
      conditions.flatMap(({ readings }) => readings),
      place,
    );
  }

  /** `isDoubtful`: the previous look is known to be out of date. */
  look(isDoubtful: boolean): Look {
    const start = this.#now();
    const isAsBefore = this.#quiet.isAsBefore(start);
    if (this.#last !== null && isAsBefore && !isDoubtful) return this.#last;
    const sample = this.#sampler.read();
    const judgements = this.#conditions.map(({ judge }) => judge(sample));
    const holds = together(
      judgements.map((judgement) => judgement.holds),
      this.#request.any,
    );
    this.#last = { holds, judgements, cost: this.#now() - start };
    return this.#last;
  }
}

const statuses = new Map<boolean | null, Waited['status']>([
  [true, 'met'],
  [false, 'unmet'],
  [null, 'unknown'],
]);

const asFound = (conditions: readonly Condition[], { judgements }: Look): readonly Waited[] =>
  conditions.map(({ text }, at) => {
    const { holds, detail, evidence } = judgements[at]!;
    return { condition: text, status: statuses.get(holds)!, detail, evidence, nearMisses: [] };
  });

/** Uses the explanation's details if they agree with the final result. */
const withExplanation = (
  found: readonly Waited[],
  explanation: readonly Waited[] | null,
): readonly Waited[] =>
  found.map((waited, at) => {
    const explained = explanation?.[at];
    return explained?.status === waited.status ? explained : waited;
  });

/**
 * When to search for near misses: before the deadline, so that it is not exceeded. The search takes about as long as several
 * looks, and much longer on a busy machine.
 */
const explainedFrom = ({ timeout, explain }: WaitRequest, deadline: number, cost: number): number =>
  explain === 'never' || timeout === null
    ? Number.POSITIVE_INFINITY
    : deadline - Math.min(Math.max(1_000, cost * 5, Math.min(timeout / 10, 5_000)), timeout / 2);

/** How long a single look searches other namespaces for an explanation, in milliseconds. */
const longestAfterOneLook = 2_000;

/** Allows for a slower last look and process exit. In milliseconds. */
const margin = 20;

/** What a wait needs from the process, and the place it reads. */
type Placed = Surroundings & { readonly place: Place };

type Ended = { readonly met: boolean | null; readonly waited: readonly Waited[] };

/** One wait, from the first look to the last. */
class Wait {
  readonly #conditions: readonly Condition[];
  readonly #request: WaitRequest;
  readonly #surroundings: Placed;
  readonly #looker: Looker;
  readonly #deadline: number;
  #explanation: readonly Waited[] | null = null;
  #isContradicted = false;
  #since: number | null = null;

  constructor(
    conditions: readonly Condition[],
    request: WaitRequest,
    surroundings: Placed,
    { looker, deadline }: { readonly looker: Looker; readonly deadline: number },
  ) {
    this.#conditions = conditions;
    this.#request = request;
    this.#surroundings = surroundings;
    this.#looker = looker;
    this.#deadline = deadline;
  }

  async end(): Promise<Ended> {
    const { now, sleep } = this.#surroundings;
    for (let isLast = false; ; ) {
      const look = this.#looker.look(this.#isContradicted);
      if (this.#isMet(look)) return this.#met(look);
      const latest = this.#deadline - 2 * look.cost - margin;
      const late = explainedFrom(this.#request, this.#deadline, look.cost);
      if (now() >= Math.min(late, latest))
        await this.#explain(look, this.#request.timeout === 0 ? now() + longestAfterOneLook : latest);
      if (isLast || now() >= latest) return this.#unmet(look);
      const next = Math.min(now() + this.#request.interval, latest, now() < late ? late : latest);
      isLast = next >= latest;
      await sleep(next - now());
    }
  }

  /** Whether the conditions hold and have held long enough. */
  #isMet({ holds }: Look): boolean {
    const at = this.#surroundings.now();
    this.#since = holds === true ? (this.#since ?? at) : null;
    return this.#since !== null && at - this.#since >= this.#request.stable;
  }

  async #met(look: Look): Promise<Ended> {
    if (this.#request.explain === 'always') await this.#explain(look, Number.POSITIVE_INFINITY);
    return { met: true, waited: this.#waited(look) };
  }

  #unmet(look: Look): Ended {
    return { met: look.holds === true ? false : look.holds, waited: this.#waited(look) };
  }

  /** Whether the explanation, which comes from a separate look, disagrees. */
  #contradicts(explanation: readonly Waited[], { judgements }: Look): boolean {
    return explanation.some(({ status }, at) => status !== statuses.get(judgements[at]!.holds));
  }

  #waited(look: Look): readonly Waited[] {
    return withExplanation(asFound(this.#conditions, look), this.#explanation);
  }

  /** Explains once. */
  async #explain(look: Look, until: number): Promise<void> {
    if (this.#request.explain === 'never' || this.#explanation !== null) return;
    const { explained } = await import('./explain-wait.ts');
    this.#explanation = await explained(this.#request, this.#surroundings, until);
    this.#isContradicted = this.#contradicts(this.#explanation, look);
  }
}

/** Looks until the conditions hold or the time is up. */
export const poll = async (
  conditions: readonly Condition[],
  request: WaitRequest,
  surroundings: Placed,
  start: number,
): Promise<Ended> => {
  const { now, place } = surroundings;
  const looker = new Looker(conditions, request, place, { now, quiet: await Quiet.of(conditions, place) });
  const deadline = request.timeout === null ? Number.POSITIVE_INFINITY : start + request.timeout;
  return new Wait(conditions, request, surroundings, { looker, deadline }).end();
};
