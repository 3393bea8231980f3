import type { Expression, Operand, StateStep, Test } from '../../src/query/expression/syntax.ts';

const printOperand = ({ text, quoted, flags }: Operand): string => {
  if (flags !== null) return `/${text.replaceAll('/', '\\/')}/${flags}`;
  return quoted ? `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : text;
};

const printTest = ({ subject, operator, operands }: Test): string => {
  if (operator === null) return subject;
  const values = operands.map(printOperand).join(', ');
  return operator === 'in' || operator === 'not in'
    ? `${subject} ${operator} (${values})`
    : `${subject} ${operator} ${values}`;
};

const printStep = ({ verb, operands }: StateStep): string =>
  `${verb} ${operands.map(printOperand).join(', ')}`;

/** Parentheses only where the parser needs them: depth is limited, and what was read must be readable again. */
const printPart = (part: Expression, bare: readonly Expression['kind'][]): string =>
  bare.includes(part.kind) ? printExpression(part) : `(${printExpression(part)})`;

/** `states` would govern the terms to its right; `and` does not. */
export const printExpression = (expression: Expression): string => {
  if (expression.kind === 'test') return printTest(expression);
  if (expression.kind === 'states') return expression.steps.map(printStep).join(' ');
  if (expression.kind === 'not') return `not ${printPart(expression.part, ['test', 'not', 'states'])}`;
  const bare: Expression['kind'][] = ['test', 'not', 'states'];
  if (expression.kind === 'or') bare.push('and');
  return expression.parts.map((part) => printPart(part, bare)).join(` ${expression.kind} `);
};
