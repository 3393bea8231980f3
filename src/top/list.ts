import { ByteWriter } from '../core/bytes.ts';
import type { BoundColumn } from '../core/column.ts';
import { displayWidth } from '../core/text.ts';
import { type Drawn, type Fitted, fit, fitted, folded, gap } from '../formats/fit.ts';
import { sparkline, sparkWidth } from '../formats/spark.ts';
import { type TextCell, textCells } from '../formats/text-cells.ts';
import { type Line, type Look, span, widthOf } from './line.ts';
import type { Row, State } from './state.ts';

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

const padded = (text: string, width: number, isRight: boolean): string => {
  const padding = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return isRight ? padding + text : text + padding;
};

const rowLook = ({ mark }: Row, isSelected: boolean): Look =>
  isSelected ? 'selected' : mark === '+' ? 'opened' : mark === '-' ? 'closed' : 'plain';

const rowLine = (
  row: Row,
  cells: readonly Drawn[],
  how: Fitted,
  kinds: readonly TextCell[],
  options: { isSelected: boolean; ellipsis: string; trend: string; width: number },
): Line => {
  const look = rowLook(row, options.isSelected);
  const draw = (isTight: boolean): Line => [
    span(`${options.isSelected ? '>' : ' '}${row.mark} `, look),
    ...how.shown.map((at, place) => {
      const fold = how.folds.get(at);
      const said = fold === undefined ? cells[at]!.text : folded(cells[at]!.text, fold, cells);
      const text = fitted(kinds[at]!, said, how.widths[at]!, options.ellipsis);
      const tone = cells[at]!.tone as Look | '';
      const own = look === 'plain' && tone !== '' ? tone : look;
      const width = isTight ? 0 : how.widths[at]!;
      return span((place === 0 ? '' : ' '.repeat(gap)) + padded(text, width, kinds[at]!.alignRight), own);
    }),
    span(options.trend === '' ? '' : ' '.repeat(gap) + options.trend, look),
  ];
  const even = draw(false);
  // An address wider than its column uses the padding of others.
  return widthOf(even) > options.width ? draw(true) : even;
};

const headingLine = (how: Fitted, kinds: readonly TextCell[], state: State, trend: boolean): Line => [
  span(' '.repeat(gutter)),
  ...how.shown.map((at, place) => {
    const { heading, alignRight, column } = kinds[at]!;
    const isSorted = state.sort?.name === column.name;
    const mark = isSorted ? (state.sort?.descending ? 'v' : '^') : '';
    const text = padded(heading + mark, how.widths[at]!, alignRight);
    return span((place === 0 ? '' : ' '.repeat(gap)) + text, 'heading');
  }),
  span(trend ? `${' '.repeat(gap)}trend` : '', 'heading'),
];

/** A hidden column is hidden in all rows; a row's details show it. */
const yielding = (column: BoundColumn): BoundColumn => {
  if (column.givesWay === undefined) return column;
  const { ifEmpty: _, ...givesWay } = column.givesWay;
  return { ...column, givesWay };
};

/** The heading and as many rows from `offset` on as fit into `height`. */
export const listLines = (
  state: State,
  columns: readonly BoundColumn[],
  screen: Screen,
  height: number,
): readonly Line[] => {
  const kinds = textCells(columns.map(yielding));
  const rows = state.rows.slice(state.offset, state.offset + Math.max(0, height - 1));
  const table = rows.map((row) => kinds.map((cell) => drawn(cell, row)));
  const widths = kinds.map(({ heading, column }, at) =>
    table.reduce(
      (most, cells) => Math.max(most, cells[at]!.width),
      heading.length + (state.sort?.name === column.name ? 1 : 0),
    ),
  );
  const hasTrend = (state.sample?.rates.length ?? 0) > 0;
  const room = screen.width - gutter - (hasTrend ? sparkWidth + gap : 0);
  const how = fit({ cells: kinds, rows: table, widths }, room);
  const lines = rows.map((row, at) =>
    rowLine(row, table[at]!, how, kinds, {
      isSelected: state.offset + at === state.selected,
      ellipsis: screen.isAscii ? '~' : '…',
      width: screen.width,
      trend: hasTrend ? sparkline(row.trend, sparkWidth, screen.isAscii) : '',
    }),
  );
  return [headingLine(how, kinds, state, hasTrend), ...lines];
};
