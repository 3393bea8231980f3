import { UsageError } from '../../core/errors.ts';
import { isPattern, matchesExactGlob } from '../../core/glob.ts';
import type { Report } from '../../core/report.ts';
import { nearest } from '../../core/suggest.ts';
import { visible } from '../../core/text.ts';
import { counterKeys, counterNote } from '../../glossary/counters/index.ts';
import { nameOf, protocols } from '../../glossary/counters/protocols.ts';
import type { PlainRow } from '../../query/copy.ts';
import { parseExpression } from '../../query/expression/parser.ts';
import type { Expression, Test } from '../../query/expression/syntax.ts';

/** A name in an expression, for a column whose names are fixed by the kernel. */
export type Name = {
  readonly column: string;
  readonly text: string;
  readonly isGlob: boolean;
  /** Whether it names a counter that is wanted, rather than excluded. */
  readonly isWanted: boolean;
};

const testsOf = (expression: Expression): readonly Test[] => {
  if (expression.kind === 'test') return [expression];
  if (expression.kind === 'not') return testsOf(expression.part);
  return 'parts' in expression ? expression.parts.flatMap(testsOf) : [];
};

/** A kernel may lack one because of its configuration. */
const isGroup = (column: string): boolean => column === 'protocol' || column === 'file';

const fileOf = (key: string): string => key.slice(0, Math.max(0, key.indexOf(':')));

/** What some kernel has in the column. */
const documented = (column: string): readonly string[] => {
  if (column === 'protocol') return protocols;
  const keys = counterKeys();
  if (column === 'key') return keys;
  return keys.map(column === 'file' ? fileOf : nameOf);
};

const isNamed = (value: unknown, { text, isGlob }: Name): boolean =>
  value === text || (isGlob && matchesExactGlob(text, String(value)));

/** Whether some kernel has it. Counters of single ICMP types are in no list. */
const isDocumented = (name: Name): boolean =>
  counterNote(name.text) !== undefined || documented(name.column).some((value) => isNamed(value, name));

const wanting: ReadonlySet<unknown> = new Set(['=', 'in']);
const equalities: ReadonlySet<unknown> = new Set([...wanting, '!=', 'not in']);

/** Names that must exist, because an expression with a misspelled counter would match nothing and look healthy. */
export const namesIn = (expression: string, { names = [] }: Report): readonly Name[] =>
  names.length === 0
    ? []
    : testsOf(parseExpression(expression)).flatMap(({ subject, operator, operands }) => {
        const column = names.find((name) => name.toLowerCase() === subject.toLowerCase());
        if (column === undefined || !equalities.has(operator)) return [];
        const isWanted = wanting.has(operator) && !isGroup(column);
        return operands
          .filter(({ flags }) => flags === null)
          .map(({ text, quoted }) => ({ column, text, isGlob: !quoted && isPattern(text), isWanted }));
      });

/** The names that no row has. */
const missingFrom = (rows: readonly PlainRow[], names: readonly Name[]): readonly Name[] =>
  names.filter((name) => name.text !== 'null' && !rows.some((row) => isNamed(row[name.column], name)));

const isKey = ({ column, isGlob, isWanted }: Name): boolean => column === 'key' && !isGlob && isWanted;

/** Whether the expression asks for nothing but keys, which are unique, and all of them are there. */
export const areAllFound = (expression: string, names: readonly Name[], rows: readonly PlainRow[]): boolean =>
  parseExpression(expression).kind === 'test' && names.every(isKey) && missingFrom(rows, names).length === 0;

/**
 * The first wanted name not found in any row, which this kernel lacks. Throws `UsageError` if no known kernel has it.
 */
export const missingName = (names: readonly Name[], rows: readonly PlainRow[]): string | null => {
  const missing = missingFrom(rows, names);
  const misspelt = missing.find((name) => !isDocumented(name));
  if (misspelt === undefined) return missing.find(({ isWanted }) => isWanted)?.text ?? null;
  const { column, text } = misspelt;
  const near = nearest(
    text,
    rows.map((row) => String(row[column])),
  );
  const hint = near === null ? '' : `; did you mean ${near}?`;
  throw new UsageError(`bad condition: no such ${column}: ${visible(text)}${hint}`);
};
