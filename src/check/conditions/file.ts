import { UsageError } from '../../core/errors.ts';
import { visible } from '../../core/text.ts';
import { parseCondition } from './parser.ts';
import type { Parsed } from './syntax.ts';

const mostConditions = 1_000;

/** A file's conditions, one per line. Lines that start with `#` are comments. */
export const parseLines = (text: string, path: string): readonly Parsed[] => {
  const lines = text.split(/\r?\n/).map((line, at) => ({ line: line.trim(), number: at + 1 }));
  const written = lines.filter(({ line }) => line !== '' && !line.startsWith('#'));
  if (written.length > mostConditions)
    throw new UsageError(`${visible(path)}: more than ${mostConditions} conditions (${written.length})`);
  return written.map(({ line, number }) => parseCondition(line, `${visible(path)}:${number}`));
};
