import { type BoundColumn, isNumeric } from '../../core/column.ts';
import { type Condition, every, on, some } from './condition.ts';
import { BadWord, type Context, readEach } from './context.ts';
import { inFamily } from './ends.ts';
import type { Predicate } from './logic.ts';
import { numberOf } from './numbers.ts';
import { type PortMatch, portMatch, protocolColumn } from './ports.ts';
import { heldByPid, isOneOf } from './predicates.ts';
import type { Subject } from './subjects.ts';
import { type Operand, type Operator, quote } from './syntax.ts';

export const orders: ReadonlySet<Operator> = new Set(['<', '<=', '>', '>=']);

type Numeric = number | bigint;

/** Whether two numbers are in this order. Numbers and bigints compare exactly. */
export const inOrder = (operator: Operator): ((left: Numeric, right: Numeric) => boolean) => {
  if (operator === '<') return (left, right) => left < right;
  if (operator === '<=') return (left, right) => left <= right;
  if (operator === '>') return (left, right) => left > right;
  return (left, right) => left >= right;
};

const ordered = ({ read }: BoundColumn, operator: Operator, limit: Numeric): Predicate => {
  const holds = inOrder(operator);
  return (view) => {
    const value = read(view) as Numeric | null;
    return value !== null && holds(value, limit);
  };
};

const onlyPort = ({ ranges }: PortMatch, word: string): Numeric => {
  const [range] = ranges ?? [];
  if (ranges?.length === 1 && range!.from === range!.to) return range!.from;
  throw new BadWord(`expected one port to compare with, not ${quote(word)}`);
};

/** `sport > 1024/tcp` matches only TCP. */
const portOrder = (column: BoundColumn, operator: Operator, word: string, context: Context): Condition => {
  const match = portMatch(word, context.meanings);
  const limit = onlyPort(match, word);
  const transports = match.protocol === null ? [] : [protocolColumn(match.protocol, context)];
  return every([
    on([column], ordered(column, operator, limit)),
    ...transports.map((transport) => on([transport], isOneOf(transport, [match.protocol!]))),
    ...inFamily(match.family, context),
  ]);
};

const valueOrder = (column: BoundColumn, operator: Operator, word: string, context: Context): Condition => {
  if (column.kind === 'port') return portOrder(column, operator, word, context);
  if (!isNumeric(column.kind)) throw new BadWord(`${column.name} cannot be ordered; use = or !=`);
  return on([column], ordered(column, operator, numberOf(word, column)));
};

const pidOrder = (column: BoundColumn, operator: Operator, word: string): Condition => {
  const holds = inOrder(operator);
  const limit = numberOf(word, { kind: 'integer' });
  return on(
    [column],
    heldByPid(column, (pid) => holds(pid, limit)),
  );
};

/** Whether any of the subject's columns is in this order with the operand. */
export const orderTest = (
  { columns, as }: Subject,
  operator: Operator,
  operand: Operand,
  context: Context,
): Condition => {
  const [test] = readEach([operand], context, ({ text }) =>
    columns.map((column) =>
      as === 'pid' ? pidOrder(column, operator, text) : valueOrder(column, operator, text, context),
    ),
  );
  return some(test!);
};
