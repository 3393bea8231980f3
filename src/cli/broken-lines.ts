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

/** A message whose long lines are broken between words. A line that is indented, as over a caret, stays as it is. */
export const brokenLines = (text: string, width: number): string =>
  text
    .split('\n')
    .map((line) => (/^[\s\r]/.test(line) || displayWidth(line) <= width ? line : broken(line, width)))
    .join('\n');
