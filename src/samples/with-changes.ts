import type { BoundColumn, Value } from '../core/column.ts';
import type { Report } from '../core/report.ts';
import { ofCopies, type PlainRow } from '../query/copy.ts';
import { type Baseline, companionsOf, countersOf, reasons } from './change.ts';
import { Comparison } from './comparison.ts';
import { hasTrend, isMovingStill, Trends, trendColumn } from './trends.ts';

type ChangeOptions = {
  /** The sample to compare the first one with. */
  readonly before: Baseline | null;
  /** A monotonic clock, in seconds. */
  readonly clock: () => number;
  /** For human readers, defaults to the few columns worth watching. Programs get all. */
  readonly isText: boolean;
  /** Text shows rates for repeated samples, but differences for a single comparison with the past. */
  readonly repeats: boolean;
  /** For a table: keeps the last samples' rates for sparklines. */
  readonly draws?: boolean;
};

const fromRow =
  (name: string) =>
  (row: PlainRow): Value =>
    row[name] ?? null;

const reasonColumn: BoundColumn<PlainRow> = {
  name: 'reason',
  kind: 'text',
  givesWay: { rank: 1, ifEmpty: true },
  help: `Why a difference or a rate is unknown: ${Object.values(reasons).join(', ')}, or the row is a gauge or a setting.`,
  read: fromRow('reason'),
};

/** A counter followed by its two columns. */
const withCompanions = (
  counter: BoundColumn,
  { delta, rate }: { delta: string; rate: string },
): BoundColumn<PlainRow>[] => {
  const { unit, tone } = counter;
  const difference: BoundColumn<PlainRow> = {
    name: delta,
    kind: 'counter',
    help: `Increase of ${counter.name} since the previous sample; unknown if it decreased.`,
    read: fromRow(delta),
    givesWay: { rank: 2, ifEmpty: true },
    ...(counter.heading === undefined ? {} : { heading: `${counter.heading}Delta` }),
    ...(unit === undefined ? {} : { unit }),
    ...(tone === undefined ? {} : { tone }),
  };
  const help = 'The same per second; unknown if the time between the samples is unknown.';
  const perSecond: BoundColumn<PlainRow> = {
    name: rate,
    kind: 'rate',
    unit: 'per second',
    ...(unit === undefined ? {} : { rateOf: unit }),
    heading: rate === 'perSecond' ? 'rate' : `${counter.heading ?? counter.name}/s`,
    help,
    read: fromRow(rate),
  };
  return [ofCopies(counter), difference, perSecond];
};

/** A report's columns plus those added by comparing two samples. */
const changeColumns = (report: Report): readonly BoundColumn<PlainRow>[] => {
  const counters = countersOf(report);
  const companions = companionsOf(counters);
  const columns = report.columns.flatMap((column) => {
    const at = counters.indexOf(column);
    return at < 0 ? [ofCopies(column)] : withCompanions(column, companions[at]!);
  });
  return [...columns, reasonColumn];
};

const usualColumns = (
  report: Report,
  { isText, repeats, draws }: ChangeOptions,
): readonly BoundColumn<PlainRow>[] => {
  const columns = [...changeColumns(report), ...(draws === true ? [trendColumn] : [])];
  if (!isText || report.watched === undefined) return columns;
  const usual = new Set([
    ...report.watched.map((name) => (repeats ? name : name.replace(/PerSecond$/, 'Delta'))),
    trendColumn.name,
  ]);
  return columns.map(({ optional: _, ...column }) =>
    usual.has(column.name) ? column : { ...column, optional: true },
  );
};

/** False if nothing was counted: no counter changed, or it is zero and there is nothing to compare. */
export const hasMoved = (report: Report): ((row: PlainRow) => boolean) => {
  const counters = countersOf(report);
  const companions = companionsOf(counters);
  return (row) =>
    counters.some(({ name }, at) => {
      const reason = row['reason'];
      if (reason === 'gauge' || reason === 'setting') return false;
      return (reason === reasons.first ? row[name] : row[companions[at]!.delta]) !== 0n;
    });
};

/** In text, a list of counters omits unchanged ones unless requested. */
const withoutIdle =
  (report: Report, { isText, draws }: ChangeOptions): Required<Report>['prepare'] =>
  (request, switches) => {
    const own = report.prepare?.(request, switches) ?? {};
    const isList = countersOf(report).length === 1 && !report.listsAll?.(switches);
    if (!isList || !isText || request.output.quiet) return own;
    const movedNow = hasMoved(report);
    // A counter stays visible while its trend shows a change.
    const moved = ((row: PlainRow) => movedNow(row) || (draws === true && isMovingStill(row))) as (
      view: never,
    ) => boolean;
    const { test } = own;
    return { ...own, test: test === undefined ? moved : (view) => test(view) && moved(view) };
  };

/** A restart makes differences unknown, which is a caveat because what happened in between is missing. */
const withRestarts =
  (prepare: Required<Report>['prepare'], comparison: Comparison): Required<Report>['prepare'] =>
  (request, switches) => {
    const own = prepare(request, switches);
    return {
      ...own,
      remarks(rows, isNarrowed, kernel) {
        const remarks = own.remarks?.(rows, isNarrowed, kernel) ?? [];
        const { restarted } = comparison;
        if (restarted === 0) return remarks;
        const text = `counters restarted: change unknown for ${restarted} row${restarted === 1 ? '' : 's'}`;
        return [...remarks, { kind: 'caveat', text }];
      },
    };
  };

/**
 * The report with each scan compared to the previous one. It has more columns, which work like any others. A report without
 * counters is returned unchanged.
 */
export const withChanges = (report: Report, given: ChangeOptions): Report => {
  if (countersOf(report).length === 0) return report;
  const options = { ...given, draws: given.draws === true && hasTrend(report) };
  const columns = usualColumns(report, options);
  const comparison = new Comparison(report, options.before);
  const trends = options.draws ? new Trends(report, columns) : null;
  return {
    ...report,
    columns: columns as unknown as readonly BoundColumn[],
    prepare: withRestarts(withoutIdle(report, options), comparison),
    scan(context) {
      const { bootTime } = context.kernel.machine;
      const rows = comparison.sample(report.scan(context), options.clock(), bootTime);
      trends?.take(rows);
      return rows as unknown as Iterable<never>;
    },
  };
};
