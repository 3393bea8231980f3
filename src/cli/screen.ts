import { WriteStream } from 'node:tty';
import { displayWidth } from '../core/text.ts';
import type { Host } from './host.ts';

type ScreenSize = { readonly columns: number; readonly rows: number };

/** Asked before each frame: a window may change its size while we sleep. The stream is closed, or descriptors pile up. */
export const screenSize = (): ScreenSize => {
  const stream = new WriteStream(1);
  const [columns, rows] = stream.getWindowSize();
  stream.destroy();
  return { columns, rows };
};

/** Whether the view may be drawn over itself: a terminal that understands escape sequences. */
export const canRedraw = ({ stdout, env }: Host): boolean =>
  stdout.isTerminal && env['TERM'] !== undefined && env['TERM'] !== '' && env['TERM'] !== 'dumb';

const style = /\x1b\[[0-9;]*m/g;

/** Rows of the screen that a line takes: a long one wraps. */
const heightOf = (line: string, columns: number): number =>
  Math.max(1, Math.ceil(displayWidth(line.replace(style, '')) / Math.max(1, columns)));

/** How many lines fit into this many rows. */
const countFitting = (heights: readonly number[], rows: number): number => {
  let used = 0;
  const first = heights.findIndex((height) => {
    used += height;
    return used > rows;
  });
  return first < 0 ? heights.length : first;
};

/** As many lines as fit, the last row left for the cursor; one line says how many are missing. */
const fitting = (lines: readonly string[], { columns, rows }: ScreenSize): readonly string[] => {
  const heights = lines.map((line) => heightOf(line, columns));
  if (rows <= 0 || countFitting(heights, rows - 1) === lines.length) return lines;
  const kept = countFitting(heights, rows - 2);
  return [...lines.slice(0, kept), `… ${lines.length - kept} more lines`];
};

/**
 * The view, drawn over the one before, in one write. The cursor is not hidden for that: Ctrl-C makes the terminal throw
 * away what it has not shown yet (n_tty.c, isig), and with it what would show the cursor again.
 */
export const frame = (text: string, size: ScreenSize): string => {
  const lines = fitting(text.replace(/\n$/, '').split('\n'), size);
  return `\x1b[H\x1b[J${lines.join('\n')}\n`;
};

/** What may have been lost of a frame includes the end of its last colour. */
export const endOfFrames = '\x1b[0m';
