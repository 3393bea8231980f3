import type { Account } from '../core/account.ts';
import type { BoundColumn } from '../core/column.ts';
import { ReadError, UnsupportedError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import type { Request, SourceOptions } from '../core/request.ts';
import { machineMeanings } from '../lookup/meanings.ts';
import { completeDraft, draftOf } from '../options/draft.ts';
import { copyRow, type PlainRow } from '../query/copy.ts';
import { compileExpression } from '../query/expression/compile.ts';
import type { Filter } from '../query/expression/filter.ts';
import { always, anyOf } from '../query/expression/logic.ts';
import { columnNamed } from '../query/select.ts';
import { type Answer, ask, pause } from '../request/ask.ts';
import { withChanges } from '../samples/with-changes.ts';
import type { Place } from './place.ts';
import type { Evidence, Found, Reading, Sample } from './readings.ts';

/** Expressions for rows that readings leave out. */
type Ignored = ReadonlyMap<Reading<unknown>, readonly string[]>;

/** A reading whose words have been understood. */
type Wanted = {
  readonly reading: Reading<unknown>;
  readonly columns: readonly BoundColumn[];
  readonly filter: Filter;
};

const everyRow: Filter = { test: always, maybe: null, reads: new Set(), states: null };

const without = (filter: Filter, ignored: Filter): Filter => ({
  test: (view) => filter.test(view) && !ignored.test(view),
  maybe: filter.maybe ?? null,
  reads: new Set([...filter.reads, ...ignored.reads]),
  states: filter.states,
});

const understood = (reading: Reading<unknown>, report: Report, ignored: readonly string[] = []): Wanted => {
  const compile = (text: string): Filter => compileExpression(text, report.columns, machineMeanings());
  const filter = reading.where === null ? everyRow : compile(reading.where);
  return {
    reading,
    columns: reading.columns.map((name) => columnNamed(report.columns, name, 'columns')),
    filter: ignored.map(compile).reduce(without, filter),
  };
};

/** Rows that any of the readings wants. What cannot be decided is counted for each of them apart. */
const unionOf = (wanted: readonly Wanted[]): Filter => {
  const states = wanted.map(({ filter }) => filter.states);
  return {
    test: anyOf(
      wanted.map(
        ({ filter }) =>
          (view) =>
            filter.test(view) || filter.maybe?.(view) === true,
      ),
    ),
    maybe: null,
    reads: new Set(wanted.flatMap(({ filter, reading }) => [...filter.reads, ...reading.columns])),
    states: states.includes(null) ? null : new Set(states.flatMap((set) => [...(set ?? [])])),
  };
};

const reportOf = ({ report, isCompared }: Evidence, clock: () => number): Report =>
  isCompared ? withChanges(report, { before: null, clock, isText: false, repeats: true }) : report;

/** Columns are read from the rows themselves: those of the request would be read for every row that any reading wants. */
const requestFor = (report: Report, { switches }: Evidence, source: SourceOptions): Request =>
  completeDraft(
    { ...draftOf(report), switches: switches(), source, columns: [report.columns[0]!.name] },
    'json',
  );

/** The error, if the kernel's files are to blame. */
const readFailure = (error: unknown): ReadError | UnsupportedError => {
  if (error instanceof ReadError || error instanceof UnsupportedError) return error;
  throw error;
};

class Collected {
  readonly rows: PlainRow[] = [];
  undecided = 0;
}

/** All readings of one report. */
class Group {
  readonly #wanted: readonly Wanted[];
  readonly #answer: Answer;

  constructor(evidence: Evidence, readings: readonly Reading<unknown>[], place: Place, ignored: Ignored) {
    const { source, files, origin, finder, clock } = place;
    const report = reportOf(evidence, clock);
    this.#wanted = readings.map((reading) => understood(reading, report, ignored.get(reading)));
    this.#answer = ask(requestFor(report, evidence, source), {
      filter: unionOf(this.#wanted),
      files,
      origin,
      finder,
    });
  }

  read(): ReadonlyMap<unknown, Found> {
    const collected = this.#wanted.map(() => new Collected());
    try {
      const account = this.#answer.read((view) => this.#hand(view, collected));
      return this.#found(collected, { account, failure: null });
    } catch (error) {
      return this.#found(collected, { account: null, failure: readFailure(error) });
    }
  }

  /** The same in steps, between which others may run. */
  *steps(): Generator<typeof pause, ReadonlyMap<unknown, Found>> {
    const collected = this.#wanted.map(() => new Collected());
    let account: Account | null = null;
    try {
      const steps = this.#answer.steps((ended) => {
        account = ended;
      });
      for (const view of steps)
        if (view === pause) yield pause;
        else this.#hand(view as never, collected);
      return this.#found(collected, { account, failure: null });
    } catch (error) {
      return this.#found(collected, { account: null, failure: readFailure(error) });
    }
  }

  #found(
    collected: readonly Collected[],
    rest: Pick<Found, 'account' | 'failure'>,
  ): ReadonlyMap<unknown, Found> {
    return new Map(this.#wanted.map(({ reading }, at) => [reading, { ...collected[at]!, ...rest }]));
  }

  #hand(view: never, collected: readonly Collected[]): void {
    for (const [at, { filter, columns, reading }] of this.#wanted.entries()) {
      const isUndecided = !filter.test(view);
      if (isUndecided && filter.maybe?.(view) !== true) continue;
      if (isUndecided) collected[at]!.undecided++;
      if (!isUndecided || reading.takesUndecided) collected[at]!.rows.push(copyRow(columns, view));
    }
  }
}

const grouped = (
  readings: readonly Reading<unknown>[],
): ReadonlyMap<Evidence, readonly Reading<unknown>[]> => {
  const groups = new Map<Evidence, Reading<unknown>[]>();
  for (const reading of new Set(readings))
    groups.set(reading.evidence, [...(groups.get(reading.evidence) ?? []), reading]);
  return groups;
};

/** Milliseconds after which a reading in turns lets others run. */
const longestTurn = 5;

const sampleOf = (at: number, found: ReadonlyMap<unknown, Found>): Sample => ({
  at,
  of<Row>(reading: Reading<Row>) {
    return found.get(reading) as Found<Row>;
  },
});

/** Reads the rows of several rules and conditions, each report once. Throws `UsageError` for unknown columns. */
export class Sampler {
  readonly #groups: readonly Group[];
  readonly #clock: () => number;

  constructor(readings: readonly Reading<unknown>[], place: Place, ignored: Ignored = new Map()) {
    this.#groups = [...grouped(readings)].map(
      ([evidence, members]) => new Group(evidence, members, place, ignored),
    );
    this.#clock = place.clock;
  }

  read(): Sample {
    const at = this.#clock();
    return sampleOf(at, new Map(this.#groups.flatMap((group) => [...group.read()])));
  }

  /** The same for a process that has others to answer meanwhile; `turn` lets them run. */
  async readInTurns(turn: () => Promise<void>): Promise<Sample> {
    const at = this.#clock();
    const found: (readonly [unknown, Found])[] = [];
    for (const group of this.#groups) {
      const steps = group.steps();
      let since = performance.now();
      let step = steps.next();
      for (; step.done !== true; step = steps.next()) {
        if (performance.now() - since < longestTurn) continue;
        await turn();
        since = performance.now();
      }
      found.push(...step.value);
      await turn();
    }
    return sampleOf(at, new Map(found));
  }
}
