import type { BoundColumn } from '../core/column.ts';
import type { Report } from '../core/report.ts';
import { nearest } from '../core/suggest.ts';
import { type CounterNote, counterKeys, counterNote } from './counters/index.ts';
import { nameOf } from './counters/protocols.ts';
import { statesOf } from './states.ts';
import { type GlossaryEntry, glossary, type Topic } from './words.ts';

/** One meaning of a word. */
export type Explanation = {
  /** The word in its usual spelling. */
  readonly term: string;
  /** Where the word means that. */
  readonly topic: Topic | 'counter' | 'report' | `column of ${string}`;
  /** For a counter: counter, gauge or setting; for a column: its kind. */
  readonly kind: string | null;
  /** What it means, in one or two sentences. */
  readonly meaning: string;
  /** What to look at next. */
  readonly hint: string | null;
};

/** A report without what it does. */
export type DescribedReport = Pick<Report, 'name' | 'aliases' | 'summary'> & {
  readonly columns: readonly Pick<BoundColumn, 'name' | 'heading' | 'kind' | 'unit' | 'help'>[];
};

export const describedReport = ({ name, aliases, summary, columns }: Report): DescribedReport => ({
  name,
  aliases,
  summary,
  columns: columns.map(({ name, heading, kind, unit, help }) => ({
    name,
    kind,
    help,
    ...(heading === undefined ? {} : { heading }),
    ...(unit === undefined ? {} : { unit }),
  })),
});

const ofNote = (term: string, { kind, meaning, hint }: CounterNote): Explanation => ({
  term,
  topic: 'counter',
  kind,
  meaning,
  hint: hint ?? null,
});

/** The kernel creates a counter for each ICMP type it sees. They have notes, but are in no list. */
const icmpTypeKey = (word: string): string | null => {
  const [, version, direction, type] = /^icmp(msg|6)(in|out)type(\d{1,3})$/i.exec(word) ?? [];
  if (version === undefined || direction === undefined) return null;
  return `Icmp${version === '6' ? '6' : 'Msg'}${direction.toLowerCase() === 'in' ? 'In' : 'Out'}Type${type}`;
};

const inCounters = (word: string): readonly Explanation[] => {
  const lower = word.toLowerCase();
  const named = counterKeys().filter((key) =>
    [key, nameOf(key)].some((name) => name.toLowerCase() === lower),
  );
  const keys = new Set([...named, ...[icmpTypeKey(word)].filter((key) => key !== null)]);
  return [...keys].map((key) => ofNote(key, counterNote(key)!));
};

const plain = (word: string): string => word.toUpperCase().replaceAll(/[-_ ]/g, '');

/** `Recv-Q` of ss is the heading `recvQ`. */
const withoutHyphens = (word: string): string => word.toLowerCase().replaceAll('-', '');

const ofEntry = ({ term, topic, meaning, hint }: GlossaryEntry): Explanation => ({
  term,
  topic,
  kind: null,
  meaning,
  hint: hint ?? null,
});

/** The socket state for a code or a spelling of ss or netstat. A group is explained as a group. */
const stateSpelled = (word: string): string | null => {
  const known = glossary.filter(({ topic }) => /^(tcp|datagram|unix) state$/.test(topic));
  const states = statesOf(word, [...new Set(known.map(({ term }) => term))]) ?? [];
  return states.length === 1 ? states[0]! : null;
};

const inGlossary = (word: string): readonly Explanation[] => {
  const exact = glossary.filter(({ term }) => plain(term) === plain(word));
  if (exact.length > 0) return exact.map(ofEntry);
  const state = stateSpelled(word);
  return glossary.filter(({ term, topic }) => term === state && topic.endsWith(' state')).map(ofEntry);
};

/** In `UGH`, each letter is a separate flag. */
const inRouteFlags = (word: string): readonly Explanation[] => {
  const letters = [...word].map((letter) =>
    glossary.find(({ term, topic }) => topic === 'route flag' && term === letter),
  );
  const found = letters.filter((entry) => entry !== undefined);
  return found.length > 1 && found.length === letters.length ? found.map(ofEntry) : [];
};

const inColumns = (word: string, reports: readonly DescribedReport[]): readonly Explanation[] => {
  const asked = withoutHyphens(word);
  return reports.flatMap((report) =>
    report.columns
      .filter(({ name, heading = name }) =>
        [name, heading, `${report.name}.${name}`].some((known) => withoutHyphens(known) === asked),
      )
      .map(({ name, kind, unit, help }) => ({
        term: `${report.name}.${name}`,
        topic: `column of ${report.name}` as const,
        kind,
        meaning: unit === undefined ? help : `${help} Unit: ${unit}.`,
        hint: null,
      })),
  );
};

const inReports = (word: string, reports: readonly DescribedReport[]): readonly Explanation[] => {
  const lower = word.toLowerCase();
  return reports
    .filter(({ name, aliases }) => [name, ...aliases].includes(lower))
    .map(({ name, summary }) => ({
      term: name,
      topic: 'report',
      kind: null,
      meaning: `${summary}.`,
      hint: `See \`procnet help ${name}\`.`,
    }));
};

/** All meanings of the word; empty if there are none. */
export const explanationsOf = (word: string, reports: readonly DescribedReport[]): readonly Explanation[] => {
  const found = [
    ...inReports(word, reports),
    ...inGlossary(word),
    ...inCounters(word),
    ...inColumns(word, reports),
  ];
  return found.length > 0 ? found : inRouteFlags(word);
};

const mostSuggestions = 3;

/** Words that may have been meant, most likely first. */
export const suggestionsFor = (word: string, reports: readonly DescribedReport[]): readonly string[] => {
  const keys = counterKeys();
  const columns = reports.flatMap((report) => report.columns.map(({ name }) => name));
  const names = reports.map(({ name }) => name);
  let known = [
    ...new Set([...names, ...glossary.map(({ term }) => term), ...columns, ...keys.map(nameOf), ...keys]),
  ];
  const found: string[] = [];
  while (found.length < mostSuggestions) {
    const near = nearest(word, known);
    if (near === null) break;
    found.push(near);
    known = known.filter((name) => plain(name) !== plain(near));
  }
  return found;
};
