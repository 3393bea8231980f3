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
import { columnsNamed, selectColumns } from '../query/select.ts';
import { sortKeys } from '../query/sort.ts';
import { countColumn } from '../query/tally.ts';
import type { FileSystem } from '../source/filesystem.ts';
import { KernelPlace } from '../source/kernel.ts';
import type { Origin } from '../source/origin.ts';
import { remarksOnNames } from './asked-names.ts';
import { asksForNames } from './filter.ts';
import { type NamespaceFinder, NamespaceReading } from './namespaces.ts';
import { ownerCount } from './owners.ts';

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
  /** Matching rows as they are read, neither sorted nor counted nor limited, with pauses that let other work run. */
  steps(onAccount: (account: Account) => void): Generator<typeof pause | never, void>;
}

type Understood = {
  readonly query: Query;
  readonly wanted: ReadonlySet<string>;
  readonly filter: Filter | null;
};

/** Resolves column names. Throws `UsageError` for a column the report does not have. */
const understand = ({ report, ...request }: Request, { filter, having }: Given): Understood => {
  const columns = selectColumns(
    report.columns,
    request.columns ?? undefined,
    request.extraColumns,
    request.output.isText,
  );
  const named = request.countBy?.flatMap((word) => columnsNamed(report.columns, word, '--count-by'));
  const countBy = named === undefined ? null : [...new Set(named)];
  const sort = sortKeys(
    request.sort,
    countBy === null ? report.columns : [...countBy, countColumn as BoundColumn],
  );
  const read = [...(countBy ?? columns), ...sort].map(({ name }) => name);
  return {
    query: {
      columns,
      all: report.columns,
      test: filter?.test ?? always,
      sort,
      limit: request.limit,
      countBy,
      having: having?.test ?? always,
    },
    wanted: new Set([...read, ...(filter?.reads ?? [])]),
    filter,
  };
};

/** One reading of the kernel's current state, and what has been noticed so far. */
class Reading {
  readonly reading: NamespaceReading;
  readonly views: Iterable<never>;
  readonly preparation: Preparation;
  readonly owners: ReturnType<typeof ownerCount>;
  readonly #request: Request;
  readonly lookups: KernelLookups;
  undecided = 0;

  constructor(
    request: Request,
    place: KernelPlace,
    { wanted, filter, query }: Understood,
    { onProblem, finder = null, onProgress = null }: Given,
  ) {
    const { report, switches } = request;
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

  /** Combines the filter with what the report itself hides. Counts rows that could have matched. */
  test({ filter }: Understood): Predicate {
    const own = this.preparation.test;
    const tests = [...(own === undefined ? [] : [own]), ...(filter === null ? [] : [this.#counted(filter)])];
    return tests.length === 0 ? always : allOf(tests);
  }

  #counted({ test, maybe }: Filter): Predicate {
    if (!maybe) return test;
    return (view) => {
      if (test(view)) return true;
      if (maybe(view)) this.undecided++;
      return false;
    };
  }

  conclude(rows: number, isNarrowed: boolean): Account {
    const [{ kernel }, request] = [this.reading, this.#request];
    const own = this.preparation.remarks?.(rows, isNarrowed, kernel) ?? [];
    const names = asksForNames(request) ? remarksOnNames(request, rows, kernel, this.lookups) : [];
    this.reading.conclude();
    return {
      sources: this.reading.sources,
      problems: kernel.problems.kept,
      problemCount: kernel.problems.total,
      unowned: this.owners.unowned,
      isRoot: kernel.machine.uid === null ? null : kernel.machine.uid === 0,
      undecided: this.undecided,
      rows,
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
        const test = reading.owners.through(reading.test(understood));
        return reading.conclude(runQuery(reading.views, { ...query, test }, take), isNarrowed);
      } finally {
        reading.reading.close();
      }
    },
    *steps(onAccount) {
      const reading = new Reading(request, place, understood, given);
      try {
        if (needsOwners(understood, request)) for (const _ of reading.lookups.lookForOwners()) yield pause;
        const test = reading.owners.through(reading.test(understood));
        let scanned = 0;
        let rows = 0;
        for (const view of reading.views) {
          if (++scanned % rowsBetweenPauses === 0) yield pause;
          if (!test(view)) continue;
          rows++;
          yield view;
        }
        onAccount(reading.conclude(rows, isNarrowed));
      } finally {
        reading.reading.close();
      }
    },
  };
};
