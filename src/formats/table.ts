import Table from 'cli-table3';
import { ByteWriter } from '../core/bytes.ts';
import { displayWidth } from '../core/text.ts';
import type { Format, Formatter } from './format.ts';
import { createStyle } from './style.ts';
import { type TextCell, textCells } from './text-cells.ts';

/** cli-table3 compares each cell with all rows above it: its time is quadratic in rows, so it gets few at a time. */
const chunkSize = 64;
/** No narrower than this is a column of names cut to fit the terminal. */
const narrowest = 8;

const lines = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

type Cell = { readonly text: string; readonly width: number; readonly tone: string };

/** Columns whose text may be cut for the terminal: names of any length. Numbers, addresses and states never are. */
const mayShrink = ({ column }: TextCell): boolean =>
  ['text', 'list', 'names', 'numbers'].includes(column.kind);

const cut = (text: string, width: number): string => {
  if (displayWidth(text) <= width) return text;
  let kept = '';
  let used = 1;
  for (const character of text) {
    used += displayWidth(character);
    if (used > width) break;
    kept += character;
  }
  return `${kept}…`;
};

const fit = (cells: readonly TextCell[], widths: number[], terminal: number | null): void => {
  if (terminal === null) return;
  let surplus = widths.reduce((sum, width) => sum + width + 2, -2) - terminal;
  for (let at = cells.length - 1; at >= 0 && surplus > 0; at--) {
    if (!mayShrink(cells[at]!)) continue;
    const width = Math.max(Math.min(narrowest, widths[at]!), widths[at]! - surplus);
    surplus -= widths[at]! - width;
    widths[at] = width;
  }
};

const readCell = (cell: TextCell, view: never, scratch: ByteWriter): Cell => {
  scratch.length = 0;
  const width = cell.write(view, scratch);
  const value = cell.column.tone === undefined ? null : cell.column.read(view);
  const tone = value === null ? undefined : cell.column.tone?.(value as never);
  return { text: scratch.bytes.toString('utf8', 0, scratch.length), width, tone: tone ?? '' };
};

/** For eyes: aligned, coloured by meaning, with a line that counts the rows. */
export const table: Format = ({ columns, header, width: terminal, color }, out): Formatter => {
  const cells = textCells(columns);
  const style = createStyle(color);
  const scratch = new ByteWriter(() => {});
  const widths = cells.map(({ heading }) => (header ? heading.length : 1));
  let chunk: Cell[][] = [];
  let rows = 0;
  let headingDue = header;

  const draw = (texts: readonly (readonly string[])[]): void => {
    const drawn = new Table({
      chars: lines,
      style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
      colWidths: [...widths],
      colAligns: cells.map(({ alignRight }) => (alignRight ? 'right' : 'left')),
    });
    drawn.push(...texts.map((row) => [...row]));
    for (const line of drawn.toString().split('\n')) out.text(`${line.replace(/ +$/, '')}\n`);
    out.endRow();
  };

  const flush = (): void => {
    for (const row of chunk)
      for (const [at, { width }] of row.entries()) widths[at] = Math.max(widths[at]!, width);
    fit(cells, widths, terminal);
    const headings = headingDue
      ? [cells.map(({ heading }, at) => style.heading(cut(heading, widths[at]!)))]
      : [];
    headingDue = false;
    const body = chunk.map((row) =>
      row.map(({ text, tone }, at) => style.tone((tone || undefined) as never, cut(text, widths[at]!))),
    );
    if (headings.length + body.length > 0) draw([...headings, ...body]);
    chunk = [];
  };

  return {
    begin: () => {},
    row(view) {
      rows++;
      chunk.push(cells.map((cell) => readCell(cell, view, scratch)));
      if (chunk.length === chunkSize) flush();
    },
    end() {
      flush();
      if (header) out.text(`${style.dim(rows === 1 ? '1 row' : `${rows} rows`)}\n`);
    },
  };
};
