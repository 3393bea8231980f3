import type { Key } from './keys.ts';
import { resorted } from './merge.ts';
import { choosing } from './namespaces.ts';
import type { Prompt, Question, State } from './state.ts';

const asked = (state: State, change: Partial<Question>): State => ({
  ...state,
  question: { ...state.question, ...change },
});

const moved = (state: State, by: number): State => ({
  ...state,
  selected: Math.max(0, Math.min(state.rows.length - 1, state.selected + by)),
});

const opened = (state: State, view: State['view']): State => ({ ...state, view, scroll: 0 });

const prompted = (state: State, field: Prompt['field']): State => ({
  ...state,
  view: 'list',
  prompt: { field, text: state.question[field], before: state.question[field] },
});

/** The column after the current sort column; none after the last. */
const nextSort = (state: State): State => {
  const names = (state.sample?.columns ?? []).map(({ name }) => name);
  const at = state.sort === null ? 0 : names.indexOf(state.sort.name) + 1;
  const name = names[at];
  return resorted({ ...state, sort: name === undefined ? null : { name, descending: false } });
};

const reversed = (state: State): State =>
  state.sort === null
    ? nextSort(state)
    : resorted({ ...state, sort: { ...state.sort, descending: !state.sort.descending } });

/** Another report has other columns, so the previous question does not apply. */
const nextReport = (state: State): State => {
  const { question, reports } = state;
  const report = reports[(reports.indexOf(question.report) + 1) % reports.length]!;
  const { netns } = question;
  const empty: Question = { report, where: '', columns: '', countBy: '', listening: false, netns };
  return { ...state, question: empty, sort: null, selected: 0, offset: 0, view: 'list', error: null };
};

/** What each key does in the list. */
export const actions: Readonly<Record<Key, (state: State) => State>> = {
  q: (state) => ({ ...state, wish: 'quit' }),
  interrupt: (state) => ({ ...state, wish: 'interrupt' }),
  suspend: (state) => ({ ...state, wish: 'suspend' }),
  redraw: (state) => ({ ...state, wish: 'redraw' }),
  w: (state) => ({ ...state, wish: 'snapshot' }),
  j: (state) => moved(state, 1),
  down: (state) => moved(state, 1),
  k: (state) => moved(state, -1),
  up: (state) => moved(state, -1),
  g: (state) => moved(state, Number.NEGATIVE_INFINITY),
  home: (state) => moved(state, Number.NEGATIVE_INFINITY),
  G: (state) => moved(state, Number.POSITIVE_INFINITY),
  end: (state) => moved(state, Number.POSITIVE_INFINITY),
  pageUp: (state) => moved(state, -state.page),
  pageDown: (state) => moved(state, state.page),
  '/': (state) => prompted(state, 'where'),
  c: (state) => prompted(state, 'columns'),
  x: (state) => (state.question.countBy === '' ? prompted(state, 'countBy') : asked(state, { countBy: '' })),
  s: nextSort,
  S: reversed,
  a: (state) => asked(state, { listening: !state.question.listening }),
  n: (state) => ({ ...state, wish: 'namespaces' }),
  tab: nextReport,
  ' ': (state) => ({ ...state, isPaused: !state.isPaused }),
  enter: (state) => (state.rows.length === 0 ? state : opened(state, 'details')),
  e: (state) => (state.rows.length === 0 ? state : opened(state, 'explain')),
  '?': (state) => opened(state, 'help'),
};

/** While a line is typed, most keys are text; the question follows each. */
const typed = (state: State, prompt: Prompt, key: Key): State => {
  const change = (text: string): State =>
    asked({ ...state, prompt: { ...prompt, text } }, { [prompt.field]: text });
  if (key === 'enter') return { ...state, prompt: null };
  if (key === 'escape')
    return asked({ ...state, prompt: null, error: null }, { [prompt.field]: prompt.before });
  if (key === 'backspace') return change([...prompt.text].slice(0, -1).join(''));
  if (key === 'clear') return change('');
  return [...key].length === 1 ? change(prompt.text + key) : state;
};

const scrolls: Readonly<Record<Key, number>> = { j: 1, down: 1, k: -1, up: -1 };

/** A page over the list: Esc closes it, arrows scroll it. */
const onPage = (state: State, key: Key): State => {
  if (key === 'escape' || key === 'enter' || key === 'q') return opened(state, 'list');
  const by = key === 'pageDown' ? state.page : key === 'pageUp' ? -state.page : (scrolls[key] ?? 0);
  return { ...state, scroll: Math.max(0, state.scroll + by) };
};

const always: ReadonlySet<Key> = new Set(['interrupt', 'suspend', 'redraw']);

/** The state after a key. */
export const withKey = (before: State, key: Key): State => {
  const state: State = { ...before, message: null, wish: null };
  if (!always.has(key)) {
    if (state.prompt !== null) return typed(state, state.prompt, key);
    if (state.view === 'namespaces' && state.choice !== null) return choosing(state, state.choice, key);
    if (state.view !== 'list') return onPage(state, key);
  }
  const action = Object.hasOwn(actions, key) ? actions[key] : undefined;
  return action === undefined ? state : action(state);
};
