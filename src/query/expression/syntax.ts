import { UsageError } from '../../core/errors.ts';
import { displayWidth, printable } from '../../core/text.ts';

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

/** As typed, backslashes single, on one line: what is shown is what the caret is counted in. */
const shown = (text: string): string => printable(text.replace(/[\n\t\r]/g, ' '));

/** A `UsageError` that shows the text with a caret under the fault; a long text is cut around it. */
export const faultAt = (text: string, at: number, message: string): UsageError => {
  const start = Math.max(0, at - shownAround);
  const end = Math.min(text.length, at + shownAround);
  const before = `${start > 0 ? '…' : ''}${shown(text.slice(start, at))}`;
  const after = `${shown(text.slice(at, end))}${end < text.length ? '…' : ''}`;
  const caret = ' '.repeat(displayWidth(before));
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

/** Brackets only where reading needs them: depth is bounded, and what was read must be readable again. */
const printPart = (part: Expression, bare: readonly Expression['kind'][]): string =>
  bare.includes(part.kind) ? printExpression(part) : `(${printExpression(part)})`;

/** An expression as text that parses to the same expression, as far as it is within the bounds of the parser. */
export const printExpression = (expression: Expression): string => {
  if (expression.kind === 'test') return printTest(expression);
  if (expression.kind === 'not') return `not ${printPart(expression.part, ['test', 'not'])}`;
  const bare: Expression['kind'][] = expression.kind === 'or' ? ['test', 'not', 'and'] : ['test', 'not'];
  return expression.parts.map((part) => printPart(part, bare)).join(` ${expression.kind} `);
};
