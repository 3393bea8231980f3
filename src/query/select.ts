import type { BoundColumn } from '../core/column.ts';
import { UsageError } from '../core/errors.ts';
import { nearest } from '../core/suggest.ts';
import { visible } from '../core/text.ts';

/** The columns that ss's words and other common guesses for one end stand for; the first that a report has. */
const endColumns: Readonly<Record<string, readonly string[]>> = {
  src: ['localAddress', 'source'],
  laddr: ['localAddress', 'source'],
  dst: ['remoteAddress', 'destination'],
  raddr: ['remoteAddress', 'destination'],
  sport: ['localPort', 'sourcePort'],
  lport: ['localPort', 'sourcePort'],
  dport: ['remotePort', 'destinationPort'],
  rport: ['remotePort', 'destinationPort'],
};

/** The column of an endpoint; none for a route, whose `source` is a network. */
export const endColumn = (columns: readonly BoundColumn[], word: string): BoundColumn | undefined => {
  const names = Object.hasOwn(endColumns, word) ? endColumns[word]! : [];
  return columns.find(({ name, kind }) => names.includes(name) && kind !== 'text');
};

/** Words for both ends, which name no single column, and the kind of their columns. */
const ofBothEnds: Readonly<Record<string, BoundColumn['kind']>> = { port: 'port', addr: 'address' };

const suggestionFor = (columns: readonly BoundColumn[], word: string): string => {
  const kind = Object.hasOwn(ofBothEnds, word) ? ofBothEnds[word] : undefined;
  const ends = columns.filter((column) => column.kind === kind).map(({ name }) => name);
  const known = columns.flatMap(({ name, heading = name }) => [name, heading]);
  const near = ends.length > 0 ? ends.join(' or ') : nearest(word, known);
  return near === null ? '' : `; did you mean ${near}?`;
};

/** The column with that name, heading or other spelling; otherwise throws a `UsageError` that lists all columns. */
export const columnNamed = (columns: readonly BoundColumn[], name: string, option: string): BoundColumn => {
  const found =
    columns.find((column) => column.name === name) ??
    columns.find(({ heading }) => heading === name) ??
    endColumn(columns, name);
  if (found !== undefined) return found;
  const names = columns.map((column) => column.name);
  throw new UsageError(
    `${option}: no such column: "${visible(name)}"${suggestionFor(columns, name)}\ncolumns: ${names.join(', ')}`,
    option,
  );
};

const isAddressOnly = (word: string): boolean => word === 'laddr' || word === 'raddr';

/** The same, but another name of an endpoint means both address and port, unless it says address. */
export const columnsNamed = (
  columns: readonly BoundColumn[],
  name: string,
  option: string,
): readonly BoundColumn[] => {
  const found = columnNamed(columns, name, option);
  if (found.name === name || isAddressOnly(name)) return [found];
  const port = columns.find((column) => column.name === found.port);
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
