import { WriteStream } from 'node:tty';
import { displayWidth } from '../core/text.ts';
import type { Host } from './host.ts';

type ScreenSize = { readonly columns: number; readonly rows: number };

/** Queried before each frame, because a window may be resized while we sleep. Closes the stream to avoid a descriptor leak. */
export const screenSize = (): ScreenSize => {
  const stream = new WriteStream(1);
  const [columns, rows] = stream.getWindowSize();
  stream.destroy();
  return { columns, rows };
};

/** Whether the view can be redrawn in place, i.e. the terminal supports escape sequences. */
export const canRedraw = ({ stdout, env }: Host): boolean =>
  stdout.isTerminal && env['TERM'] !== undefined && env['TERM'] !== '' && env['TERM'] !== 'dumb';

const style = /\x1b\[[0-9;]*m/g;

/** The number of screen rows a line takes, because long lines wrap. */
const heightOf = (line: string, columns: number): number =>
  Math.max(1, Math.ceil(displayWidth(line.replace(style, '')) / Math.max(1, columns)));

/** The number of lines that fit into this many rows. */
const countFitting = (heights: readonly number[], rows: number): number => {
  let used = 0;
  const first = heights.findIndex((height) => {
    used += height;
    return used > rows;
  });
  return first < 0 ? heights.length : first;
};

/** As many lines as fit, leaving the last row for the cursor, plus a line with the number omitted. */
const fitting = (lines: readonly string[], { columns, rows }: ScreenSize): readonly string[] => {
  const heights = lines.map((line) => heightOf(line, columns));
  if (rows <= 0 || countFitting(heights, rows - 1) === lines.length) return lines;
  const kept = countFitting(heights, rows - 2);
  return [...lines.slice(0, kept), `… ${lines.length - kept} more lines`];
};

/**
 * Draws the view over the previous one, in a single write. Does not hide the cursor, because on Ctrl-C the terminal discards
 * pending output (n_tty.c, isig), including what would show the cursor again.
 */
export const frame = (text: string, size: ScreenSize): string => {
  const lines = fitting(text.replace(/\n$/, '').split('\n'), size);
  return `\x1b[H\x1b[J${lines.join('\n')}\n`;
};

/** Resets the color, because the end of a frame may have been lost. */
export const endOfFrames = '\x1b[0m';
