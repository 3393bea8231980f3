import type { BoundColumn, Value } from '../core/column.ts';
import type { Choice } from './namespaces.ts';

/** The question asked at each tick. Each text is as typed after an option. */
export type Question = {
  readonly report: string;
  readonly where: string;
  /** Empty for the default columns. */
  readonly columns: string;
  /** Empty for single rows. */
  readonly countBy: string;
  readonly listening: boolean;
  /** The network namespace as after `--netns`; empty for the default, `*` for all. */
  readonly netns: string;
};

export type PlainRow = Readonly<Record<string, Value>>;

/** A row on the screen; `+` opened and `-` closed since the previous tick. */
export type Row = {
  readonly key: string;
  readonly values: PlainRow;
  readonly mark: ' ' | '+' | '-';
  /** The rates at the last ticks, newest last. */
  readonly trend: readonly (number | null)[];
};

/** One reading, in plain values. */
export type Sample = {
  readonly time: string;
  /** The visible columns. */
  readonly columns: readonly BoundColumn[];
  /** Every column, for details and sorting. */
  readonly all: readonly BoundColumn[];
  readonly rows: readonly { readonly key: string; readonly values: PlainRow }[];
  /** Columns whose sum is drawn as a sparkline. */
  readonly rates: readonly string[];
  /** The default sort; null for order of appearance. */
  readonly usualSort: State['sort'];
  /** Host-wide rates for the header, as text. */
  readonly pulse: string;
  /** What could not be read; null if everything was. */
  readonly caveat: string | null;
};

/** A line being typed. */
export type Prompt = {
  readonly field: 'where' | 'columns' | 'countBy';
  readonly text: string;
  /** The previous text, for Esc. */
  readonly before: string;
};

export type State = {
  readonly question: Question;
  readonly reports: readonly string[];
  readonly interval: number;
  readonly sort: { readonly name: string; readonly descending: boolean } | null;
  readonly sample: Sample | null;
  readonly rows: readonly Row[];
  readonly selected: number;
  /** The first visible row of the list. */
  readonly offset: number;
  /** List rows in the last frame. */
  readonly page: number;
  readonly view: 'list' | 'details' | 'explain' | 'help' | 'namespaces';
  readonly scroll: number;
  /** What `n` found; null until then. */
  readonly choice: Choice | null;
  readonly prompt: Prompt | null;
  readonly isPaused: boolean;
  /** Why the question is invalid, while typing or afterwards. */
  readonly error: string | null;
  readonly message: string | null;
  /** Actions for the caller. */
  readonly wish: 'quit' | 'interrupt' | 'suspend' | 'redraw' | 'snapshot' | 'namespaces' | null;
};

export const initialState = (
  question: Question,
  { reports, interval, sort }: Pick<State, 'reports' | 'interval' | 'sort'>,
): State => ({
  question,
  reports,
  interval,
  sort,
  sample: null,
  rows: [],
  selected: 0,
  offset: 0,
  page: 1,
  view: 'list',
  scroll: 0,
  choice: null,
  prompt: null,
  isPaused: false,
  error: null,
  message: null,
  wish: null,
});
