import { ByteWriter } from '../core/bytes.ts';
import type { BoundColumn, Value } from '../core/column.ts';
import { displayWidth } from '../core/text.ts';
import { cut, ellipsisOf } from '../formats/cut.ts';
import { broken, type Drawn, type Fitted, fit, fitted, folded, gap, totalWidth } from '../formats/fit.ts';
import { sparkline, sparkWidth } from '../formats/spark.ts';
import { type TextCell, textCells } from '../formats/text-cells.ts';
import { type Line, type Look, span, widthOf } from './line.ts';
import type { Row, State } from './state.ts';
import { wrapped } from './wrapped.ts';

export type Screen = {
  readonly width: number;
  readonly height: number;
  /** The terminal is limited to ASCII. */
  readonly isAscii: boolean;
};

/** `>` and a row's mark precede it, so that it works without colour. */
const gutter = 3;

const scratch = new ByteWriter(() => {});

const drawn = (cell: TextCell, row: Row): Drawn => {
  scratch.length = 0;
  const width = cell.write(row.values as never, scratch);
  const value = cell.column.tone === undefined ? null : (row.values[cell.column.name] ?? null);
  const tone = value === null ? undefined : cell.column.tone?.(value as never);
  return { text: scratch.bytes.toString('utf8', 0, scratch.length), width, tone: tone ?? '' };
};

const rowLook = ({ mark }: Row, isSelected: boolean): Look =>
  isSelected ? 'selected' : mark === '+' ? 'opened' : mark === '-' ? 'closed' : 'plain';

/** Cells at their positions, on as many lines as they need. */
const cellLines = (
  texts: readonly string[],
  looks: readonly Look[],
  how: Fitted,
  gutters: readonly [first: Line[number], next: Line[number]],
): readonly Line[] => {
  const widths = texts.map((text) => displayWidth(text));
  return broken(widths, how).map((line, place) => {
    let used = 0;
    const cells = line.map(([at, column]) => {
      const before = ' '.repeat(Math.max(0, column - used));
      used = Math.max(used, column) + widths[at]!;
      return span(before + texts[at]!, looks[at]!);
    });
    return [gutters[place === 0 ? 0 : 1], ...cells];
  });
};

/** Adds a column to the right of all others, on the first line. */
const withTrend = (
  [first = [], ...more]: readonly Line[],
  trend: string,
  look: Look,
  end: number,
): readonly Line[] =>
  trend === ''
    ? [first, ...more]
    : [[...first, span(' '.repeat(Math.max(0, end - widthOf(first)) + gap) + trend, look)], ...more];

type Table = {
  readonly kinds: readonly TextCell[];
  readonly how: Fitted;
  /** Where the trend begins, less the gap; null without trends. */
  readonly end: number | null;
  readonly screen: Screen;
};

const aligned = (text: string, at: number, { kinds, how }: Table): string =>
  kinds[at]!.alignRight ? ' '.repeat(Math.max(0, how.widths[at]! - displayWidth(text))) + text : text;

const rowLines = (row: Row, cells: readonly Drawn[], table: Table, isSelected: boolean): readonly Line[] => {
  const { kinds, how, end, screen } = table;
  const look = rowLook(row, isSelected);
  const texts = cells.map(({ text }, at) => {
    const fold = how.folds.get(at);
    const said = fold === undefined ? text : folded(text, fold, cells);
    return aligned(fitted(kinds[at]!, said, how.widths[at]!, ellipsisOf(screen.isAscii)), at, table);
  });
  const looks = cells.map(({ tone }) => (look === 'plain' && tone !== '' ? (tone as Look) : look));
  const first = span(`${isSelected ? '>' : ' '}${row.mark} `, look);
  const lines = cellLines(texts, looks, how, [first, span(' '.repeat(gutter), look)]);
  const trend = end === null ? '' : sparkline(row.trend, sparkWidth, screen.isAscii);
  return withTrend(lines, trend, look, end ?? 0);
};

const sortMark = ({ sort }: State, { column }: TextCell): string =>
  sort?.name === column.name ? (sort.descending ? 'v' : '^') : '';

