import type { BoundColumn } from '../core/column.ts';
import type { Report } from '../core/report.ts';
import { valueText } from '../formats/value.ts';
import type { Explanation } from '../glossary/explain.ts';
import { type Line, span } from './line.ts';
import { meaningsOf } from './meanings.ts';
import type { Row, State } from './state.ts';
import { wrapped } from './wrapped.ts';

const paragraph = (text: string, indent: number, width: number): readonly Line[] =>
  wrapped(text, Math.max(20, width - indent)).map((line) => [span(' '.repeat(indent) + line, 'dim')]);

type Meanings = (word: string) => readonly Explanation[];

const meaningOf = (column: BoundColumn, text: string, meanings: Meanings): string | null => {
  if (column.kind !== 'state' && column.name !== 'timer' && column.name !== 'name') return null;
  const found = meanings(text)[0];
  return found === undefined
    ? null
    : `${text}: ${found.meaning}${found.hint === null ? '' : ` ${found.hint}`}`;
};

/** Every column of a row, with its description and the meaning of its value. */
const detailLines = (row: Row, state: State, reports: readonly Report[], width: number): readonly Line[] =>
  (state.sample?.all ?? [])
    .filter(({ name }) => Object.hasOwn(row.values, name))
    .flatMap((column) => {
      const value = row.values[column.name] ?? null;
      const text = value === null ? '-' : valueText(value);
      const meaning = meaningOf(column, text, (word) => meaningsOf(word, row, state, reports));
      return [
        [span(column.name.padEnd(16), 'heading'), span(` ${text}`)],
        ...(value === null ? [] : paragraph(column.help, 4, width)),
        ...(meaning === null ? [] : paragraph(meaning, 4, width)),
      ];
    });

/** The meaning of a row's terms: its state, its counter, its report. */
const explainLines = (row: Row, state: State, reports: readonly Report[], width: number): readonly Line[] => {
  const words = (state.sample?.all ?? [])
    .filter(({ kind, name }) => kind === 'state' || ['key', 'name', 'timer', 'type'].includes(name))
    .map(({ name }) => row.values[name])
    .filter((value) => typeof value === 'string');
  const all = [...words, state.question.report].flatMap((word) => meaningsOf(word, row, state, reports));
  const found = [...new Map(all.map((one) => [`${one.topic} ${one.term}`, one])).values()];
  return found.flatMap(({ term, topic, meaning, hint }) => [
    [span(term, 'heading'), span(` (${topic})`, 'dim')],
    ...paragraph(meaning, 2, width),
    ...(hint === null ? [] : paragraph(hint, 2, width)),
    [span('')],
  ]);
};

const help: readonly (readonly [keys: string, what: string])[] = [
  ['j k, arrows, PgUp PgDn', 'move'],
  ['g G, Home End', 'first and last row'],
  ['/', 'filter, in the expression language'],
  ['s S', 'sort by the next column, reverse'],
  ['Enter', 'details of the row'],
  ['e', 'explain the row'],
  ['Esc', 'back'],
  ['Tab', 'next report'],
  ['a', 'listeners only, or all sockets'],
  ['c', 'columns, as after --columns'],
  ['x', 'group, as after --count-by; again: single rows'],
  ['Space', 'pause'],
  ['n', 'another network namespace, or all'],
  ['w', 'write a snapshot to this directory'],
  ['Ctrl-L', 'redraw the screen'],
  ['Ctrl-Z', 'suspend'],
  ['q, Ctrl-C', 'quit'],
];

const helpLines = (): readonly Line[] => [
  ...help.map(([keys, what]): Line => [span(`  ${keys.padEnd(24)}`, 'heading'), span(what)]),
  [span('')],
  [span('  + opened and - closed since the last sample; > the selected row.', 'dim')],
];

/** The lines of a page over the list. */
export const pageLines = (state: State, reports: readonly Report[], width: number): readonly Line[] => {
  if (state.view === 'help') return helpLines();
  const row = state.rows[state.selected];
  if (row === undefined) return [];
  return (state.view === 'explain' ? explainLines : detailLines)(row, state, reports, width);
};
