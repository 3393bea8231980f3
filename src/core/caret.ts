import { displayWidth, printable } from './text.ts';

const shownAround = 100;

/** On one line, with single backslashes, because the caret's column is that of the displayed text. */
const shown = (text: string): string => printable(text.replace(/[\n\t\r]/g, ' '));

/** The text with a caret under one position, on two indented lines. Long text is truncated around it. */
export const withCaret = (text: string, at: number): string => {
  const start = Math.max(0, at - shownAround);
  const end = Math.min(text.length, at + shownAround);
  const before = `${start > 0 ? '…' : ''}${shown(text.slice(start, at))}`;
  const after = `${shown(text.slice(at, end))}${end < text.length ? '…' : ''}`;
  return `  ${before}${after}\n  ${' '.repeat(displayWidth(before))}^`;
};
