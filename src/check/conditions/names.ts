import { UsageError } from '../../core/errors.ts';
import type { Report } from '../../core/report.ts';
import { nearest } from '../../core/suggest.ts';
import { visible } from '../../core/text.ts';
import { counterNote } from '../../glossary/counters/index.ts';
import type { PlainRow } from '../../query/copy.ts';
import { parseExpression } from '../../query/expression/parser.ts';
import type { Expression, Test } from '../../query/expression/syntax.ts';

/** A name in an expression, for a column whose names are fixed by the kernel. */
export type Name = {
  readonly column: string;
  readonly text: string;
  /** Whether rows with this name are wanted, rather than excluded. */
  readonly isWanted: boolean;
};

const testsOf = (expression: Expression): readonly Test[] => {
  if (expression.kind === 'test') return [expression];
  if (expression.kind === 'not') return testsOf(expression.part);
  return 'parts' in expression ? expression.parts.flatMap(testsOf) : [];
};

const wanting: ReadonlySet<unknown> = new Set(['=', 'in']);
const equalities: ReadonlySet<unknown> = new Set([...wanting, '!=', 'not in']);

/** Names that must exist, because an expression with a misspelled counter would match nothing and look healthy. */
export const namesIn = (expression: string, { names = [] }: Report): readonly Name[] =>
  names.length === 0
    ? []
    : testsOf(parseExpression(expression)).flatMap(({ subject, operator, operands }) => {
        const column = names.find((name) => name.toLowerCase() === subject.toLowerCase());
        if (column === undefined || !equalities.has(operator)) return [];
        const isWanted = wanting.has(operator);
        return operands.filter(({ flags }) => flags === null).map(({ text }) => ({ column, text, isWanted }));
      });

/** The names that no row has. */
const missingFrom = (rows: readonly PlainRow[], names: readonly Name[]): readonly Name[] =>
  names.filter(({ column, text }) => text !== 'null' && !rows.some((row) => row[column] === text));

const isKey = ({ column, isWanted }: Name): boolean => column === 'key' && isWanted;

/** Whether the expression asks for nothing but keys, which are unique, and all of them are there. */
export const areAllFound = (expression: string, names: readonly Name[], rows: readonly PlainRow[]): boolean =>
  parseExpression(expression).kind === 'test' && names.every(isKey) && missingFrom(rows, names).length === 0;

/**
 * The first wanted name not found in any row, which this kernel lacks. Throws `UsageError` if no known kernel has it.
 */
export const missingName = (names: readonly Name[], rows: readonly PlainRow[]): string | null => {
  const missing = missingFrom(rows, names);
  const misspelt = missing.find(({ text }) => counterNote(text) === undefined);
  if (misspelt === undefined) return missing.find(({ isWanted }) => isWanted)?.text ?? null;
  const { column, text } = misspelt;
  const near = nearest(
    text,
    rows.map((row) => String(row[column])),
  );
  const hint = near === null ? '' : `; did you mean ${near}?`;
  throw new UsageError(`bad condition: no such ${column}: ${visible(text)}${hint}`);
};
