import { UsageError } from '../../core/errors.ts';
import type { Report } from '../../core/report.ts';
import { nearest } from '../../core/suggest.ts';
import { visible } from '../../core/text.ts';
import { counterNote } from '../../glossary/counters/index.ts';
import type { PlainRow } from '../../query/copy.ts';
import { parseExpression } from '../../query/expression/parser.ts';
import type { Expression, Test } from '../../query/expression/syntax.ts';

/** A name in an expression, for a column whose names are fixed by the kernel. */
export type Name = { readonly column: string; readonly text: string };

const testsOf = (expression: Expression): readonly Test[] => {
  if (expression.kind === 'test') return [expression];
  if (expression.kind === 'not') return testsOf(expression.part);
  return 'parts' in expression ? expression.parts.flatMap(testsOf) : [];
};

const equalities: ReadonlySet<unknown> = new Set(['=', '!=', 'in', 'not in']);

/** Names that must exist, because an expression with a misspelled counter would match nothing and look healthy. */
export const namesIn = (expression: string, { names = [] }: Report): readonly Name[] =>
  names.length === 0
    ? []
    : testsOf(parseExpression(expression)).flatMap(({ subject, operator, operands }) => {
        const column = names.find((name) => name.toLowerCase() === subject.toLowerCase());
        if (column === undefined || !equalities.has(operator)) return [];
        return operands.filter(({ flags }) => flags === null).map(({ text }) => ({ column, text }));
      });

/**
 * The first name not found in any row, which this kernel lacks. Throws `UsageError` if no known kernel has it.
 */
export const missingName = (names: readonly Name[], rows: readonly PlainRow[]): string | null => {
  for (const { column, text } of names) {
    const there = rows.map((row) => String(row[column]));
    if (there.includes(text) || text === 'null') continue;
    if (counterNote(text) !== undefined) return text;
    const near = nearest(text, there);
    const hint = near === null ? '' : `; did you mean ${near}?`;
    throw new UsageError(`bad condition: no such ${column}: ${visible(text)}${hint}`);
  }
  return null;
};
