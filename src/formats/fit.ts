import { cut, cutHolders, leastHolders } from './cut.ts';
import type { TextCell } from './text-cells.ts';

/** A cell as it would be printed, with its tone. */
export type Drawn = { readonly text: string; readonly width: number; readonly tone: string };

/** The layout of rows: remaining columns, their widths, and what was dropped. */
export type Fitted = {
  readonly shown: readonly number[];
  readonly room: number;
  readonly widths: readonly number[];
  /** Most rows are too long, so all rows and the heading break at the same columns. */
  readonly isEven: boolean;
  /** Hidden columns, for the footer. */
  readonly hidden: readonly string[];
  /** Columns that now include the values of another one. */
  readonly folds: ReadonlyMap<number, Fold>;
};

type Fold = { readonly from: number; readonly suffixes: Readonly<Record<string, string>> };

/** Minimum width for columns of names. */
const narrowest = 8;
/** Minimum width for columns of addresses. */
const narrowestAddress = 15;
export const gap = 2;

/** 0 in any form, with or without a unit, or unknown. */
const emptyText = /^(?:-|0(?:\.0+)?[A-Za-z/]*)$/;

type Table = {
  readonly cells: readonly TextCell[];
  readonly rows: readonly (readonly Drawn[])[];
  readonly widths: number[];
};

export const totalWidth = (shown: readonly number[], widths: readonly number[]): number =>
  shown.reduce((sum, at) => sum + widths[at]! + gap, -gap);

const isEmpty = ({ rows }: Table, at: number): boolean => rows.every((row) => emptyText.test(row[at]!.text));

/** Whether text may be truncated. Only names may be, not numbers, addresses or words from a closed set. */
const isName = ({ column: { kind, values, isWhole } }: TextCell): boolean =>
  (kind === 'text' && values === undefined && !isWhole) || kind === 'names' || kind === 'list';

/** The column that takes over this one's information; null if that is not shown either. */
const foldOf = ({ cells }: Table, at: number, shown: readonly number[]): [number, Fold] | null => {
  const into = cells[at]!.column.givesWay?.into;
  if (into === undefined) return null;
  const target = shown.find((other) => cells[other]!.column.name === into.column);
  return target === undefined ? null : [target, { from: at, suffixes: into.suffixes }];
};

/** `tcp` becomes `tcp6`; `icmpv6` already includes it. */
export const folded = (text: string, { from, suffixes }: Fold, row: readonly Drawn[]): string => {
  const suffix = suffixes[row[from]!.text] ?? '';
  return text.endsWith(suffix) ? text : text + suffix;
};

const foldedWidth = ({ rows }: Table, target: number, fold: Fold): number =>
  rows.reduce((most, row) => Math.max(most, folded(row[target]!.text, fold, row).length), 0);

const givingWay = (table: Table, shown: readonly number[]): readonly number[] =>
  shown
    .filter((at) => {
      const gives = table.cells[at]!.column.givesWay;
      return gives !== undefined && (!gives.ifEmpty || isEmpty(table, at));
    })
    .sort((a, b) => table.cells[a]!.column.givesWay!.rank - table.cells[b]!.column.givesWay!.rank);

const reasonText = (table: Table, at: number, fold: [number, Fold] | null): string => {
  const { heading, column } = table.cells[at]!;
  if (fold !== null) return `${heading} (in ${table.cells[fold[0]]!.heading})`;
  return column.givesWay?.ifEmpty ? `${heading} (all ${firstText(table, at)})` : heading;
};

const firstText = ({ rows }: Table, at: number): string => {
  const known = rows.find((row) => row[at]!.text !== '-');
  return known === undefined ? 'unknown' : '0';
};

/** The minimum width of a column of names. */
const least = ({ cells, rows, widths }: Table, at: number): number =>
  cells[at]!.column.kind === 'list'
    ? rows.reduce((most, row) => Math.max(most, leastHolders(row[at]!.text)), narrowest)
    : Math.min(narrowest, widths[at]!);

