import type { Campaign } from './campaign.ts';
import { commands, expressions, files, patterns } from './campaigns.ts';
import { dataQuestion, loadData } from './expressions.ts';
import { type Findings, Judge } from './judge.ts';
import { randomOf } from './random.ts';

export type Finding = {
  readonly campaign: string;
  readonly place: number;
  readonly why: Findings;
  readonly input: string;
};

export type Limits = {
  readonly seed: number;
  /** Continues while this is true. */
  readonly goesOn: () => boolean;
  /** Called before each case, so that a watcher knows which one hangs. */
  readonly onCase: (campaign: string, place: number) => void;
  /** Only this case. */
  readonly only?: { readonly campaign: string; readonly place: number } | null;
};

const batch = 50;

type Asked<Case> = {
  readonly given: Case;
  readonly place: number;
  readonly wrong: Findings;
  readonly question: object | null;
};

const attempt = async <Case>(
  campaign: Campaign<Case>,
  given: Case,
): Promise<{ wrong: Findings; question: object | null }> => {
  try {
    return await campaign.run(given);
  } catch (error) {
    return { wrong: [`throws ${(error as Error).stack ?? String(error)}`], question: null };
  }
};

/** What is wrong with a case, according to the judge. */
const judged = async <Case>(campaign: Campaign<Case>, given: Case, judge: Judge): Promise<Findings> => {
  const { wrong, question } = await attempt(campaign, given);
  if (wrong.length > 0 || question === null) return wrong;
  return (await judge.ask([question]))[0]!;
};

const mostSteps = 3_000;

/** The smallest failing case found by shrinking. */
const smallest = async <Case>(
  campaign: Campaign<Case>,
  found: Case,
  why: Findings,
  judge: Judge,
): Promise<{ given: Case; why: Findings }> => {
  let best = { given: found, why };
  let steps = 0;
  for (let isSmaller = true; isSmaller && steps < mostSteps; ) {
    isSmaller = false;
    for (const given of campaign.smaller(best.given)) {
      if (++steps > mostSteps) break;
      const still = await judged(campaign, given, judge);
      if (still.length === 0) continue;
      best = { given, why: still };
      isSmaller = true;
      break;
    }
  }
  return best;
};

/** Runs the campaigns in turn. Returns the first finding, and counts cases. */
export class Run {
  readonly counts = new Map<string, number>();
  readonly #limits: Limits;
  readonly #judge = new Judge();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  async find(): Promise<Finding | null> {
    const data = await loadData();
    await this.#judge.ask(data.map(dataQuestion));
    const all = [files, commands, expressions(data), patterns];
    try {
      for (let round = 0; this.#limits.goesOn(); round++)
        for (const [number, campaign] of all.entries()) {
          const finding = await this.#turn(campaign as Campaign<unknown>, number, round);
          if (finding !== null) return finding;
        }
      return null;
    } finally {
      this.#judge.close();
    }
  }

  async #turn(campaign: Campaign<unknown>, number: number, round: number): Promise<Finding | null> {
    const { only = null } = this.#limits;
    const first = round * campaign.turn;
    for (let at = 0; at < campaign.turn && this.#limits.goesOn(); at += batch) {
      const places = Array.from(
        { length: Math.min(batch, campaign.turn - at) },
        (_, offset) => first + at + offset,
      ).filter((place) => only === null || (only.campaign === campaign.name && only.place === place));
      const finding = await this.#batch(campaign, number, places);
      if (finding !== null) return finding;
    }
    return null;
  }

  async #batch(
    campaign: Campaign<unknown>,
    number: number,
    places: readonly number[],
  ): Promise<Finding | null> {
    const { seed, onCase } = this.#limits;
    const asked: Asked<unknown>[] = [];
    for (const place of places) {
      onCase(campaign.name, place);
      const given = campaign.make(randomOf(seed, number, place));
      asked.push({ given, place, ...(await attempt(campaign, given)) });
    }
    this.counts.set(campaign.name, (this.counts.get(campaign.name) ?? 0) + places.length);
    const questions = asked.filter(({ question }) => question !== null);
    const answers =
      questions.length === 0 ? [] : await this.#judge.ask(questions.map(({ question }) => question!));
    for (const one of asked) {
      const why = [...one.wrong, ...(answers[questions.indexOf(one)] ?? [])];
      if (why.length === 0) continue;
      const least = await smallest(campaign, one.given, why, this.#judge);
      return { campaign: campaign.name, place: one.place, why: least.why, input: campaign.show(least.given) };
    }
    return null;
  }
}
