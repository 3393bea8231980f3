import CliTable from 'cli-table3';
import { ByteWriter } from '../core/bytes.ts';
import type { Tone } from '../core/column.ts';
import { displayWidth } from '../core/text.ts';
import { cut, ellipsisOf } from './cut.ts';
import { broken, type Drawn, type Fitted, fit, fitted, folded, gap, isOneLine } from './fit.ts';
import type { Format, Formatter, Layout } from './format.ts';
import { createStyle, type Style } from './style.ts';
import { type TextCell, textCells } from './text-cells.ts';

/** cli-table3 compares each cell with all rows above it, which is quadratic, so it gets only a few rows at a time. */
const chunkSize = 64;

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
  middle: ' '.repeat(gap),
};

const readCell = (cell: TextCell, view: never, scratch: ByteWriter): Drawn => {
  scratch.length = 0;
  const width = cell.write(view, scratch);
  const value = cell.column.tone === undefined ? null : cell.column.read(view);
  const tone = value === null ? undefined : cell.column.tone?.(value as never);
  return { text: scratch.bytes.toString('utf8', 0, scratch.length), width, tone: tone ?? '' };
};

/** Wraps text at `width` columns. */
const wrapped = (text: string, width: number): readonly string[] => {
  const found: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${found.at(-1) ?? ''} ${word}`.trim();
    if (found.length > 0 && longer.length <= width) found[found.length - 1] = longer;
    else found.push(word);
  }
  return found;
};

const escapes = /\x1b\[[0-9;]*m/g;

/** The lines of a row that does not fit on one. */
const spilled = (row: readonly string[], widths: readonly number[], how: Fitted): string =>
  broken(widths, how)
    .map((line) => {
      let text = '';
      let used = 0;
      for (const [at, column] of line) {
        text += ' '.repeat(Math.max(0, column - used)) + row[at]!;
        used = Math.max(used, column) + widths[at]!;
      }
      return `${text}\n`;
    })
    .join('');

class TableFormatter implements Formatter {
  readonly #layout: Layout;
  readonly #out: ByteWriter;
  readonly #cells: readonly TextCell[];
  readonly #style: Style;
  readonly #ellipsis: string;
  readonly #scratch = new ByteWriter(() => {});
  readonly #widths: number[];
  /** On a terminal, the table is fitted as a whole after its last row. */
  readonly #isFitted: boolean;
  #kept: Drawn[][] = [];
  #rows = 0;
  #isHeadingDue: boolean;

  constructor(layout: Layout, out: ByteWriter) {
    const { columns, header, width, color, isAscii } = layout;
    this.#layout = layout;
    this.#out = out;
    this.#cells = textCells(columns);
    this.#style = createStyle(color);
    this.#ellipsis = ellipsisOf(isAscii);
    this.#widths = this.#cells.map(({ heading }) => (header ? heading.length : 1));
    this.#isFitted = width !== null && header;
    this.#isHeadingDue = header;
  }

  begin(): void {}

  row(view: never): void {
    this.#rows++;
    const row = this.#cells.map((cell) => readCell(cell, view, this.#scratch));
    for (const [at, { width }] of row.entries()) this.#widths[at] = Math.max(this.#widths[at]!, width);
    this.#kept.push(row);
    if (!this.#isFitted && this.#kept.length === chunkSize) this.#flush(this.#whole());
  }

  end(): void {
    const { header, width } = this.#layout;
    const room = width ?? Number.POSITIVE_INFINITY;
    const how = this.#isFitted
      ? fit({ cells: this.#cells, rows: this.#kept, widths: this.#widths }, room)
      : this.#whole();
    this.#flush(how);
    if (!header) return;
    this.#note(this.#rows === 1 ? '1 row' : `${this.#rows} rows`);
    if (how.hidden.length > 0)
      for (const line of wrapped(`hidden: ${how.hidden.join(', ')}; show with --columns +NAME`, room))
        this.#note(line);
  }

  #note(text: string): void {
    this.#out.text(`${this.#style.dim(text)}\n`);
  }

  #whole(): Fitted {
    return {
      shown: this.#cells.map((_, at) => at),
      room: Number.POSITIVE_INFINITY,
      widths: this.#widths,
      hidden: [],
      isEven: false,
      folds: new Map(),
    };
  }

  #flush(how: Fitted): void {
    for (let at = 0; at === 0 || at < this.#kept.length; at += chunkSize) {
      const rows = this.#kept.slice(at, at + chunkSize).map((row) => this.#texts(row, how));
      const headings = this.#isHeadingDue ? [this.#headings(how)] : [];
      this.#isHeadingDue = false;
      if (headings.length + rows.length > 0) this.#draw([...headings, ...rows], how);
    }
    this.#kept = [];
  }

  #headings({ widths }: Fitted): string[] {
    return this.#cells.map(({ heading }, at) =>
      this.#style.heading(this.#aligned(cut(heading, widths[at]!, this.#ellipsis), at, widths)),
    );
  }

  #aligned(text: string, at: number, widths: readonly number[]): string {
    return this.#cells[at]!.alignRight ? text.padStart(widths[at]!) : text;
  }

  #texts(row: readonly Drawn[], { widths, folds }: Fitted): string[] {
    return row.map(({ text, tone }, at) => {
      const fold = folds.get(at);
      const said = fold === undefined ? text : folded(text, fold, row);
      const whole = fitted(this.#cells[at]!, said, widths[at]!, this.#ellipsis);
      return this.#style.tone((tone || undefined) as Tone | undefined, this.#aligned(whole, at, widths));
    });
  }

  /** Draws rows, wrapping those that are too wide. */
  #draw(rows: readonly (readonly string[])[], how: Fitted): void {
    const widths = rows.map((row) => row.map((text) => displayWidth(text.replace(escapes, ''))));
    const isWide = widths.map((row) => !isOneLine(row, how));
    const drawn = this.#drawEven(
      rows.filter((_, at) => !isWide[at]),
      how,
    );
    let next = 0;
    for (const [at, row] of rows.entries())
      this.#out.text(isWide[at] ? spilled(row, widths[at]!, how) : `${drawn[next++]!.replace(/ +$/, '')}\n`);
    this.#out.endRow();
  }

  #drawEven(rows: readonly (readonly string[])[], { shown, widths }: Fitted): readonly string[] {
    if (rows.length === 0) return [];
    const drawn = new CliTable({
      chars: lines,
      style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
      colWidths: shown.map((at) => widths[at]!),
    });
    drawn.push(...rows.map((row) => shown.map((at) => row[at]!)));
    return drawn.toString().split('\n');
  }
}

/** For human readers: aligned, colored by meaning, fitted to the terminal, with a row count. */
export const table: Format = (layout, out) => new TableFormatter(layout, out);
