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
  help: 'What became of the row: opened and closed, changed, or replaced by another in the same place (a listener of another process).',
  values: fates,
  read: fromRow(added.fate),
  tone: (fate: Fate) => tones[fate],
};

const beforeColumn: Column = {
  name: added.before,
  kind: 'text',
  help: 'The values that were others before, as column=value.',
  read: fromRow(added.before),
};

const reasonColumn: Column = {
  name: added.reason,
  kind: 'text',
  optional: true,
  help: `Why the difference of a counter is unknown: ${reasons.appeared}, gone, ${reasons.backwards}, or another start of the machine.`,
  read: fromRow(added.reason),
};

const differenceColumn = (counter: BoundColumn): Column => ({
  ...ofCopies(counter),
  help: `What was added to ${counter.name} between the two readings; unknown where it fell.`,
});

/** Whose it is decides whether another took its place, so that it is shown. */
const isOwner = ({ succession }: Report, { name, needs }: BoundColumn): boolean =>
  needs === 'owners' && succession?.reads.includes(name) === true;

const shown = (column: BoundColumn): Column => {
  const { optional: _, ...rest } = ofCopies(column);
  return rest;
};

/** The columns of a report, with what differs in the place of its counters. */
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
 * The report of what differs between an earlier reading and the one that is asked for: more columns, and everything that
 * works on columns works on them. `restart`: why no counter can be compared; null where they can.
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
