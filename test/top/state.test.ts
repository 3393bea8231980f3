import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BoundColumn } from '../../src/core/column.ts';
import { keysIn } from '../../src/top/keys.ts';
import { span } from '../../src/top/line.ts';
import { withSample } from '../../src/top/merge.ts';
import { Painter } from '../../src/top/paint.ts';
import { initialState, type Sample, type State } from '../../src/top/state.ts';
import { actions, withKey } from '../../src/top/update.ts';

const column: BoundColumn = { name: 'n', kind: 'integer', help: 'A number.', read: () => null };

const sample = (...numbers: readonly number[]): Sample => ({
  time: '',
  columns: [column],
  all: [column],
  rows: numbers.map((n) => ({ key: `k${n}`, values: { n } })),
  rates: [],
  usualSort: null,
  pulse: '',
  caveat: null,
});

const start = initialState(
  { report: 'conns', where: '', columns: '', countBy: '', listening: false, netns: '' },
  { reports: ['conns', 'ifstat'], interval: 1000, sort: null },
);

const marks = ({ rows }: State): string => rows.map(({ mark, key }) => `${mark}${key}`).join(' ');
const typed = (state: State, keys: readonly string[]): State => keys.reduce(withKey, state);

test('rows keep their place; a new one is marked, a closed one stays for one tick', () => {
  const one = withSample(start, sample(1, 2, 3), true);
  assert.equal(marks(one), ' k1  k2  k3');
  const two = withSample(one, sample(3, 4, 1), false);
  assert.equal(marks(two), ' k1 -k2  k3 +k4');
  const three = withSample(two, sample(1, 3, 4), false);
  assert.equal(marks(three), ' k1  k3  k4');
});

test('a row that reappears is marked as opened', () => {
  const gone = withSample(withSample(start, sample(1, 2), true), sample(1), false);
  assert.equal(marks(withSample(gone, sample(1, 2), false)), ' k1 +k2');
});

test('the selection follows its row', () => {
  const moved = typed(withSample(start, sample(1, 2, 3), true), ['j', 'j']);
  const after = withSample(moved, sample(3, 5), false);
  assert.equal(after.rows[after.selected]!.key, 'k3');
  assert.equal(typed(after, ['s', 'S']).rows[0]!.key, 'k5');
});

/** Nine rows in pages of three, the fifth selected. */
const middle: State = {
  ...withSample(start, sample(1, 2, 3, 4, 5, 6, 7, 8, 9), true),
  page: 3,
  selected: 4,
};

/** What each key changes in `middle`. */
const effects: Readonly<Record<string, Partial<State>>> = {
  q: { wish: 'quit' },
  interrupt: { wish: 'interrupt' },
  suspend: { wish: 'suspend' },
  redraw: { wish: 'redraw' },
  w: { wish: 'snapshot' },
  n: { wish: 'namespaces' },
  j: { selected: 5 },
  down: { selected: 5 },
  k: { selected: 3 },
  up: { selected: 3 },
  g: { selected: 0 },
  home: { selected: 0 },
  G: { selected: 8 },
  end: { selected: 8 },
  pageUp: { selected: 1 },
  pageDown: { selected: 7 },
  '/': { prompt: { field: 'where', text: '', before: '' } },
  c: { prompt: { field: 'columns', text: '', before: '' } },
  x: { prompt: { field: 'countBy', text: '', before: '' } },
  s: { sort: { name: 'n', descending: false } },
  S: { sort: { name: 'n', descending: false } },
  a: { question: { ...start.question, listening: true } },
  tab: { question: { ...start.question, report: 'ifstat' }, selected: 0 },
  ' ': { isPaused: true },
  enter: { view: 'details' },
  e: { view: 'explain' },
  '?': { view: 'help' },
};

test('each key has its effect and no other', () => {
  assert.deepEqual(Object.keys(effects).toSorted(), Object.keys(actions).toSorted());
  for (const [key, effect] of Object.entries(effects))
    assert.deepEqual(withKey(middle, key), { ...middle, ...effect }, key);
});

test('the keys that move stop at the first and the last row', () => {
  for (const [keys, selected] of [
    [['g', 'k', 'up', 'pageUp'], 0],
    [['end', 'j', 'down', 'pageDown'], 8],
    [['pageUp', 'pageUp', 'pageUp'], 0],
    [['pageDown', 'pageDown'], 8],
  ] as const)
    assert.equal(typed(middle, keys).selected, selected, keys.join(' '));
});

test('the filter is applied at each key, and Esc restores the previous one', () => {
  const typing = typed(start, ['/', 'a', 'q', 'backspace', 'b']);
  assert.equal(typing.question.where, 'ab');
  assert.equal(typed(typing, ['escape']).question.where, '');
  assert.equal(typed(typing, ['enter']).question.where, 'ab');
  assert.equal(typed(typing, ['q']).wish, null);
  assert.equal(typed(typing, ['interrupt']).wish, 'interrupt');
});

test('switching reports resets the filter and columns', () => {
  const next = typed(start, ['/', 'a', 'enter', 'tab']);
  assert.deepEqual([next.question.report, next.question.where], ['ifstat', '']);
});

test('keys are decoded from terminal input', () => {
  assert.deepEqual(keysIn('j\x1b[A\x1bOB\x1b[6~\r\t\x7fé\x03'), [
    'j',
    'up',
    'down',
    'pageDown',
    'enter',
    'tab',
    'backspace',
    'é',
    'interrupt',
  ]);
  assert.deepEqual(keysIn('\x1b'), ['escape']);
  assert.deepEqual(keysIn('\x1b[1;5Cx\x01'), ['x']);
});

test('only changed lines are sent, and nothing for an identical frame', () => {
  const painter = new Painter(false);
  const lines = (text: string) => [[span('same')], [span(text)]];
  assert.match(painter.paint(lines('a'), 10), /^\x1b\[2J/);
  assert.equal(painter.paint(lines('a'), 10), '');
  assert.equal(painter.paint(lines('b'), 10), '\x1b[2;1Hb\x1b[K');
});
