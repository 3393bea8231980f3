import { UsageError } from '../core/errors.ts';
import { visible } from '../core/text.ts';

/** What is compared with: a word, a quoted text, or a regular expression. `at` is its place in what was typed. */
export type Operand = {
  readonly text: string;
  readonly quoted: boolean;
  readonly flags: string | null;
  readonly at: number;
};

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '~' | '!~' | 'in' | 'not in' | 'true';

export type Test = {
  readonly kind: 'test';
  readonly subject: string;
  readonly operator: Operator;
  readonly operands: readonly Operand[];
  readonly at: number;
};

export type Expression =
  | { readonly kind: 'and'; readonly parts: readonly Expression[] }
  | { readonly kind: 'or'; readonly parts: readonly Expression[] }
  | { readonly kind: 'not'; readonly part: Expression }
  | Test;

const shownAround = 100;

/** A `UsageError` that shows the text with a caret under the fault; a long text is cut around it. */
export const faultAt = (text: string, at: number, message: string): UsageError => {
  const line = text.replace(/[\n\t\r]/g, ' ');
  const start = Math.max(0, at - shownAround);
  const end = Math.min(line.length, at + shownAround);
  const before = `${start > 0 ? '…' : ''}${line.slice(start, at)}`;
  const after = `${line.slice(at, end)}${end < line.length ? '…' : ''}`;
  const caret = ' '.repeat(visible(before).length);
  return new UsageError(`bad expression: ${message}\n  ${before}${after}\n  ${caret}^`, '--where');
};

const printOperand = ({ text, quoted, flags }: Operand): string => {
  if (flags !== null) return `/${text.replaceAll('/', '\\/')}/${flags}`;
  return quoted ? `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : text;
};

const printTest = ({ subject, operator, operands }: Test): string => {
  if (operator === 'true') return subject;
  const values = operands.map(printOperand).join(', ');
  return operator === 'in' || operator === 'not in'
    ? `${subject} ${operator} (${values})`
    : `${subject} ${operator} ${values}`;
};

/** An expression as text that parses to the same expression. */
export const printExpression = (expression: Expression): string => {
  if (expression.kind === 'test') return printTest(expression);
  if (expression.kind === 'not') return `not (${printExpression(expression.part)})`;
  return expression.parts.map((part) => `(${printExpression(part)})`).join(` ${expression.kind} `);
};
