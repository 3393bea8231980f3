import type { BoundColumn } from '../core/column.ts';
import { UsageError } from '../core/errors.ts';
import { nearest } from '../core/suggest.ts';
import { visible } from '../core/text.ts';

/** The column of that name; a `UsageError` that lists them otherwise. */
export const columnNamed = (columns: readonly BoundColumn[], name: string, option: string): BoundColumn => {
  const found = columns.find((column) => column.name === name);
  if (found !== undefined) return found;
  const names = columns.map((column) => column.name);
  const near = nearest(name, names);
  const hint = near === null ? '' : `; did you mean ${near}?`;
  throw new UsageError(
    `${option}: there is no column "${visible(name)}"${hint}\ncolumns: ${names.join(', ')}`,
    option,
  );
};

/** `a,b`, `+a,-b` or `all`, as columns; `extra` are those that other options turn on. */
export const selectColumns = (
  columns: readonly BoundColumn[],
  words: readonly string[] | undefined,
  extra: readonly string[],
): readonly BoundColumn[] => {
  const usual = columns.filter(({ name, optional }) => !optional || extra.includes(name));
  if (words === undefined) return usual;
  if (words.length === 1 && words[0] === 'all') return columns;
  if (/^[+-]/.test(words[0]!)) return edited(columns, usual, words);
  const signed = words.find((word) => /^[+-]/.test(word));
  if (signed !== undefined)
    throw new UsageError(
      `--columns: a list that begins with a name cannot go on with "${visible(signed)}"; begin with + or - to change the usual columns`,
      '--columns',
    );
  return [...new Set(words.map((word) => columnNamed(columns, word, '--columns')))];
};

/** `+a,b,-c`: a word without a sign goes on with the sign before it. */
const edited = (
  columns: readonly BoundColumn[],
  usual: readonly BoundColumn[],
  edits: readonly string[],
): readonly BoundColumn[] => {
  let chosen = [...usual];
  let adds = true;
  for (const edit of edits) {
    if (/^[+-]/.test(edit)) adds = edit.startsWith('+');
    const column = columnNamed(columns, edit.replace(/^[+-]/, ''), '--columns');
    chosen = chosen.filter((other) => other !== column);
    if (adds) chosen.push(column);
  }
  if (chosen.length === 0) throw new UsageError('--columns leaves no column', '--columns');
  return chosen;
};
