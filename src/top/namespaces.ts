import type { Key } from './keys.ts';
import { type Listing, listing, type Screen } from './list.ts';
import type { Sample, State } from './state.ts';

/** The network namespaces to choose from, and the selected one. */
export type Choice = { readonly sample: Sample; readonly at: number };

/** In a question: every namespace. */
export const allNamespaces = '*';

const wordAt = ({ sample }: Choice, at: number): string => String(sample.rows[at]?.values['netns'] ?? '');

/** Shows the namespaces over the list, with the current one selected. */
export const withNamespaces = (state: State, sample: Sample): State => {
  const choice = { sample, at: 0 };
  const at = sample.rows.findIndex((_, row) => wordAt(choice, row) === state.question.netns);
  return { ...state, view: 'namespaces', scroll: 0, choice: { sample, at: Math.max(0, at) } };
};

/** Switching namespaces discards the rows. */
const switched = (state: State, netns: string): State => ({
  ...state,
  view: 'list',
  question: { ...state.question, netns },
  selected: 0,
  offset: 0,
});

const steps: Readonly<Record<Key, number>> = {
  j: 1,
  down: 1,
  k: -1,
  up: -1,
  g: Number.NEGATIVE_INFINITY,
  home: Number.NEGATIVE_INFINITY,
  G: Number.POSITIVE_INFINITY,
  end: Number.POSITIVE_INFINITY,
};

/** The choice after a key. */
export const choosing = (state: State, choice: Choice, key: Key): State => {
  if (key === 'escape' || key === 'q' || key === 'n') return { ...state, view: 'list' };
  if (key === 'a') return switched(state, allNamespaces);
  if (key === 'enter') return switched(state, wordAt(choice, choice.at));
  const by = key === 'pageDown' ? state.page : key === 'pageUp' ? -state.page : (steps[key] ?? 0);
  const at = Math.max(0, Math.min(choice.sample.rows.length - 1, choice.at + by));
  return { ...state, choice: { ...choice, at } };
};

/** The namespaces as rows, with the selected one always visible. */
export const namespaceListing = (
  state: State,
  { sample, at }: Choice,
  screen: Screen,
  height: number,
): Listing => {
  const rows = sample.rows.map(({ key, values }) => ({ key, values, mark: ' ', trend: [] }) as const);
  const offset = Math.max(0, at - Math.max(1, height - 1) + 1);
  return listing(
    { ...state, sample, rows, offset, selected: at, sort: null },
    sample.columns,
    screen,
    height,
  );
};
