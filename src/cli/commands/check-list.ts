import { rulesJson, rulesText } from '../../check/rules/list.ts';
import { paragraph } from '../../docs/wrap.ts';
import type { Terminal } from '../terminal.ts';

/** Lines that are too wide continue, indented. */
const narrowed = (text: string, width: number): string =>
  text
    .split('\n')
    .map((line) => {
      const words = line.trimStart();
      return paragraph(words, line.length - words.length, width, 2);
    })
    .join('\n');

/** `check --list`, as wide as the terminal. */
export const listText = (isJson: boolean, { isTerminal, width }: Terminal): string => {
  if (isJson) return rulesJson(isTerminal);
  return width === null ? rulesText() : narrowed(rulesText(), width);
};
