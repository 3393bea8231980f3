import type { BoundColumn, Tone, Value } from '../core/column.ts';
import type { Report } from '../core/report.ts';
import { ofCopies, type PlainRow } from '../query/copy.ts';
import { countersOf, reasons } from './change.ts';
import { added, Diff, type Fate, fates, keptRows, neededFor } from './diff.ts';

type Column = BoundColumn<PlainRow>;

const fromRow =
  (name: string) =>
  (row: PlainRow): Value =>
    row[name] ?? null;

const tones: Readonly<Record<Fate, Tone>> = {
  opened: 'good',
  closed: 'bad',
  replaced: 'warn',
  changed: 'dim',
};

const fateColumn: Column = {
  name: added.fate,
  kind: 'text',
  help: 'What happened to the row: opened, closed, changed, or replaced by another in the same place (a listener of another process).',
  values: fates,
  read: fromRow(added.fate),
  tone: (fate: Fate) => tones[fate],
};

const beforeColumn: Column = {
  name: added.before,
  kind: 'text',
  help: 'The previous values of columns that changed, as column=value.',
  read: fromRow(added.before),
};

const reasonColumn: Column = {
  name: added.reason,
  kind: 'text',
  optional: true,
  help: `Why a counter has no difference: ${reasons.appeared}, gone, ${reasons.backwards}, or ${reasons.rebooted}.`,
  read: fromRow(added.reason),
};

const differenceColumn = (counter: BoundColumn): Column => ({
  ...ofCopies(counter),
  help: `Increase of ${counter.name} between the two readings; unknown if it decreased.`,
});

/** The owner determines whether a row was replaced, so it is shown. */
const isOwner = ({ succession }: Report, { name, needs }: BoundColumn): boolean =>
  needs === 'owners' && succession?.reads.includes(name) === true;

const shown = (column: BoundColumn): Column => {
  const { optional: _, ...rest } = ofCopies(column);
  return rest;
};

/** A report's columns, with differences in place of its counters. */
const diffColumns = (report: Report): readonly Column[] => {
  const counters = countersOf(report);
  const columns = report.columns.map((column) =>
    counters.includes(column)
      ? differenceColumn(column)
      : isOwner(report, column)
        ? shown(column)
        : ofCopies(column),
  );
  return [fateColumn, ...columns, beforeColumn, reasonColumn];
};

/** One side of a comparison: its rows, with at least these columns. */
export type Side = (wanted: ReadonlySet<string>) => readonly PlainRow[];

/**
 * A report of the differences between an earlier reading and the requested one. It has more columns, which work like any
 * others. `restart`: why counters cannot be compared; null if they can.
 */
export const diffReport = (report: Report, before: Side, restart: string | null): Report => ({
  ...report,
  columns: diffColumns(report) as unknown as readonly BoundColumn[],
  identity: [...report.identity, added.fate],
  scan: (context) => {
    const wanted = new Set([...context.wanted, ...neededFor(report)]);
    const rows = before(wanted);
    const now = keptRows(report, wanted, report.scan({ ...context, wanted, states: null }));
    return new Diff(report, restart).rows(rows, now) as unknown as Iterable<never>;
  },
});
