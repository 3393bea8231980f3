import type { BoundColumn } from '../core/column.ts';
import { ReadError, UnsupportedError } from '../core/errors.ts';
import type { Report } from '../core/report.ts';
import type { Request, SourceOptions } from '../core/request.ts';
import * as finder from '../lookup/find-namespaces.ts';
import { machineMeanings } from '../lookup/meanings.ts';
import { completeDraft, draftOf } from '../options/draft.ts';
import { copyRow, type PlainRow } from '../query/copy.ts';
import { compileExpression } from '../query/expression/compile.ts';
import type { Filter } from '../query/expression/filter.ts';
import { always, anyOf } from '../query/expression/logic.ts';
import { columnNamed } from '../query/select.ts';
import { type Answer, ask } from '../request/ask.ts';
import { withChanges } from '../samples/with-changes.ts';
import type { FileSystem } from '../source/filesystem.ts';
import { openKernel } from '../source/kernel.ts';
import type { Evidence, Found, Reading, Sample } from './readings.ts';

/** Where samples are read from. */
export type Place = {
  readonly source: SourceOptions;
  readonly files: FileSystem;
  /** Seconds of a clock that never steps back. */
  readonly clock: () => number;
  /** Expressions for rows that a reading leaves out. */
  readonly ignored?: ReadonlyMap<Reading<unknown>, readonly string[]>;
};

/**
 * Whether a running kernel is read, which a second sample can be taken of. Throws `ReadError` where there is nothing to
 * read at all.
 */
export const isLive = ({ source, files }: Pick<Place, 'source' | 'files'>): boolean => {
  const kernel = openKernel(source, undefined, files, finder.findNamespace);
  kernel.close();
  return kernel.live;
};

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

class Collected {
  readonly rows: PlainRow[] = [];
  undecided = 0;
}

/** All readings of one report. */
class Group {
  readonly #wanted: readonly Wanted[];
  readonly #answer: Answer;

  constructor(
    evidence: Evidence,
    readings: readonly Reading<unknown>[],
    { source, files, clock, ignored }: Place,
  ) {
    const report = reportOf(evidence, clock);
    this.#wanted = readings.map((reading) => understood(reading, report, ignored?.get(reading)));
    this.#answer = ask(requestFor(report, evidence, source), {
      filter: unionOf(this.#wanted),
      files,
      finder,
    });
  }

  read(): ReadonlyMap<unknown, Found> {
    const collected = this.#wanted.map(() => new Collected());
    const found = (rest: Pick<Found, 'account' | 'failure'>): ReadonlyMap<unknown, Found> =>
      new Map(this.#wanted.map(({ reading }, at) => [reading, { ...collected[at]!, ...rest }]));
    try {
      const account = this.#answer.read((view) => this.#hand(view, collected));
      return found({ account, failure: null });
    } catch (error) {
      if (error instanceof ReadError || error instanceof UnsupportedError)
        return found({ account: null, failure: error });
      throw error;
    }
  }

  #hand(view: never, collected: readonly Collected[]): void {
    for (const [at, { filter, columns }] of this.#wanted.entries()) {
      if (filter.test(view)) collected[at]!.rows.push(copyRow(columns, view));
      else if (filter.maybe?.(view)) collected[at]!.undecided++;
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

/** Reads what several rules and conditions ask for, each report once. Throws `UsageError` for words it does not know. */
export class Sampler {
  readonly #groups: readonly Group[];
  readonly #clock: () => number;

  constructor(readings: readonly Reading<unknown>[], place: Place) {
    this.#groups = [...grouped(readings)].map(([evidence, members]) => new Group(evidence, members, place));
    this.#clock = place.clock;
  }

  read(): Sample {
    const at = this.#clock();
    const found = new Map(this.#groups.flatMap((group) => [...group.read()]));
    return {
      at,
      of<Row>(reading: Reading<Row>) {
        return found.get(reading) as Found<Row>;
      },
    };
  }
}
