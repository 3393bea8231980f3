import type { Condition } from './conditions/compile.ts';
import type { Judgement } from './conditions/judgement.ts';
import type { Place } from './place.ts';
import type { Quiet } from './quiet.ts';
import { Sampler } from './sampler.ts';
import type { WaitRequest } from './wait.ts';

/** Whether all of them hold (or any); null if unknown. */
const together = (parts: readonly (boolean | null)[], any: boolean): boolean | null => {
  if (parts.includes(any)) return any;
  return parts.includes(null) ? null : !any;
};

export type Look = {
  readonly holds: boolean | null;
  readonly judgements: readonly Judgement[];
  /** How long it took, in milliseconds. */
  readonly cost: number;
  /** Whether the files were read just now. */
  readonly isFresh: boolean;
};

/** Evaluates the conditions, but only if something may have changed. */
export class Looker {
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

  /** `isDoubtful`: the previous look is known to be out of date. Falls back on it if `until` comes first. */
  look(isDoubtful: boolean, until: number): Look {
    const start = this.#now();
    const isAsBefore = this.#quiet.isAsBefore(start);
    if (this.#last !== null && isAsBefore && !isDoubtful) return { ...this.#last, isFresh: false };
    const sample = this.#sampler.readUnless(() => this.#now() >= until);
    if (sample === null) return { ...this.#before, cost: this.#now() - start };
    const judgements = this.#conditions.map(({ judge }) => judge(sample));
    const holds = together(
      judgements.map((judgement) => judgement.holds),
      this.#request.any,
    );
    this.#last = { holds, judgements, cost: this.#now() - start, isFresh: true };
    return this.#last;
  }

  /** The previous look, which may be out of date. */
  get #before(): Look {
    if (this.#last?.holds === false) return this.#last;
    const judgement = {
      holds: null,
      value: null,
      detail: 'the time was up before all was read',
      evidence: [],
    };
    return { holds: null, judgements: this.#conditions.map(() => judgement), cost: 0, isFresh: true };
  }
}
