import { ByteWriter } from '../core/bytes.ts';
import type { Format, Formatter } from './format.ts';
import { type TextCell, textCells } from './text-cells.ts';

/** Rows that are looked at before the first is written, so that columns line up. Later, wider cells push to the right. */
const sampleSize = 256;
const gap = 2;
const lineFeed = 0x0a;

type Sampled = { readonly bytes: Uint8Array; readonly width: number };

/** Aligned columns, one row a line, never cut, no blanks at line ends. */
export const plain: Format = ({ columns, header }, out): Formatter => {
  const cells = textCells(columns);
  const last = cells.length - 1;
  const widths = cells.map(({ heading }) => (header ? heading.length : 1));
  const scratch = new ByteWriter(() => {});
  let sample: Sampled[][] | null = [];

  const pad = (cell: TextCell, at: number, start: number, width: number): void => {
    const after = at < last ? gap : 0;
    if (cell.alignRight) {
      out.padStart(start, widths[at]!);
      out.padWritten(0, after);
    } else if (after > 0) out.padWritten(width, Math.max(width, widths[at]!) + after);
  };

  const writeHeader = (): void => {
    for (const [at, cell] of cells.entries()) {
      const start = out.length;
      out.text(cell.heading);
      pad(cell, at, start, cell.heading.length);
    }
    out.byte(lineFeed);
  };

  const writeSample = (rows: readonly Sampled[][]): void => {
    if (header) writeHeader();
    for (const row of rows) {
      for (const [at, { bytes, width }] of row.entries()) {
        const start = out.length;
        out.reserve(bytes.length);
        out.bytes.set(bytes, start);
        out.length += bytes.length;
        pad(cells[at]!, at, start, width);
      }
      out.byte(lineFeed);
      out.endRow();
    }
  };

  const take = (view: never): Sampled[] =>
    cells.map((cell, at) => {
      scratch.length = 0;
      const width = cell.write(view, scratch);
      widths[at] = Math.max(widths[at]!, width);
      return { bytes: Uint8Array.from(scratch.bytes.subarray(0, scratch.length)), width };
    });

  return {
    begin: () => {},
    row(view) {
      if (sample !== null) {
        sample.push(take(view));
        if (sample.length < sampleSize) return;
        writeSample(sample);
        sample = null;
        return;
      }
      for (let at = 0; at < cells.length; at++) {
        const cell = cells[at]!;
        const start = out.length;
        pad(cell, at, start, cell.write(view, out));
      }
      out.byte(lineFeed);
      out.endRow();
    },
    end() {
      if (sample !== null) writeSample(sample);
    },
  };
};
