import { displayWidth } from '../core/text.ts';

const indent = '  ';

const broken = (line: string, width: number): string => {
  const lines: string[] = [];
  for (const word of line.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && displayWidth(last) + 1 + displayWidth(word) <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(last === undefined ? word : indent + word);
  }
  return lines.join('\n');
};

/** Wraps a message's long lines between words. Indented lines, as above a caret, are unchanged. */
export const brokenLines = (text: string, width: number): string =>
  text
    .split('\n')
    .map((line) => (/^[\s\r]/.test(line) || displayWidth(line) <= width ? line : broken(line, width)))
    .join('\n');