const cutNames = (table: Table, shown: readonly number[], room: number): void => {
  let surplus = totalWidth(shown, table.widths) - room;
  for (const at of shown.toReversed()) {
    if (surplus <= 0) return;
    if (!isName(table.cells[at]!)) continue;
    const width = Math.min(table.widths[at]!, Math.max(least(table, at), table.widths[at]! - surplus));
    surplus -= table.widths[at]! - width;
    table.widths[at] = width;
  }
};

/** Addresses are never truncated. Their columns are narrowed, widest first; rows that need more wrap. */
const narrowAddresses = ({ cells, widths }: Table, shown: readonly number[], room: number): void => {
  const addresses = shown.filter((at) => cells[at]!.column.kind === 'address' || cells[at]!.column.isWhole);
  for (let surplus = totalWidth(shown, widths) - room; surplus > 0; surplus--) {
    const widest = addresses.reduce((most, at) => (widths[at]! > widths[most]! ? at : most), addresses[0]!);
    if (widest === undefined || widths[widest]! <= narrowestAddress) return;
    widths[widest]!--;
  }
};

const mostAreLong = ({ rows }: Table, shown: readonly number[], room: number): boolean => {
  const isLong = (row: readonly Drawn[]): boolean =>
    shown.reduce((sum, at) => sum + row[at]!.width + gap, -gap) > room;
  return rows.filter(isLong).length * 2 > rows.length;
};

/** Fits rows into `room` terminal columns: drops columns, then truncates names, then wraps individual rows. */
export const fit = (table: Table, room: number): Fitted => {
  const { widths } = table;
  let shown: readonly number[] = table.cells.map((_, at) => at);
  const hidden: string[] = [];
  const folds = new Map<number, Fold>();
  for (const at of givingWay(table, shown)) {
    if (totalWidth(shown, widths) <= room) break;
    const fold = foldOf(table, at, shown);
    shown = shown.filter((other) => other !== at);
    hidden.push(reasonText(table, at, fold));
    if (fold === null) continue;
    folds.set(...fold);
    widths[fold[0]] = Math.max(widths[fold[0]]!, foldedWidth(table, ...fold));
  }
  const whole = [...widths];
  cutNames(table, shown, room);
  narrowAddresses(table, shown, room);
  const isEven = totalWidth(shown, widths) > room && mostAreLong(table, shown, room);
  // Rows that wrap anyway need not be truncated as well.
  if (isEven) for (const at of shown) widths[at] = Math.min(whole[at]!, Math.max(narrowest, room - gap));
  return { shown, widths, room, hidden, folds, isEven };
};

/** Whether a row of cells with these widths fits on one line. */
export const isOneLine = (widths: readonly number[], { shown, widths: given, room }: Fitted): boolean =>
  totalWidth(shown, given) <= room && shown.every((at) => widths[at]! <= given[at]!);

/** Distributes the cells of a row over its lines, with their positions. */
export const broken = (
  widths: readonly number[],
  { shown, widths: given, room, isEven }: Fitted,
): readonly (readonly (readonly [at: number, column: number])[])[] => {
  const lines: [number, number][][] = [[]];
  let column = 0;
  let due = 0;
  for (const at of shown) {
    const width = isEven ? Math.max(widths[at]!, given[at]!) : widths[at]!;
    if (column > 0 && Math.max(column, due) + width > room) {
      lines.push([]);
      column = gap;
      if (isEven) due = gap;
    }
    column = Math.max(column, Math.min(due, room - widths[at]!));
    lines.at(-1)!.push([at, column]);
    due += given[at]! + gap;
    column += widths[at]! + gap;
  }
  return lines;
};

/** The text of a cell, fitted to its width. */
export const fitted = (cell: TextCell, text: string, width: number, ellipsis: string): string =>
  cell.column.kind === 'list'
    ? cutHolders(text, width, ellipsis)
    : isName(cell)
      ? cut(text, width, ellipsis)
      : text;
