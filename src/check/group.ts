import type { Account } from '../core/account.ts';
import { acrossNamespaces } from '../core/across-namespaces.ts';
import type { BoundColumn, Value } from '../core/column.ts';
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
import type { Evidence, Found, Reading } from './readings.ts';

/** Expressions for rows that readings leave out. */
type Ignored = ReadonlyMap<Reading<unknown>, readonly string[]>;

export type Choice = {
  readonly ignored: Ignored;
  /** Reads the rows of all network namespaces, with a column `netns`. */
  readonly isAcross: boolean;
};

/** A reading with its names resolved. */
type Wanted = {
  readonly reading: Reading<unknown>;
  readonly columns: readonly BoundColumn[];
  readonly filter: Filter;
};

const everyRow: Filter = { test: always, maybe: null, reads: new Set(), states: null };

const without = (filter: Filter, ignored: Filter): Filter => ({
  test: (view) => filter.test(view) && !ignored.test(view),
  maybe: filter.maybe ?? null,
  doubt: filter.doubt ?? null,
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

/** Rows that any of the readings needs. Undecided rows are counted separately for each. */
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

const reportOf = (evidence: Evidence, { clock }: Place, isAcross: boolean): Report => {
  const report = isAcross ? acrossNamespaces(evidence.report) : evidence.report;
  return evidence.isCompared
    ? withChanges(report, { before: null, clock, isText: false, repeats: true })
    : report;
};

/** Reads columns from the rows themselves, because the request's columns would be read for rows of every reading. */
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
  readonly undecidedIn = new Map<string, number>();

  addUndecided(netns: Value): void {
    this.undecided++;
    if (typeof netns === 'string') this.undecidedIn.set(netns, (this.undecidedIn.get(netns) ?? 0) + 1);
  }
}

const absentFrom = ({ account, failure }: Pick<Found, 'account' | 'failure'>): string | null =>
  failure?.code === 'ENOENT'
    ? failure.path
    : (account?.sources.find(({ state }) => state === 'absent')?.path ?? null);

/** All readings of one report. */
export class Group {
  readonly #wanted: readonly Wanted[];
  readonly #answer: Answer;
  /** Whether only selected files are there, as in a pipe. */
  readonly #isSelection: boolean;
  /** A row's network namespace, if all are read. */
  readonly #netns: BoundColumn | null;

  constructor(
    evidence: Evidence,
    readings: readonly Reading<unknown>[],
    place: Place,
    { ignored, isAcross }: Choice,
  ) {
    const { source, files, origin, finder, onProgress } = place;
    const report = reportOf(evidence, place, isAcross);
    this.#isSelection = origin?.isFaithful === false;
    this.#netns = isAcross ? columnNamed(report.columns, 'netns', 'columns') : null;
    this.#wanted = readings.map((reading) => understood(reading, report, ignored.get(reading)));
    this.#answer = ask(requestFor(report, evidence, source), {
      filter: unionOf(this.#wanted),
      files,
      origin,
      finder,
      onProgress,
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

  /** The same in steps, between which other work may run. */
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
    const omitted = this.#isSelection ? absentFrom(rest) : null;
    return new Map(this.#wanted.map(({ reading }, at) => [reading, { ...collected[at]!, ...rest, omitted }]));
  }

  #copied(columns: readonly BoundColumn[], view: never): PlainRow {
    const row = copyRow(columns, view);
    return this.#netns === null ? row : { netns: this.#netns.read(view), ...row };
  }

  #hand(view: never, collected: readonly Collected[]): void {
    for (const [at, { filter, columns, reading }] of this.#wanted.entries()) {
      const passes = filter.test(view);
      const isUndecided = (passes ? filter.doubt : filter.maybe)?.(view) === true;
      if (!passes && !isUndecided) continue;
      if (isUndecided) collected[at]!.addUndecided(this.#netns?.read(view) ?? null);
      if (!isUndecided || reading.takesUndecided) collected[at]!.rows.push(this.#copied(columns, view));
    }
  }
}
