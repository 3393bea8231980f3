import type { Condition } from './conditions/compile.ts';
import { type Look, Looker } from './looker.ts';
import type { Place } from './place.ts';
import { Quiet } from './quiet.ts';
import type { Surroundings } from './run.ts';
import type { Waited, WaitRequest } from './wait.ts';

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
const margin = 40;

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
  #hasExplained = false;
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

  /** When reading must end; a single look takes as long as it needs. */
  get #end(): number {
    return this.#request.timeout === 0 ? Number.POSITIVE_INFINITY : this.#deadline - margin;
  }

  async end(): Promise<Ended> {
    const { now, sleep } = this.#surroundings;
    for (let isLast = false; ; ) {
      const look = this.#look(isLast);
      if (this.#isMet(look)) return this.#met(look);
      const latest = this.#deadline - 2 * look.cost - margin;
      const late = explainedFrom(this.#request, this.#deadline, look.cost);
      if (now() >= Math.min(late, latest)) await this.#explain(look, now() < latest ? latest : this.#end);
      if (isLast || (look.isFresh && now() >= latest)) return this.#unmet(look);
      const next = Math.min(now() + this.#request.interval, latest, now() < late ? late : latest);
      isLast = next >= latest;
      await sleep(Math.max(0, next - now()));
    }
  }

  /** A result is never based on a look that may be out of date. */
  #look(isLast: boolean): Look {
    const look = this.#looker.look(this.#isContradicted || isLast, this.#end);
    return look.isFresh || !this.#isMet(look) ? look : this.#looker.look(true, this.#end);
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
    if (this.#request.explain === 'never' || this.#hasExplained) return;
    this.#hasExplained = true;
    const { explained } = await import('./explain-wait.ts');
    const bounds =
      this.#request.timeout === 0
        ? { own: until, others: this.#surroundings.now() + longestAfterOneLook }
        : { own: until, others: until };
    this.#explanation = await explained(this.#request, this.#surroundings, bounds);
    this.#isContradicted = this.#explanation !== null && this.#contradicts(this.#explanation, look);
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
