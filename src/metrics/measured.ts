import { levels, type Reading } from '../check/readings.ts';
import { acrossNamespaces } from '../core/across-namespaces.ts';
import type { BoundColumn, Unit } from '../core/column.ts';
import type { Measured } from '../core/measured.ts';
import type { Report } from '../core/report.ts';
import { counterNote } from '../glossary/counters/index.ts';
import type { PlainRow } from '../query/copy.ts';
import { loadReports } from '../reports/registry.ts';
import type { Families, Labels, SeriesType } from './family.ts';
import { seriesName, snakeCase } from './naming.ts';

/** A report that declares metric names. */
export type MeasuredReport = Report & { readonly measured: Measured };

const isMeasured = (report: Report): report is MeasuredReport => report.measured !== undefined;

/** Every report with measured columns, including reports that an option selects. */
export const measuredReports = async (): Promise<readonly MeasuredReport[]> =>
  (await loadReports())
    .flatMap((report) => [report, ...Object.values(report.variants ?? {})])
    .filter(isMeasured);

/** Columns that identify the network namespace, if several are read. */
export const namespaceColumns = ['netns', 'container'] as const;

/** The columns that become series. */
const seriesColumns = ({ columns }: Report): readonly BoundColumn[] =>
  columns.filter(
    ({ kind, measures, metric }) => (kind === 'counter' || measures !== undefined) && metric !== null,
  );

const toldBy = ({ measures }: BoundColumn): readonly string[] =>
  typeof measures === 'object' ? [measures.kindIn] : [];

/** All rows of the report, with the columns that become series. */
export const readingOf = (report: MeasuredReport, isAcross: boolean): Reading => {
  const { labels, named } = report.measured;
  const columns = new Set([
    ...(isAcross ? namespaceColumns : []),
    ...labels,
    ...Object.values(named ?? {}),
    ...seriesColumns(report).flatMap((column) => [column.name, ...toldBy(column)]),
  ]);
  const read: Report = isAcross ? acrossNamespaces(report) : report;
  return { evidence: levels(read), where: null, columns: [...columns] };
};

/** Prometheus uses base units only: the suffix of the name, and the conversion from our unit. */
type BaseUnit = { readonly suffix: string; readonly of: (value: number | bigint) => number | bigint };

const same = (value: number | bigint): number | bigint => value;

const divided =
  (by: number) =>
  (value: number | bigint): number =>
    Number(value) / by;

/** Null if the page size is unknown. */
const baseUnit = (unit: Unit | undefined, pageSize: number | null): BaseUnit | null => {
  if (unit === 'bytes') return { suffix: 'bytes', of: same };
  if (unit === 'percent') return { suffix: 'ratio', of: divided(100) };
  if (unit === 'milliseconds') return { suffix: 'seconds', of: divided(1000) };
  if (unit !== 'pages') return { suffix: unit === 'seconds' ? unit : '', of: same };
  return pageSize === null ? null : { suffix: 'bytes', of: (value) => Number(value) * pageSize };
};

const typeOf = ({ measures }: BoundColumn, row: PlainRow): SeriesType => {
  if (typeof measures !== 'object') return measures ?? 'counter';
  const kind = row[measures.kindIn];
  return kind === 'counter' ? 'counter' : kind === null ? 'untyped' : 'gauge';
};

const numberOf = (value: unknown): number | bigint | null =>
  typeof value === 'boolean' ? Number(value) : (value as number | bigint | null);

/** As a sentence, in the series' units. */
const sentence = (text: string): string => {
  const inBaseUnits = text
    .replace(/milliseconds/g, 'seconds')
    .replace(/Milliseconds/g, 'Seconds')
    .replace(/as a percentage of/g, 'divided by');
  return inBaseUnits.endsWith('.') ? inBaseUnits : `${inBaseUnits}.`;
};

const helpOf = (
  { measured: { named, origin } }: MeasuredReport,
  column: BoundColumn,
  row: PlainRow,
): string => {
  const text = named === undefined ? column.help : (row[named.description] ?? 'No description.');
  return `${sentence(String(text))} From ${column.origin ?? origin(row)}.`;
};

const wordsOf = (
  { measured: { prefix, named } }: MeasuredReport,
  column: BoundColumn,
  row: PlainRow,
): string[] =>
  named === undefined
    ? [prefix, column.metric ?? snakeCase(column.name)]
    : [snakeCase(String(row[named.by]))];

/** A counter with its own row has its unit in its note. */
const unitOf = (
  { measured: { named } }: MeasuredReport,
  column: BoundColumn,
  row: PlainRow,
): Unit | undefined => (named === undefined ? column.unit : counterNote(String(row[named.by]))?.unit);

const labelsOf = ({ measured: { labels } }: MeasuredReport, row: PlainRow): Labels => {
  const names = [...namespaceColumns, ...labels].filter((name) => Object.hasOwn(row, name));
  return Object.fromEntries(names.map((name) => [snakeCase(name), row[name] as string | number | null]));
};

/** Adds a report's measured values. An unknown value has no series; it is never 0. */
export const addRows = (
  report: MeasuredReport,
  rows: readonly PlainRow[],
  pageSize: number | null,
  families: Families,
): void => {
  const columns = seriesColumns(report);
  for (const row of rows)
    for (const column of columns) {
      const value = numberOf(row[column.name]);
      const unit = baseUnit(unitOf(report, column, row), pageSize);
      if (value === null || unit === null) continue;
      const type = typeOf(column, row);
      const name = seriesName(wordsOf(report, column, row), unit.suffix, type);
      families.add({ name, type, help: helpOf(report, column, row) }, labelsOf(report, row), unit.of(value));
    }
};
