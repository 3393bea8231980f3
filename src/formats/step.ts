import type { ByteWriter } from '../core/bytes.ts';
import type { Packed, Vector } from '../core/column.ts';
import { displayWidth } from '../core/text.ts';
import type { Cell, PlainCell } from './cell.ts';

const literalStep = 0;
export const wordStep = 1;
export const unsignedStep = 2;
export const addressStep = 3;
export const numberStep = 4;
const callStep = 5;

const nothing = Buffer.alloc(0);
/** The array of words has its full length from the start, because reading past its end would deoptimize the code. */
const usualCodes = 257;
const noWords: (Uint8Array | undefined)[] = [];
const noNumbers = new Float64Array(0);

/**
 * One part of a row, for one table: a cell together with the constant text before it. All kinds share one class, because one
 * function processes all of them.
 */
export class Step {
  kind = literalStep;
  /** Bytes before it in each row; for a word, they are part of `spelled`. */
  before: Uint8Array = nothing;
  at = 0;
  numbers: Float64Array = noNumbers;
  /** The text for an unknown number. */
  absent: Uint8Array = nothing;
  /** Number of words in an address. */
  size = 0;
  /** Offset of its port; -1 for none. */
  portAt = -1;
  stars = false;
  brackets = false;
  /** A byte, or 0. */
  quote = 0;
  width = 0;
  alignRight = false;
  /** Words by number, encoded on first use. */
  spelled: (Uint8Array | undefined)[] = noWords;
  spell: (code: number, view: never) => string = () => '';
  write: (view: never, out: ByteWriter) => number = () => 0;
}

/** Upper bound for what a step writes besides its literals and padding. */
const longestValue = 64;

/** The steps of a row, and the bytes to reserve for it, excluding cells that reserve their own. */
export type Steps = { readonly list: readonly Step[]; readonly rows: Packed; room: number };

const none: Packed = { words: new Int32Array(0), start: 0 };

/** The steps for a row of these cells, valid while the view keeps its current vectors. `end` follows the last cell. */
export const stepsOf = (cells: readonly Cell[], end: string, view: never): Steps => {
  const steps: Step[] = [];
  let rows = none;
  let before = '';
  for (const cell of cells) {
    const vector = cell.column.vector?.(view) ?? null;
    before += cell.before;
    if (vector?.kind === 'same') {
      before += padded(cell, cell.spell(vector.value, view));
      continue;
    }
    if (vector !== null && vector.kind !== 'number') rows = vector.rows;
    steps.push(stepOf(cell, vector, before, view));
    before = '';
  }
  const last = new Step();
  last.before = Buffer.from(before + end);
  const list = [...steps, last];
  return {
    list,
    rows,
    room: list.reduce((room, step) => room + step.before.length + step.width + longestValue, 0),
  };
};

const padded = ({ width, alignRight }: Cell, text: string): string => {
  const padding = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return alignRight ? padding + text : text + padding;
};

/** Vectors that need a separate step. */
type Separate = Exclude<Vector, { kind: 'same' }>;

const stepOf = (cell: Cell, vector: Separate | null, before: string, view: never): Step => {
  const step = new Step();
  step.width = cell.width;
  step.alignRight = cell.alignRight;
  if (vector?.kind === 'word') return ofWord(step, cell, vector, before);
  step.before = Buffer.from(before);
  step.write = cell.write;
  step.kind = callStep;
  if (vector === null || cell.plain === null) return step;
  step.at = vector.at;
  if (vector.kind === 'number') return ofNumber(step, cell, vector, view);
  return ofPlain(step, cell.plain, vector, view);
};

const ofWord = (
  step: Step,
  cell: Cell,
  { at, means }: Extract<Vector, { kind: 'word' }>,
  before: string,
): Step => {
  step.kind = wordStep;
  step.spelled = Array.from({ length: usualCodes });
  step.at = at;
  step.spell = (code, view) => before + padded(cell, cell.spell(means(code), view));
  return step;
};

const ofNumber = (
  step: Step,
  cell: Cell,
  { numbers }: Extract<Vector, { kind: 'number' }>,
  view: never,
): Step => {
  step.kind = numberStep;
  step.numbers = numbers;
  step.absent = Buffer.from(padded(cell, cell.spell(null, view)));
  return step;
};

const ofPlain = (
  step: Step,
  { quote, stars, port }: PlainCell,
  vector: Exclude<Separate, { kind: 'word' | 'number' }>,
  view: never,
): Step => {
  step.kind = unsignedStep;
  if (vector.kind === 'unsigned') return step;
  step.kind = addressStep;
  step.size = vector.size;
  step.stars = stars;
  step.brackets = port !== null;
  step.quote = quote === '' ? 0 : quote.charCodeAt(0);
  const beside = port?.vector?.(view) ?? null;
  if (beside?.kind === 'unsigned') step.portAt = beside.at;
  return step;
};
