import { type BoundColumn, isNumeric, type Value } from '../../core/column.ts';
import { type Condition, every, isKnown, on } from './condition.ts';
import { BadWord, type Context } from './context.ts';
import { inOrder, orders } from './order.ts';
import { type Subject, subjectNamed } from './subjects.ts';
import type { Operand, Operator } from './syntax.ts';

type Class = 'number' | 'address' | 'text' | 'flag' | null;

/** Columns of the same class can be compared with each other. */
const classOf = ({ kind }: BoundColumn): Class => {
  if (isNumeric(kind)) return 'number';
  if (kind === 'address' || kind === 'flag') return kind;
  return kind === 'text' || kind === 'interface' || kind === 'mac' ? 'text' : null;
};

/** The column an operand names; null if it is a value or the column has a different class. */
const operandColumn = (left: BoundColumn, { text }: Operand, { columns }: Context): BoundColumn | null => {
  const exact = columns.find(({ name }) => name === text);
  const other = exact ?? subjectNamed(text, columns)?.columns;
  const [right, ...more] = [other ?? []].flat();
  const kind = classOf(left);
  if (right === undefined || more.length > 0 || kind === null || classOf(right) !== kind) return null;
  const isValue = left.values?.includes(text) ?? false;
  const isAlias = exact === undefined && kind === 'text';
  return isValue || isAlias ? null : right;
};

const unmapped = (value: Value): Value =>
  typeof value === 'string' && /^::ffff:\d/.test(value) && value.includes('.') ? value.slice(7) : value;

const areEqual = (column: BoundColumn): ((left: Value, right: Value) => boolean) => {
  if (classOf(column) === 'address') return (left, right) => unmapped(left) === unmapped(right);
  if (classOf(column) !== 'number') return (left, right) => left === right;
  return (left, right) => (left as number) >= (right as number) && (left as number) <= (right as number);
};

const comparing = (operator: Operator, column: BoundColumn): ((left: Value, right: Value) => boolean) => {
  if (orders.has(operator)) {
    if (!isNumeric(column.kind)) throw new BadWord(`${column.name} cannot be ordered; use = or !=`);
    return inOrder(operator) as (left: Value, right: Value) => boolean;
  }
  const same = areEqual(column);
  return operator === '=' ? same : (left, right) => !same(left, right);
};

/** A column compared with a column, as in `replyDestination != source`; null if the operand is a value. */
export const columnComparison = (
  subject: Subject,
  operator: Operator,
  operands: readonly Operand[],
  context: Context,
): Condition | null => {
  const [operand] = operands;
  const [left] = subject.columns;
  if (operands.length !== 1 || subject.columns.length !== 1) return null;
  if (operand!.quoted || operand!.flags !== null || operator.endsWith('~') || operator.endsWith('in'))
    return null;
  const right = operandColumn(left!, operand!, context);
  if (right === null) return null;
  context.note(operand!);
  const holds = comparing(operator, left!);
  const both = [left!, right];
  const comparison = on(both, (view) => {
    const a = left!.read(view);
    const b = right.read(view);
    return a !== null && b !== null && holds(a, b);
  });
  // If one is hidden and the other unknown, no value of the first would make a difference.
  return both.some(({ hides }) => hides) ? every([...both.map(isKnown), comparison]) : comparison;
};
