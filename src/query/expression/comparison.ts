import type { BoundColumn } from '../../core/column.ts';
import { isNumeric } from '../../core/column.ts';
import { visible } from '../../core/text.ts';
import { equals, type Held, type Note } from './equality.ts';
import type { Filter } from './filter.ts';
import { allOf, type Predicate } from './logic.ts';
import { anyState, BadWord, numberRange, portRanges, statesMeant, type WordMeanings } from './operands.ts';
import { patternTest } from './pattern.ts';
import { matches } from './predicates.ts';
import type { Operand, Operator, Test } from './syntax.ts';

const isNull = ({ text, quoted, flags }: Operand): boolean => !quoted && flags === null && text === 'null';

const orders: ReadonlySet<Operator> = new Set(['<', '<=', '>', '>=']);

const ordered = ({ read }: BoundColumn, operator: Operator, limit: number | bigint): Predicate => {
  const holds: (value: number | bigint) => boolean =
    operator === '<'
      ? (value) => value < limit
      : operator === '<='
        ? (value) => value <= limit
        : operator === '>'
          ? (value) => value > limit
          : (value) => value >= limit;
  return (view) => {
    const value = read(view) as number | bigint | null;
    return value !== null && holds(value);
  };
};

const limitOf = (column: BoundColumn, { text }: Operand, meanings: WordMeanings): number | bigint => {
  if (isNumeric(column.kind)) {
    const [range, ...more] =
      column.kind === 'port' ? portRanges(text, meanings) : [numberRange(text, column.kind)];
    if (more.length === 0 && range!.from === range!.to) return range!.from;
    throw new BadWord(`expected one number to compare with, not "${visible(text)}"`);
  }
  throw new BadWord(`${column.name} has no order: only = and != fit`);
};

const isKnown =
  ({ read }: BoundColumn): Predicate =>
  (view) =>
    read(view) !== null;

const truth = (column: BoundColumn): Predicate => {
  if (column.kind !== 'flag') throw new BadWord(`expected an operator and a value after "${column.name}"`);
  return (view) => column.read(view) === true;
};

const negations: ReadonlySet<Operator> = new Set(['!=', 'not in', '!~']);

const heldOf = (
  test: Test,
  column: BoundColumn,
  columns: readonly BoundColumn[],
  meanings: WordMeanings,
  note: Note,
): Held => {
  const { operator, operands } = test;
  const [first] = operands;
  const tested = [column];
  if (operator === 'true' || first === undefined) return { holds: truth(column), tested };
  if (orders.has(operator))
    return { holds: ordered(column, operator, limitOf(column, first, meanings)), tested };
  const isPattern = operator === '~' || operator === '!~';
  const positive = isPattern
    ? { holds: matches(column, patternTest(first.text, first.flags ?? '')), tested }
    : equals(
        { ...test, operands: operands.filter((operand) => !isNull(operand)) },
        column,
        columns,
        meanings,
        note,
      );
  const known = allOf(positive.tested.map(isKnown));
  const mayBeNull = !isPattern && operands.some(isNull);
  const { holds } = positive;
  if (negations.has(operator)) return { ...positive, holds: (view) => known(view) && !holds(view) };
  return mayBeNull ? { ...positive, holds: (view) => !known(view) || holds(view) } : positive;
};

/** The states that a test on the state column lets through; null if it is about anything else. */
const statesOfTest = ({ operator, operands }: Test, column: BoundColumn): ReadonlySet<string> | null => {
  if (column.kind !== 'state' || (operator !== '=' && operator !== 'in')) return null;
  if (operands.some(isNull)) return null;
  return anyState(operands.map(({ text }) => statesMeant(text, column)));
};

/** One comparison as a filter. `note` is told which operand is being read, for the caret. */
export const subjectTest = (
  test: Test,
  column: BoundColumn,
  columns: readonly BoundColumn[],
  meanings: WordMeanings,
  note: Note,
): Filter => {
  const { holds, tested } = heldOf(test, column, columns, meanings, note);
  return {
    test: holds,
    reads: new Set([column, ...tested].map(({ name }) => name)),
    states: statesOfTest(test, column),
  };
};
