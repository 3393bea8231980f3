import type { ByteWriter } from '../core/bytes.ts';
import type { Tone } from '../core/column.ts';
import type { Format } from './format.ts';
import { plainWith } from './plain.ts';
import { createStyle } from './style.ts';
import type { TextCell } from './text-cells.ts';

const style = createStyle(true);

/** The same cell, colored by its tone. Color takes no width. */
const painted = (cell: TextCell): TextCell => {
  const { vector: _, ...column } = cell.column;
  const { tone } = column;
  if (tone === undefined) return cell;
  const write = (view: never, out: ByteWriter): number => {
    const start = out.length;
    const width = cell.write(view, out);
    const value = column.read(view);
    const found: Tone | undefined = value === null ? undefined : tone(value as never);
    if (found === undefined) return width;
    const text = out.bytes.toString('utf8', start, out.length);
    out.length = start;
    out.text(style.tone(found, text));
    return width;
  };
  return { ...cell, column, write, plain: null };
};

/** Colored plain text, if requested. */
export const paintedPlain: Format = (layout, out) =>
  plainWith(layout, out, { cell: painted, heading: style.heading });
