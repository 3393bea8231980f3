import { Lexer } from '../../query/expression/lexer.ts';
import { ExpressionError } from '../../query/expression/syntax.ts';
import type { Cursor } from './cursor.ts';
import type { ComparisonSign, Limit, Measure, Part, Subject } from './syntax.ts';

/** `> 10`. */
export const limit = (cursor: Cursor): Limit => {
  const sign = cursor.expect(/<=|>=|==|!=|<|>|=/, 'expected a comparison such as ">= 1"');
  const number = cursor.expect(/[^\s<>=!]+/, 'expected a number');
  return { comparison: sign.text.replace('==', '=') as ComparisonSign, number };
};

/** Replaces what precedes the expression with spaces, so that offsets refer to the whole condition. */
export const padded = ({ text, at }: Part): string => ' '.repeat(at) + text;

/** Runs `read` on an expression in the condition, making errors show the whole condition. */
export const inCondition = <T>(cursor: Pick<Cursor, 'error'>, read: () => T): T => {
  try {
    return read();
  } catch (error) {
    if (error instanceof ExpressionError) throw cursor.error(error.reason, error.at);
    throw error;
  }
};

/** The expression that starts here and ends before the function's closing parenthesis. */
const expression = (cursor: Cursor): Part => {
  const { text, at } = cursor;
  const lexer = new Lexer(padded({ text: text.slice(at), at }));
  let depth = 0;
  for (;;) {
    const token = inCondition(cursor, () => lexer.next());
    if (token.kind === 'end') throw cursor.error('expected a closing parenthesis', text.length);
    if (token.kind === 'open') depth++;
    if (token.kind !== 'close' || depth-- > 0) continue;
    if (text.slice(at, token.at).trim() === '') throw cursor.error('expected an expression after "where"');
    cursor.moveTo(token.at);
    return { text: text.slice(at, token.at), at };
  }
};

const name = /[A-Za-z]\w*/;

/** `count(REPORT [where EXPR]) OP N`, or another function of `REPORT.COLUMN`. */
export const measure = (cursor: Cursor, kind: Measure): Subject => {
  cursor.expect(/\(/, `expected ${kind}(${kind === 'count' ? 'REPORT' : 'REPORT.COLUMN'}) and a comparison`);
  const report = cursor.expect(name, 'expected a report such as conns');
  const dot = kind === 'count' ? null : cursor.expect(/\./, `expected a column, as in ${report.text}.COLUMN`);
  const column = dot === null ? null : cursor.expect(name, 'expected a column');
  const where = cursor.take(/where(?=[\s()])/) === null ? null : expression(cursor);
  cursor.expect(
    /\)/,
    where === null ? 'expected "where" or a closing parenthesis' : 'expected a closing parenthesis',
  );
  return { kind: 'measure', measure: kind, report, column, where, limit: limit(cursor) };
};