const headingLines = (table: Table, state: State): readonly Line[] => {
  const { kinds, how, end, screen } = table;
  const texts = kinds.map((cell, at) => {
    const text = cell.heading + sortMark(state, cell);
    return aligned(cut(text, how.widths[at]!, ellipsisOf(screen.isAscii)), at, table);
  });
  const before = span(' '.repeat(gutter));
  const looks = texts.map((): Look => 'heading');
  const lines = cellLines(texts, looks, how, [before, before]);
  return withTrend(lines, end === null ? '' : 'trend', 'heading', end ?? 0);
};

const isUnset = (value: Value | undefined): boolean => value == null || Number(value) === 0;

/** A column that may be hidden when empty is hidden only if it is empty in all rows, not just in the visible ones. */
const yielding = (column: BoundColumn, rows: readonly Row[]): BoundColumn => {
  const { givesWay, ...kept } = column;
  if (!givesWay?.ifEmpty || rows.every(({ values }) => isUnset(values[column.name]))) return column;
  return kept;
};

const tableOf = (
  state: State,
  kinds: readonly TextCell[],
  rows: readonly (readonly Drawn[])[],
  screen: Screen,
): Table => {
  const widths = kinds.map((cell, at) =>
    rows.reduce(
      (most, cells) => Math.max(most, cells[at]!.width),
      cell.heading.length + sortMark(state, cell).length,
    ),
  );
  const hasTrend = (state.sample?.rates.length ?? 0) > 0;
  const room = screen.width - gutter - (hasTrend ? sparkWidth + gap : 0);
  const how = fit({ cells: kinds, rows, widths }, room);
  const end = gutter + Math.min(room, totalWidth(how.shown, how.widths));
  return { kinds, how, end: hasTrend ? end : null, screen };
};

const noteLines = ({ hidden }: Fitted, { view }: State, { width }: Screen): readonly Line[] => {
  if (hidden.length === 0) return [];
  const remedy = view === 'list' ? '; show with c +NAME' : '';
  return wrapped(`hidden: ${hidden.join(', ')}${remedy}`, width).map((text) => [span(text, 'dim')]);
};

/** The part of the list that is visible. */
export type Listing = {
  /** The heading and whole rows. */
  readonly lines: readonly Line[];
  /** Names the hidden columns. */
  readonly note: readonly Line[];
  /** The first visible row. */
  readonly offset: number;
  /** The number of visible rows, at least 1. */
  readonly page: number;
};

/** The first of these rows from which on the selected one is visible. */
const firstVisible = (rows: readonly (readonly Line[])[], selected: number, room: number): number => {
  let first = 0;
  let used = rows.slice(0, selected + 1).reduce((sum, { length }) => sum + length, 0);
  while (first < selected && used > room) used -= rows[first++]!.length;
  return first;
};

/** Rows from `offset` on, or from a later one on if rows of several lines would hide the selected one. */
export const listing = (
  state: State,
  columns: readonly BoundColumn[],
  screen: Screen,
  height: number,
): Listing => {
  const { offset, selected } = state;
  const kinds = textCells(columns.map((column) => yielding(column, state.rows)));
  const rows = state.rows.slice(offset, offset + Math.max(0, height - 1));
  const cells = rows.map((row) => kinds.map((cell) => drawn(cell, row)));
  const table = tableOf(state, kinds, cells, screen);
  const heading = headingLines(table, state);
  const all = noteLines(table.how, state, screen);
  const note = height > heading.length + all.length ? all : [];
  const room = height - heading.length - note.length;
  const blocks = rows.map((row, at) => rowLines(row, cells[at]!, table, offset + at === selected));
  const first = firstVisible(blocks, selected - offset, room);
  const lines: Line[] = [...heading];
  let page = 0;
  for (const block of blocks.slice(first)) {
    if (page > 0 && lines.length + block.length > height - note.length) break;
    lines.push(...block);
    page++;
  }
  return {
    lines: lines.slice(0, height - note.length),
    note,
    offset: offset + first,
    page: Math.max(1, page),
  };
};
