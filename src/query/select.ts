import type { BoundColumn } from '../core/column.ts';
import { UsageError } from '../core/errors.ts';
import { nearest } from '../core/suggest.ts';
import { visible } from '../core/text.ts';

/** The column with that name or heading; otherwise throws a `UsageError` that lists all columns. */
export const columnNamed = (columns: readonly BoundColumn[], name: string, option: string): BoundColumn => {
  const found =
    columns.find((column) => column.name === name) ?? columns.find(({ heading }) => heading === name);
  if (found !== undefined) return found;
  const names = columns.map((column) => column.name);
  const headings = columns.flatMap(({ heading }) => heading ?? []);
  const near = nearest(name, [...names, ...headings]);
  const hint = near === null ? '' : `; did you mean ${near}?`;
  throw new UsageError(
    `${option}: no such column: "${visible(name)}"${hint}\ncolumns: ${names.join(', ')}`,
    option,
  );
};

/** The same, but the heading of an endpoint means both address and port. */
export const columnsNamed = (
  columns: readonly BoundColumn[],
  name: string,
  option: string,
): readonly BoundColumn[] => {
  const found = columnNamed(columns, name, option);
  const port = found.name === name ? undefined : columns.find((column) => column.name === found.port);
  return port === undefined ? [found] : [found, port];
};

/** A column requested by name stays, however narrow the terminal. */
const kept = ({ givesWay: _, ...column }: BoundColumn): BoundColumn => column;

/** Columns for `a,b`, `+a,-b` or `all`; `extra` are those enabled by other options. */
export const selectColumns = (
  columns: readonly BoundColumn[],
  words: readonly string[] | undefined,
  extra: readonly string[],
  isText: boolean,
): readonly BoundColumn[] => {
  const isOff = ({ optional }: BoundColumn): boolean => optional === true || (optional === 'text' && isText);
  const usual = columns.filter((column) => !isOff(column) || extra.includes(column.name));
  if (words === undefined) return usual;
  if (words.length === 1 && words[0] === 'all') return columns.map(kept);
  if (/^[+-]/.test(words[0]!)) return edited(columns, usual, words);
  const signed = words.find((word) => /^[+-]/.test(word));
  if (signed !== undefined)
    throw new UsageError(
      `--columns: "${visible(signed)}" cannot follow a plain name; start the list with + or - to change the default columns`,
      '--columns',
    );
  const listed = new Set(words.flatMap((word) => columnsNamed(columns, word, '--columns')));
  return [...listed].map(kept);
};

/** `+a,b,-c`: a name without a sign takes the preceding sign. */
const edited = (
  columns: readonly BoundColumn[],
  usual: readonly BoundColumn[],
  edits: readonly string[],
): readonly BoundColumn[] => {
  let chosen = [...usual];
  let adds = true;
  for (const edit of edits) {
    if (/^[+-]/.test(edit)) adds = edit.startsWith('+');
    const named = columnsNamed(columns, edit.replace(/^[+-]/, ''), '--columns');
    chosen = chosen.filter((other) => named.every(({ name }) => name !== other.name));
    if (adds) chosen.push(...named.map(kept));
  }
  if (chosen.length === 0) throw new UsageError('--columns leaves no column', '--columns');
  return chosen;
};
