import type { BoundColumn } from '../../core/column.ts';
import { nearest } from '../../core/suggest.ts';
import { stateWords } from '../../glossary/states.ts';
import { endColumn } from '../select.ts';
import { quote } from './syntax.ts';

/** The left side of a comparison: any of these columns, and how its values are read. */
export type Subject = {
  readonly columns: readonly BoundColumn[];
  readonly as: 'value' | 'endpoint' | 'interface' | 'pid';
};

type Columns = readonly BoundColumn[];
type Word = {
  readonly as: Subject['as'];
  /** What a report needs to have for the word to apply. */
  readonly noun: string;
  readonly find: (columns: Columns) => Columns;
};

const named =
  (...names: readonly string[]) =>
  (columns: Columns): Columns =>
    columns.filter(({ name, kind }) => names.includes(name) && kind !== 'text').slice(0, 1);

const ofKind =
  (kind: BoundColumn['kind']) =>
  (columns: Columns): Columns =>
    columns.filter((column) => column.kind === kind);

const ofEnd =
  (word: string) =>
  (columns: Columns): Columns =>
    [endColumn(columns, word)].filter((column) => column !== undefined);

const local: Word = { as: 'endpoint', noun: 'local addresses', find: ofEnd('src') };
const remote: Word = { as: 'endpoint', noun: 'remote addresses', find: ofEnd('dst') };
const localPort: Word = { as: 'value', noun: 'local ports', find: ofEnd('sport') };
const remotePort: Word = { as: 'value', noun: 'remote ports', find: ofEnd('dport') };

/** ss's words and other common guesses. */
const words: Readonly<Record<string, Word>> = {
  src: local,
  laddr: local,
  dst: remote,
  raddr: remote,
  sport: localPort,
  lport: localPort,
  dport: remotePort,
  rport: remotePort,
  port: { as: 'value', noun: 'ports', find: ofKind('port') },
  addr: { as: 'endpoint', noun: 'addresses', find: ofKind('address') },
  dev: { as: 'interface', noun: 'interfaces', find: ofKind('interface') },
  process: { as: 'value', noun: 'processes', find: named('processes') },
  pid: { as: 'pid', noun: 'processes', find: named('processes') },
};

/** These always refer to the list of holders, which has every name of a process. */
const ofHolders: ReadonlySet<string> = new Set(['process', 'pid']);

const byWord = (word: string, columns: Columns): Subject | null => {
  const lower = word.toLowerCase();
  if (!Object.hasOwn(words, lower)) return null;
  const { as, find } = words[lower]!;
  const found = find(columns);
  return found.length === 0 ? null : { columns: found, as };
};

const byColumn = (matches: (name: string) => boolean, columns: Columns): Subject | null => {
  const column = columns.find(({ name }) => matches(name));
  return column === undefined ? null : { columns: [column], as: 'value' };
};

/** A column by its heading; an endpoint's heading means both address and port. */
const byHeading = (word: string, columns: Columns): Subject | null => {
  const column = columns.find(({ heading }) => heading?.toLowerCase() === word.toLowerCase());
  return column === undefined
    ? null
    : { columns: [column], as: column.port === undefined ? 'value' : 'endpoint' };
};

/** Looks up a column by exact name, one of the words above, case-insensitive name or heading. */
export const subjectNamed = (word: string, columns: Columns): Subject | null =>
  (ofHolders.has(word) ? byWord(word, columns) : null) ??
  byColumn((name) => name === word, columns) ??
  byWord(word, columns) ??
  byColumn((name) => name.toLowerCase() === word.toLowerCase(), columns) ??
  byHeading(word, columns);

/** What ss gets from netlink and no /proc/net file lists. */
const netlinkOnly: Readonly<Record<string, string>> = {
  autobound: 'whether the kernel chose a port',
  fwmark: "sockets' marks",
  cgroup: "sockets' cgroups",
};

const statesIn = (columns: Columns): readonly string[] => {
  const column = columns.find(({ kind }) => kind === 'state');
  return column === undefined ? [] : stateWords(column.values ?? []);
};

const known = (columns: Columns): readonly string[] => [
  ...Object.keys(words).filter((name) => byWord(name, columns) !== null),
  ...columns.map(({ name }) => name),
];

/** Why one of ss's words cannot be answered from /proc; null for any other word. */
const unanswerable = (word: string): string | null => {
  const lower = word.toLowerCase();
  if (!Object.hasOwn(netlinkOnly, lower)) return null;
  return `${quote(word)} is not supported because /proc/net does not list ${netlinkOnly[lower]}`;
};

/** What a report lacks, for a word that other reports support; null for any other word. */
const lacking = (word: string): string | null => {
  const lower = word.toLowerCase();
  if (Object.hasOwn(words, lower)) return `this report has no ${words[lower]!.noun}`;
  return lower === 'state' || lower === 'exclude' ? 'this report has no states' : null;
};

/** Explains why a word is not a subject, with a suggestion. */
export const unknownSubject = (word: string, columns: Columns): string => {
  const refusal = unanswerable(word);
  if (refusal !== null) return refusal;
  const lack = lacking(word);
  const near = lack === null ? nearest(word, known(columns)) : null;
  if (near !== null) return `no such column: ${quote(word)}; did you mean ${near}?`;
  const names = columns.map(({ name }) => name).join(', ');
  return `${lack ?? `no such column: ${quote(word)}`}; columns: ${names}`;
};

/** The same for a word without an operator, which could also have been meant as a state, port or address. */
export const unknownWord = (word: string, columns: Columns): string => {
  const refusal = unanswerable(word) ?? lacking(word);
  if (refusal !== null) return refusal;
  const near = /^\d+$/.test(word) ? `:${word}` : nearest(word, [...known(columns), ...statesIn(columns)]);
  const isName = near === null && byWord('process', columns) !== null && /^[\w.-]+$/.test(word);
  const hint =
    near !== null ? `; did you mean ${near}?` : isName ? `; for a process, write process = ${word}` : '';
  return `${quote(word)} is not a state, a port, an address or a column${hint}`;
};
