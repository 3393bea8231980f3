import { type BoundColumn, isNumeric } from '../../core/column.ts';
import { isPattern } from '../../core/glob.ts';
import { nearest } from '../../core/suggest.ts';
import { type Condition, on, some } from './condition.ts';
import { BadWord, type Context, readEach } from './context.ts';
import { endpointsTest, networksTest, portsTest } from './ends.ts';
import { anyOf } from './logic.ts';
import { numberRange } from './numbers.ts';
import { heldBy, inPidRanges, inRanges, isOneOf, isWildcard, matchesGlobs } from './predicates.ts';
import { statesTest } from './states.ts';
import type { Subject } from './subjects.ts';
import { type Operand, quote } from './syntax.ts';

/** Whether a column equals one of the operands. */
type Equality = (column: BoundColumn, operands: readonly Operand[], context: Context) => Condition;

const flagOf = ({ text }: Operand): boolean => {
  if (/^(true|yes|1)$/i.test(text)) return true;
  if (/^(false|no|0)$/i.test(text)) return false;
  throw new BadWord(`expected true or false, not ${quote(text)}`);
};

const flagTest: Equality = (column, operands, context) => {
  const wanted: ReadonlySet<unknown> = new Set(readEach(operands, context, flagOf));
  return on([column], (view) => wanted.has(column.read(view)));
};

/** A code without a name. Rows may have such codes even in a column with a closed set of values. */
const isCode = (text: string): boolean => /^(0x[\da-f]+|UNKNOWN\(0x[\da-f]+\))$/i.test(text);

/** A word in the column's spelling. A word outside a closed set of values can only be a mistake. */
const spelled = ({ name, values, text: shown }: BoundColumn, { text, quoted }: Operand): string => {
  if (quoted || values === undefined || shown !== undefined || isPattern(text) || isCode(text)) return text;
  const lower = text.toLowerCase();
  const value =
    values.find((known) => known === text) ?? values.find((known) => known.toLowerCase() === lower);
  if (value !== undefined) return value;
  const near = nearest(text, values);
  const hint = near === null ? '' : `; did you mean ${near}?`;
  throw new BadWord(`${name} must be one of ${values.join(', ')} (got ${quote(text)})${hint}`);
};

/** Literal text; an unquoted word with `*` or `?` is also a glob. */
const textTest: Equality = (column, operands, context) => {
  const texts = readEach(operands, context, (operand) => spelled(column, operand));
  const globs = operands.filter(({ text, quoted }) => !quoted && isPattern(text)).map(({ text }) => text);
  const exact = isOneOf(column, texts);
  return on([column], globs.length === 0 ? exact : anyOf([exact, matchesGlobs(column, globs)]));
};

/** Converted to the kernel's form: lower case with colons. */
const macTest: Equality = (column, operands, context) => {
  const addresses = operands.map((operand) => ({
    ...operand,
    text: operand.text.toLowerCase().replaceAll('-', ':'),
  }));
  return textTest(column, addresses, context);
};

const numbersTest: Equality = (column, operands, context) => {
  const ranges = readEach(operands, context, ({ text }) => numberRange(text, column));
  return on([column], inRanges(column, ranges));
};

const holdersTest: Equality = (column, operands) => on([column], heldBy(column, operands));

const byKind: Partial<Record<BoundColumn['kind'], Equality>> = {
  port: portsTest,
  address: networksTest,
  state: statesTest,
  list: holdersTest,
  flag: flagTest,
  mac: macTest,
};

export const valueTest: Equality = (column, operands, context) =>
  (byKind[column.kind] ?? (isNumeric(column.kind) ? numbersTest : textTest))(column, operands, context);

/** On one of the interfaces, or bound to every address and so on every interface. */
export const interfaceTest: Equality = (column, operands, context) => {
  const bound = context.columns.filter(({ name }) => name === 'localAddress');
  return some([
    textTest(column, operands, context),
    ...bound.map((address) => on([address], isWildcard(address))),
  ]);
};

const pidTest: Equality = (column, operands, context) => {
  const ranges = readEach(operands, context, ({ text }) => numberRange(text, { kind: 'integer' }));
  return on([column], inPidRanges(column, ranges));
};

/** Whether any of the subject's columns equals any of the operands, none of which is `null`. */
export const equals = (
  { columns, as }: Subject,
  operands: readonly Operand[],
  context: Context,
): Condition => {
  if (as === 'endpoint') return endpointsTest(columns, operands, context);
  const test = { value: valueTest, interface: interfaceTest, pid: pidTest }[as];
  return some(columns.map((column) => test(column, operands, context)));
};
