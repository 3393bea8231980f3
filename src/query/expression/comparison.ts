import { columnComparison } from './columns.ts';
import { type Condition, every, isKnown, not, on, some } from './condition.ts';
import { type Context, readEach } from './context.ts';
import { equals } from './equality.ts';
import { orders, orderTest } from './order.ts';
import { patternTest } from './pattern.ts';
import { matches } from './predicates.ts';
import type { Subject } from './subjects.ts';
import type { Operand, Operator } from './syntax.ts';

const isNull = ({ text, quoted, flags }: Operand): boolean => !quoted && flags === null && text === 'null';

const negations: ReadonlySet<Operator> = new Set(['!=', 'not in', '!~']);

/** Neither `a != b` nor `a !~ b` holds if a compared column is unknown. */
const negated = (condition: Condition, { columns }: Subject, context: Context): Condition => {
  const read = context.columns.filter(({ name }) => condition.reads.has(name));
  return every([...(read.length === 0 ? columns : read).map(isKnown), not(condition)]);
};

const never: Condition = { test: () => false, bounds: null, reads: new Set(), states: null };

const equality = (
  subject: Subject,
  operator: Operator,
  operands: readonly Operand[],
  context: Context,
): Condition => {
  const values = operands.filter((operand) => !isNull(operand));
  const positive = values.length === 0 ? never : equals(subject, values, context);
  if (negations.has(operator)) return negated(positive, subject, context);
  if (values.length === operands.length) return positive;
  const read = context.columns.filter(({ name }) => positive.reads.has(name));
  const unknown = (read.length === 0 ? subject.columns : read).map((column) => not(isKnown(column)));
  return some([positive, ...unknown]);
};

const match = (
  subject: Subject,
  operator: Operator,
  operands: readonly Operand[],
  context: Context,
): Condition => {
  const [test] = readEach(operands, context, ({ text, flags }) => patternTest(text, flags ?? ''));
  const positive = some(subject.columns.map((column) => on([column], matches(column, test!))));
  return negations.has(operator) ? negated(positive, subject, context) : positive;
};

/** Compiles one comparison. `BadWord` for an invalid operand; the context has noted which one. */
export const comparison = (
  subject: Subject,
  operator: Operator,
  operands: readonly Operand[],
  context: Context,
): Condition => {
  const withColumn = columnComparison(subject, operator, operands, context);
  if (withColumn !== null) return withColumn;
  if (orders.has(operator)) return orderTest(subject, operator, operands[0]!, context);
  if (operator === '~' || operator === '!~') return match(subject, operator, operands, context);
  return equality(subject, operator, operands, context);
};
