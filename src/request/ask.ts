import type { Account } from '../core/account.ts';
import type { BoundColumn } from '../core/column.ts';
import type { Problem } from '../core/errors.ts';
import type { OnProgress } from '../core/progress.ts';
import type { Preparation } from '../core/report.ts';
import type { Request } from '../core/request.ts';
import { KernelLookups } from '../lookup/lookups.ts';
import type { Filter } from '../query/expression/filter.ts';
import { allOf, always, type Predicate } from '../query/expression/logic.ts';
import { outputColumns, type Query, runQuery } from '../query/pipeline.ts';
import type { FileSystem } from '../source/filesystem.ts';
import { KernelPlace } from '../source/kernel.ts';
import type { Origin } from '../source/origin.ts';
import { remarksOnNames } from './asked-names.ts';
import { Certainty } from './certainty.ts';
import { asksForNames } from './filter.ts';
import { type NamespaceFinder, NamespaceReading } from './namespaces.ts';
import { ownerCount } from './owners.ts';
import { type Understood, understand } from './understand.ts';

/** What a request needs besides its own data: the compiled filter and access to files. */
export type Given = {
  readonly filter: Filter | null;
  readonly having?: Filter | null;
  readonly files: FileSystem;
  /** Describes files held in memory. */
  readonly origin?: Origin | null;
  /** Set if the request or its report involves other namespaces. */
  readonly finder?: NamespaceFinder | null;
  /** Called for every problem, including those the account no longer lists. */
  readonly onProblem?: ((problem: Problem) => void) | undefined;
  /** Called every few milliseconds while other processes or namespaces are looked at. */
  readonly onProgress?: OnProgress | null;
};

/** A step of a reading that yielded no row. */
export const pause: unique symbol = Symbol('pause');

const rowsBetweenPauses = 256;

/** A validated request. Each reading queries the kernel again. */
export interface Answer {
  /** The columns for reading the resulting rows. */
  readonly columns: readonly BoundColumn[];
  /** Reads once and passes every resulting row to `take`, valid until it returns. Throws if nothing can be read. */
  read(take: (row: never) => void): Account;
  /** Throws if there is nothing to read. */
  probe(): void;
  /** Matching rows as they are read, up to `most`, neither sorted nor counted, with pauses that let other work run. */
  steps(onAccount: (account: Account) => void, most?: number): Generator<typeof pause | never, void>;
}

/** One reading of the kernel's current state, and what has been noticed so far. */
class Reading {
  readonly reading: NamespaceReading;
  readonly views: Iterable<never>;
  readonly preparation: Preparation;
  readonly owners: ReturnType<typeof ownerCount>;
  readonly #request: Request;
  readonly lookups: KernelLookups;
  readonly certainty: Certainty;

  constructor(
    request: Request,
    place: KernelPlace,
    { wanted, filter, query }: Understood,
    { onProblem, finder = null, onProgress = null }: Given,
  ) {
    const { report, switches, having, exit } = request;
    const isJudged = having.length > 0 || exit.rows !== null;
    this.certainty = new Certainty(filter, query.countBy, having.length > 0 ? query.having : null, isJudged);
    this.preparation = report.prepare?.(request, switches) ?? {};
    this.reading = new NamespaceReading(place.open(onProblem), finder, onProgress);
    const { kernel } = this.reading;
    const lookups = new KernelLookups(kernel, onProgress);
    this.#request = request;
    this.lookups = lookups;
    this.owners = ownerCount(report, query.countBy ?? query.columns, lookups);
    this.views = report.scan({
      kernel,
      wanted,
      states: filter?.states ?? null,
      switches,
      lookups,
      namespaces: () => this.reading.namespaces(),
    });
  }

  /** Combines the filter with what the report itself hides. */
  get test(): Predicate {
    const { test: first, lastTest } = this.preparation;
    const tests = [first, this.certainty.test, lastTest].filter((test) => test != null);
    return this.owners.through(tests.length === 0 ? always : allOf(tests));
  }

  query(query: Understood['query']): Query {
    const { exit, output } = this.#request;
    const asksForAny = output.quiet || exit.exitCode;
    return {
      ...query,
      test: this.test,
      having: query.countBy === null ? query.having : this.certainty.testCount,
      isEnough: (rows) => exit.rows === null && (!asksForAny || rows > this.certainty.doubtful),
    };
  }

  conclude(rows: number, isNarrowed: boolean): Account {
    const [{ kernel }, request] = [this.reading, this.#request];
    const own = this.preparation.remarks?.(rows, isNarrowed, kernel) ?? [];
    const { undecided, doubtful, unplaced } = this.certainty;
    const isRoot = kernel.machine.uid === null ? null : kernel.machine.uid === 0;
    const found = { rows, undecided, isRoot };
    const names = asksForNames(request) ? remarksOnNames(request, found, kernel, this.lookups) : [];
    this.reading.conclude();
    return {
      sources: this.reading.sources,
      problems: kernel.problems.kept,
      problemCount: kernel.problems.total,
      unowned: this.owners.unowned,
      isRoot,
      undecided,
      doubtful,
      unplaced,
      rows,
      bounds: this.certainty.bounds(rows),
      remarks: [...own, ...names],
    };
  }
}

const needsOwners = ({ wanted }: Understood, { report }: Request): boolean =>
  report.columns.some(({ name, needs }) => needs === 'owners' && wanted.has(name));

/** Validates a request. Throws `UsageError`. */
export const ask = (request: Request, given: Given): Answer => {
  const { filter } = given;
  const understood = understand(request, given);
  const { query } = understood;
  const place = new KernelPlace(request.source, given.files, given.origin, given.finder?.findNamespace);
  const isNarrowed = filter !== null || query.limit === 0;
  return {
    columns: outputColumns(query),
    probe: () => place.open().close(),
    read(take) {
      const reading = new Reading(request, place, understood, given);
      try {
        return reading.conclude(runQuery(reading.views, reading.query(query), take), isNarrowed);
      } finally {
        reading.reading.close();
      }
    },
    *steps(onAccount, most = Number.POSITIVE_INFINITY) {
      const reading = new Reading(request, place, understood, given);
      try {
        if (needsOwners(understood, request)) for (const _ of reading.lookups.lookForOwners()) yield pause;
        const { test } = reading;
        let scanned = 0;
        let rows = 0;
        for (const view of most === 0 ? [] : reading.views) {
          if (++scanned % rowsBetweenPauses === 0) yield pause;
          if (!test(view)) continue;
          yield view;
          if (++rows >= most) break;
        }
        onAccount(reading.conclude(rows, isNarrowed));
      } finally {
        reading.reading.close();
      }
    },
  };
};
