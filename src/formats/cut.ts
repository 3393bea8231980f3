import { displayWidth } from '../core/text.ts';

/** The mark for a truncated name. */
export const ellipsisOf = (isAscii: boolean | undefined): string => (isAscii ? '~' : '…');

/** Truncates a text wider than `width`, ending with a mark of one column. */
export const cut = (text: string, width: number, ellipsis: string): string => {
  if (displayWidth(text) <= width) return text;
  let kept = '';
  let used = 1;
  for (const character of text) {
    used += displayWidth(character);
    if (used > width) break;
    kept += character;
  }
  return `${kept}${ellipsis}`;
};

type Held = { readonly name: string; readonly pid: string; readonly rest: string };

const heldBy = (text: string): readonly Held[] | null => {
  const items = text.split(';').map((item) => /^(.*)\((\d+)(,fd=\d+)\)$/s.exec(item));
  return items.some((item) => item === null)
    ? null
    : items.map((item) => ({ name: item![1]!, pid: item![2]!, rest: item![3]! }));
};

const joined = (items: readonly Held[], room: number, ellipsis: string): string | null => {
  const tails = items.map(({ pid, rest }) => `(${pid}${rest})`);
  const left = room - tails.reduce((sum, tail) => sum + tail.length + 1, -1);
  const each = Math.floor(left / items.length);
  if (each < 2) return null;
  return items.map(({ name }, at) => cut(name, each, ellipsis) + tails[at]).join(';');
};

const pidsOf = (items: readonly Held[]): string => [...new Set(items.map(({ pid }) => pid))].join(';');

/** The minimum width for the holders of a socket: their process ids. */
export const leastHolders = (text: string): number => {
  const items = heldBy(text);
  return items === null ? displayWidth(text) : pidsOf(items).length;
};

/** Holders as text in `width` columns. Truncates names first, then omits descriptors and names, but never process ids. */
export const cutHolders = (text: string, width: number, ellipsis: string): string => {
  if (displayWidth(text) <= width) return text;
  const items = heldBy(text);
  if (items === null) return text;
  const distinct = [...new Map(items.map((item) => [item.pid, { ...item, rest: '' }])).values()];
  return joined(items, width, ellipsis) ?? joined(distinct, width, ellipsis) ?? pidsOf(items);
};
