import { displayWidth } from '../core/text.ts';

/** The meaning of a piece of a line; the terminal decides how it looks. */
export type Look = 'plain' | 'heading' | 'dim' | 'good' | 'warn' | 'bad' | 'opened' | 'closed' | 'selected';

type Span = { readonly text: string; readonly look: Look };
/** A line that fits the screen. */
export type Line = readonly Span[];

export const span = (text: string, look: Look = 'plain'): Span => ({ text, look });

export const widthOf = (line: Line): number =>
  line.reduce((width, { text }) => width + displayWidth(text), 0);

export const textOf = (line: Line): string => line.map(({ text }) => text).join('');

/** The part of a text that fits, and its width. */
const fitting = (text: string, room: number): readonly [text: string, width: number] => {
  const width = displayWidth(text);
  if (width <= room) return [text, width];
  let kept = '';
  let used = 0;
  for (const character of text) {
    const next = displayWidth(character);
    if (used + next > room) break;
    kept += character;
    used += next;
  }
  return [kept, used];
};

/** The line cut to `width` columns, with a mark at the end if anything was cut. */
export const clipped = (line: Line, width: number, ellipsis: string): Line => {
  if (widthOf(line) <= width) return line;
  const kept: Span[] = [];
  let left = width - 1;
  for (const { text, look } of line) {
    const [part, used] = fitting(text, left);
    kept.push({ text: part, look });
    left -= used;
    if (part !== text) break;
  }
  return width > 0 ? [...kept, span(ellipsis, 'dim')] : [];
};
