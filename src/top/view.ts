import type { Report } from '../core/report.ts';
import { printable } from '../core/text.ts';
import { ellipsisOf } from '../formats/cut.ts';
import { clipped, type Line, span } from './line.ts';
import { type Listing, listing, type Screen } from './list.ts';
import { allNamespaces, namespaceListing } from './namespaces.ts';
import { pageLines } from './pages.ts';
import type { Prompt, State } from './state.ts';
import { wrapped } from './wrapped.ts';

/** Values of a state column and their row counts, most first. */
const tallied = ({ sample, rows }: State): string => {
  const column = sample?.all.find(({ kind }) => kind === 'state');
  if (column === undefined) return '';
  const counts = new Map<string, number>();
  for (const { values, mark } of rows) {
    const value = values[column.name];
    if (mark === '-' || typeof value !== 'string') continue;
    // A group row represents several.
    counts.set(value, (counts.get(value) ?? 0) + Number(values['count'] ?? 1));
  }
  const most = [...counts].sort(([, a], [, b]) => b - a);
  return most.map(([word, count]) => `${count} ${word}`).join('  ');
};

const placeOf = ({ netns }: State['question']): readonly string[] =>
  netns === '' ? [] : netns === allNamespaces ? ['all namespaces'] : [`netns ${printable(netns)}`];

const titleLine = (state: State, screen: Screen): Line => {
  const { question, interval, isPaused, sample, rows } = state;
  const dot = screen.isAscii ? '-' : '·';
  const count = rows.filter(({ mark }) => mark !== '-').length;
  const facts = [
    question.report + (question.listening ? ' (listening)' : ''),
    ...placeOf(question),
    ...(isPaused ? ['PAUSED'] : []),
    `${count} row${count === 1 ? '' : 's'}`,
    `+${rows.filter(({ mark }) => mark === '+').length} -${rows.filter(({ mark }) => mark === '-').length}`,
    sample === null ? 'reading' : sample.time,
    `every ${interval / 1000}s`,
  ];
  return [span('procnet top', 'heading'), span(` ${dot} ${facts.join(` ${dot} `)}`)];
};

const prompts: Readonly<Record<Prompt['field'], string>> = {
  where: '/',
  columns: 'columns: ',
  countBy: 'group by: ',
};

const askedText = ({ question, sort }: State): string =>
  [
    ...(question.where === '' ? [] : [`filter: ${printable(question.where)}`]),
    ...(question.countBy === '' ? [] : [`by: ${question.countBy}`]),
    ...(sort === null ? [] : [`sort: ${sort.descending ? '-' : ''}${sort.name}`]),
  ].join('  ');

const footerLine = (state: State): Line => {
  const { prompt, view } = state;
  if (prompt !== null) return [span(prompts[prompt.field], 'heading'), span(`${printable(prompt.text)}_`)];
  if (state.message !== null) return [span(state.message, 'warn')];
  if (view === 'namespaces') return [span('Enter switch  a all namespaces  Esc back', 'dim')];
  if (view !== 'list') return [span('Esc back  j k scroll', 'dim')];
  return [span('? help  q quit  / filter  s sort  Enter details  Tab report  Space pause', 'dim')];
};

const mostErrorLines = 4;

/** The first line is the whole error message; lines with a caret below the input stay unchanged. */
const errorLines = ({ error }: State, { width }: Screen): readonly Line[] => {
  const [first = '', ...others] = (error ?? '').split('\n').map(printable);
  const lines = first === '' ? [] : [...wrapped(first, width), ...others];
  return lines.slice(0, mostErrorLines).map((text) => [span(text, 'bad')]);
};

const headerLines = (state: State, screen: Screen): readonly Line[] => {
  const second = [tallied(state), state.sample?.pulse ?? ''].filter((text) => text !== '');
  const caveat = state.sample?.caveat ?? null;
  const third = askedText(state);
  return [
    titleLine(state, screen),
    ...(screen.height < 8 ? [] : second.map((text): Line => [span(text)])),
    ...(third === '' || screen.height < 8 ? [] : [[span(third, 'warn')]]),
    ...(caveat === null ? [] : [[span(caveat, 'bad')]]),
  ];
};

/** Keeps the selected row visible. */
const scrolled = (state: State, page: number): State => {
  const { selected } = state;
  const least = Math.max(0, selected - page + 1);
  const most = Math.max(0, state.rows.length - page);
  return { ...state, page, offset: Math.max(least, Math.min(state.offset, selected, most)) };
};

/** What a view shows in `height` lines. */
const bodyOf = (
  state: State,
  reports: readonly Report[],
  screen: Screen,
  height: number,
): Pick<Listing, 'lines' | 'note'> & Partial<Listing> => {
  const { view, choice, scroll } = state;
  if (view === 'list') return listing(state, state.sample?.columns ?? [], screen, height);
  if (view === 'namespaces' && choice !== null) {
    const { lines, note } = namespaceListing(state, choice, screen, height);
    return { lines, note };
  }
  return { lines: pageLines(state, reports, screen.width).slice(scroll, scroll + height), note: [] };
};

type Frame = { readonly lines: readonly Line[]; readonly state: State };

/** The screen for a state, with exactly its number of lines, and the state updated with the visible part of the list. */
export const frameOf = (before: State, reports: readonly Report[], screen: Screen): Frame => {
  const head = headerLines(before, screen);
  const foot = [...errorLines(before, screen), footerLine(before)];
  const height = Math.max(0, screen.height - head.length - foot.length);
  const state = scrolled(before, Math.max(1, height - 1));
  const { lines: body, note, ...visible } = bodyOf(state, reports, screen, height);
  const empty = Array.from({ length: Math.max(0, height - body.length - note.length) }, (): Line => []);
  const lines = [...head, ...body, ...empty, ...note, ...foot].slice(-screen.height);
  const ellipsis = ellipsisOf(screen.isAscii);
  return {
    lines: lines.map((line) => clipped(line, screen.width, ellipsis)),
    state: { ...state, ...visible },
  };
};
