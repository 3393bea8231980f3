import { ByteWriter } from '../core/bytes.ts';
import type { Format, Formatter, Layout } from './format.ts';
import { RowWriter } from './row-writer.ts';
import { type TextCell, textCells } from './text-cells.ts';

/** Number of rows to read before writing the first, so that columns line up. Wider cells after that shift the rest. */
const sampleSize = 256;
const gap = 2;
const lineFeed = 0x0a;

type Sampled = { readonly bytes: Uint8Array; readonly width: number };

/** Styles for cells and headings, which do not change their width. */
type Paint = {
  readonly cell: (cell: TextCell) => TextCell;
  readonly heading: (text: string) => string;
};

const unpainted: Paint = { cell: (cell) => cell, heading: (text) => text };

class PlainFormatter implements Formatter {
  readonly #out: ByteWriter;
  readonly #header: boolean;
  readonly #paint: Paint;
  readonly #cells: readonly TextCell[];
  readonly #widths: number[];
  readonly #scratch = new ByteWriter(() => {});
  #sample: Sampled[][] | null = [];
  #rows: RowWriter | null = null;

  constructor({ columns, header }: Layout, out: ByteWriter, paint: Paint) {
    this.#out = out;
    this.#header = header;
    this.#paint = paint;
    this.#cells = textCells(columns).map(paint.cell);
    this.#widths = this.#cells.map(({ heading }) => (header ? heading.length : 1));
  }

  begin(): void {}

  row(view: never): void {
    if (this.#sample !== null) {
      this.#sample.push(this.#take(view));
      if (this.#sample.length === sampleSize) this.#writeSample(this.#sample);
      return;
    }
    this.#rows ??= this.#rowWriter();
    this.#rows.row(view);
    this.#out.endRow();
  }

  end(): void {
    if (this.#sample !== null) this.#writeSample(this.#sample);
  }

  #take(view: never): Sampled[] {
    const scratch = this.#scratch;
    return this.#cells.map((cell, at) => {
      scratch.length = 0;
      const width = cell.write(view, scratch);
      this.#widths[at] = Math.max(this.#widths[at]!, width);
      return { bytes: Uint8Array.from(scratch.bytes.subarray(0, scratch.length)), width };
    });
  }

  #writeSample(rows: readonly Sampled[][]): void {
    this.#sample = null;
    const out = this.#out;
    if (this.#header) this.#writeHeader();
    for (const row of rows) {
      for (const [at, { bytes, width }] of row.entries()) {
        const start = out.length;
        out.word(bytes);
        this.#pad(at, start, width);
      }
      out.byte(lineFeed);
      out.endRow();
    }
  }

  #rowWriter(): RowWriter {
    const cells = this.#cells.map((cell, at) => this.#aligned(cell, at));
    return new RowWriter(cells, '\n', this.#out);
  }

  #aligned(cell: TextCell, at: number): TextCell {
    const isPadded = cell.alignRight || at < this.#cells.length - 1;
    return { ...cell, before: at === 0 ? '' : ' '.repeat(gap), width: isPadded ? this.#widths[at]! : 0 };
  }

  #writeHeader(): void {
    for (const [at, { heading }] of this.#cells.entries()) {
      const start = this.#out.length;
      this.#out.text(this.#paint.heading(heading));
      this.#pad(at, start, heading.length);
    }
    this.#out.byte(lineFeed);
  }

  /** Pads the cell written at `start`, which takes `width` terminal cells. */
  #pad(at: number, start: number, width: number): void {
    const after = at < this.#cells.length - 1 ? gap : 0;
    if (this.#cells[at]!.alignRight) {
      // Color takes bytes but no width.
      this.#out.padStart(start, this.#widths[at]! + this.#out.length - start - width);
      this.#out.padWritten(0, after);
    } else if (after > 0) this.#out.padWritten(width, Math.max(width, this.#widths[at]!) + after);
  }
}

/** Aligned columns, one row per line, never truncated, without trailing spaces. */
export const plain: Format = (layout, out) => new PlainFormatter(layout, out, unpainted);

/** The same with different cells and headings. */
export const plainWith = (layout: Layout, out: ByteWriter, paint: Paint): Formatter =>
  new PlainFormatter(layout, out, paint);
