import type { BoundColumn } from '../../core/column.ts';
import { bareWord } from './bare.ts';
import { comparison } from './comparison.ts';
import { type Condition, every, filterOf, not, on, some } from './condition.ts';
import { BadWord, type Context, type WordMeanings } from './context.ts';
import type { Filter } from './filter.ts';
import { parseExpression } from './parser.ts';
import { isOneOf } from './predicates.ts';
import { stateSteps } from './states.ts';
import { subjectNamed, unknownSubject } from './subjects.ts';
import { type Expression, errorAt, type States, type Test } from './syntax.ts';

const testCondition = (test: Test, context: Context): Condition => {
  if (test.operator === null) return bareWord(test, context);
  const subject = subjectNamed(test.subject, context.columns);
  if (subject === null) throw new BadWord(unknownSubject(test.subject, context.columns));
  return comparison(subject, test.operator, test.operands, context);
};

const statesCondition = (states: States, context: Context): Condition => {
  const column = context.columns.find(({ kind }) => kind === 'state');
  if (column === undefined) throw new BadWord(unknownSubject('state', context.columns));
  return stateSteps(column, states, context);
};

/** A family prefix limits the whole expression, so `not src inet:10.0.0.1` selects only IPv4. */
const withinFamilies = (condition: Condition, { families, columns }: Context): Condition => {
  const column = columns.find(({ name }) => name === 'family');
  if (families.size === 0 || column === undefined) return condition;
  return every([condition, on([column], isOneOf(column, [...families]))]);
};

/**
 * Compiles an expression to a test of views of a report with these columns. `UsageError` with a caret if it is invalid.
 */
export const compileExpression = (
  text: string,
  columns: readonly BoundColumn[],
  meanings: WordMeanings,
): Filter => {
  let at = 0;
  const note = (place: { readonly at: number }): void => {
    at = place.at;
  };
  const context: Context = { columns, meanings, note, families: new Set() };
  const compile = (expression: Expression): Condition => {
    switch (expression.kind) {
      case 'and':
        return every(expression.parts.map(compile));
      case 'or':
        return some(expression.parts.map(compile));
      case 'not':
        return not(compile(expression.part));
      case 'states':
        note(expression.steps[0]!);
        return statesCondition(expression, context);
      case 'test':
        note(expression);
        return testCondition(expression, context);
    }
  };
  const expression = parseExpression(text);
  try {
    return filterOf(withinFamilies(compile(expression), context));
  } catch (error) {
    if (error instanceof BadWord) throw errorAt(text, at, error.message);
    throw error;
  }
};
