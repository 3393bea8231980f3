import { displayWidth } from '../core/text.ts';

/** What a piece of a line means; how that looks is up to the terminal. */
export type Look = 'plain' | 'heading' | 'dim' | 'good' | 'warn' | 'bad' | 'opened' | 'closed' | 'selected';

type Span = { readonly text: string; readonly look: Look };
/** A line of the screen, no wider than it. */
export type Line = readonly Span[];

export const span = (text: string, look: Look = 'plain'): Span => ({ text, look });

export const widthOf = (line: Line): number =>
  line.reduce((width, { text }) => width + displayWidth(text), 0);

export const textOf = (line: Line): string => line.map(({ text }) => text).join('');

/** As much of a text as fits, and the width of that. */
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

/** The line without what is beyond `width` columns, a mark at its end if anything was. */
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
