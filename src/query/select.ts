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
  const edits = words.filter((word) => /^[+-]/.test(word));
  if (edits.length === 0) return [...new Set(words.map((word) => columnNamed(columns, word, '--columns')))];
  if (edits.length < words.length)
    throw new UsageError(
      '--columns takes either a list of names or changes with + and -, not both at once',
      '--columns',
    );
  return edited(columns, usual, edits);
};

const edited = (
  columns: readonly BoundColumn[],
  usual: readonly BoundColumn[],
  edits: readonly string[],
): readonly BoundColumn[] => {
  let chosen = [...usual];
  for (const edit of edits) {
    const column = columnNamed(columns, edit.slice(1), '--columns');
    chosen = chosen.filter((other) => other !== column);
    if (edit.startsWith('+')) chosen.push(column);
  }
  if (chosen.length === 0) throw new UsageError('--columns leaves no column', '--columns');
  return chosen;
};
