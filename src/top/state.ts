import type { BoundColumn, Value } from '../core/column.ts';
import type { Choice } from './namespaces.ts';

/** What is asked of the kernel at each tick. Each text is as it would be typed after an option. */
export type Question = {
  readonly report: string;
  readonly where: string;
  /** Empty for the usual columns. */
  readonly columns: string;
  /** Empty for single rows. */
  readonly countBy: string;
  readonly listening: boolean;
  /** The network namespace as after `--netns`; empty for the usual one, `*` for all. */
  readonly netns: string;
};

export type PlainRow = Readonly<Record<string, Value>>;

/** A row as it stands on the screen; `+` opened and `-` closed since the tick before. */
export type Row = {
  readonly key: string;
  readonly values: PlainRow;
  readonly mark: ' ' | '+' | '-';
  /** The rate at the last ticks, the newest last. */
  readonly trend: readonly (number | null)[];
};

/** One reading, in plain values. */
export type Sample = {
  readonly time: string;
  /** The columns that are shown. */
  readonly columns: readonly BoundColumn[];
  /** Every column, for details and sorting. */
  readonly all: readonly BoundColumn[];
  readonly rows: readonly { readonly key: string; readonly values: PlainRow }[];
  /** Columns whose sum is drawn as a sparkline. */
  readonly rates: readonly string[];
  /** How rows are sorted unless somebody says so; null for the order in which they were first seen. */
  readonly usualSort: State['sort'];
  /** Rates of the whole host for the header, as words. */
  readonly pulse: string;
  /** What could not be read; null where all was. */
  readonly caveat: string | null;
};

/** A line that is being typed. */
export type Prompt = {
  readonly field: 'where' | 'columns' | 'countBy';
  readonly text: string;
  /** What stood there before, for Esc. */
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
  /** The first row of the list that is on the screen. */
  readonly offset: number;
  /** Rows of the list that the last frame had. */
  readonly page: number;
  readonly view: 'list' | 'details' | 'explain' | 'help' | 'namespaces';
  readonly scroll: number;
  /** What `n` has found; null until then. */
  readonly choice: Choice | null;
  readonly prompt: Prompt | null;
  readonly isPaused: boolean;
  /** Why the question cannot be asked, while it is typed or afterwards. */
  readonly error: string | null;
  readonly message: string | null;
  /** What the outside is to do. */
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
