import type { BoundColumn } from '../core/column.ts';
import { isNumeric } from '../core/column.ts';
import { visible } from '../core/text.ts';
import type { Filter } from './filter.ts';
import { allOf, always, anyOf, type Predicate } from './logic.ts';
import {
  BadWord,
  endpointOf,
  networkOf,
  numberRange,
  portRanges,
  statesMeant,
  type WordMeanings,
} from './operands.ts';
import { heldBy, inNetworks, inRanges, isOneOf, matches, onInterface } from './predicates.ts';
import type { Operand, Operator, Test } from './syntax.ts';

const longestPattern = 200;

type Note = (operand: Operand) => void;

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

const patternOf = ({ text, flags }: Operand): RegExp => {
  if (text.length > longestPattern)
    throw new BadWord(`a regular expression of at most ${longestPattern} characters`);
  try {
    return new RegExp(text, (flags ?? '').replace(/[gy]/g, ''));
  } catch (error) {
    throw new BadWord(`not a regular expression: ${error instanceof Error ? visible(error.message) : ''}`);
  }
};

/** `true` and its kin for flags. */
const flagOf = (text: string): boolean => {
  if (/^(true|yes|1)$/i.test(text)) return true;
  if (/^(false|no|0)$/i.test(text)) return false;
  throw new BadWord(`expected true or false, not "${visible(text)}"`);
};

/** Whether the column equals one of the operands. */
const equalsAny = (
  column: BoundColumn,
  operands: readonly Operand[],
  meanings: WordMeanings,
  note: Note,
): Predicate => {
  const each = <T>(read: (text: string) => T): T[] =>
    operands.map((operand) => {
      note(operand);
      return read(operand.text);
    });
  if (column.kind === 'port') return inRanges(column, each((text) => portRanges(text, meanings)).flat());
  if (isNumeric(column.kind))
    return inRanges(
      column,
      each((text) => numberRange(text, column.kind)),
    );
  if (column.kind === 'address') return inNetworks(column, each(networkOf));
  if (column.kind === 'state') return isOneOf(column, each((text) => statesMeant(text, column)).flat());
  if (column.kind === 'list') return heldBy(column, each(String));
  if (column.kind === 'flag') {
    const wanted = new Set(each(flagOf));
    return (view) => wanted.has(column.read(view) as boolean);
  }
  return isOneOf(column, each(String));
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

/** `src` and `dst` compare an address, a port, or both. */
const endpointTest = (
  column: BoundColumn,
  columns: readonly BoundColumn[],
  operands: readonly Operand[],
  meanings: WordMeanings,
  note: Note,
): Predicate => {
  const port = columns.find(({ name }) => name === column.port);
  return anyOf(
    operands.map((operand) => {
      note(operand);
      const { network, ports } = endpointOf(operand.text, meanings);
      const parts = [
        ...(network === null ? [] : [inNetworks(column, [network])]),
        ...(ports === null || port === undefined ? [] : [inRanges(port, ports)]),
      ];
      return parts.length === 0 ? always : allOf(parts);
    }),
  );
};

const positive = (
  test: Test,
  column: BoundColumn,
  columns: readonly BoundColumn[],
  meanings: WordMeanings,
  note: Note,
): Predicate => {
  const subject = test.subject.toLowerCase();
  if (subject === 'src' || subject === 'dst')
    return endpointTest(column, columns, test.operands, meanings, note);
  if (subject === 'dev')
    return onInterface(
      column,
      columns,
      test.operands.map(({ text }) => text),
    );
  return equalsAny(column, test.operands, meanings, note);
};

const isKnown =
  ({ read }: BoundColumn): Predicate =>
  (view) =>
    read(view) !== null;

const truth = (column: BoundColumn): Predicate => {
  if (column.kind !== 'flag') throw new BadWord(`expected an operator and a value after "${column.name}"`);
  return (view) => column.read(view) === true;
};

const predicateOf = (
  test: Test,
  column: BoundColumn,
  columns: readonly BoundColumn[],
  meanings: WordMeanings,
  note: Note,
): Predicate => {
  const { operator, operands } = test;
  const [first] = operands;
  if (operator === 'true' || first === undefined) return truth(column);
  const negated = operator === '!=' || operator === 'not in' || operator === '!~';
  if (operands.length === 1 && isNull(first) && (operator === '=' || operator === '!=')) {
    const known = isKnown(column);
    return negated ? known : (view) => !known(view);
  }
  if (orders.has(operator)) return ordered(column, operator, limitOf(column, first, meanings));
  const holds =
    operator === '~' || operator === '!~'
      ? matches(column, patternOf(first))
      : positive(test, column, columns, meanings, note);
  if (!negated) return holds;
  const known = isKnown(column);
  return (view) => known(view) && !holds(view);
};

/** The states that a test on the state column lets through; null if it is about anything else. */
const statesOfTest = ({ operator, operands }: Test, column: BoundColumn): ReadonlySet<string> | null => {
  if (column.kind !== 'state' || (operator !== '=' && operator !== 'in') || operands.some(isNull))
    return null;
  return new Set(operands.flatMap(({ text }) => statesMeant(text, column)));
};

/** One comparison as a filter. `note` is told which operand is being read, for the caret. */
export const subjectTest = (
  test: Test,
  column: BoundColumn,
  columns: readonly BoundColumn[],
  meanings: WordMeanings,
  note: Note,
): Filter => ({
  test: predicateOf(test, column, columns, meanings, note),
  reads: new Set([column.name]),
  states: statesOfTest(test, column),
});
