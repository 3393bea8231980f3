import { displayWidth, printable } from './text.ts';

const shownAround = 100;

/** On one line, with single backslashes: the caret is counted in what is shown. */
const shown = (text: string): string => printable(text.replace(/[\n\t\r]/g, ' '));

/** The text with a caret under one place in it, on two indented lines; a long text is cut around it. */
export const withCaret = (text: string, at: number): string => {
  const start = Math.max(0, at - shownAround);
  const end = Math.min(text.length, at + shownAround);
  const before = `${start > 0 ? '…' : ''}${shown(text.slice(start, at))}`;
  const after = `${shown(text.slice(at, end))}${end < text.length ? '…' : ''}`;
  return `  ${before}${after}\n  ${' '.repeat(displayWidth(before))}^`;
};
