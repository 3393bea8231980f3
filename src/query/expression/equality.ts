import type { BoundColumn } from '../../core/column.ts';
import { isNumeric } from '../../core/column.ts';
import { visible } from '../../core/text.ts';
import { allOf, always, anyOf, type Predicate } from './logic.ts';
import {
  anyState,
  BadWord,
  endpointOf,
  networkOf,
  numberRange,
  portRanges,
  statesMeant,
  type WordMeanings,
} from './operands.ts';
import { boundTo, heldBy, inNetworks, inRanges, isInState, isOneOf, onInterface } from './predicates.ts';
import type { Operand, Test } from './syntax.ts';

/** Told which operand is being read, for the caret. */
export type Note = (operand: Operand) => void;

/** `true` and its kin for flags. */
const flagOf = (text: string): boolean => {
  if (/^(true|yes|1)$/i.test(text)) return true;
  if (/^(false|no|0)$/i.test(text)) return false;
  throw new BadWord(`expected true or false, not "${visible(text)}"`);
};

/** Whether the column equals one of the operands. */
const equalsAny = (
  column: BoundColumn,
  operands: readonly Operand[],
  meanings: WordMeanings,
  note: Note,
): Predicate => {
  const each = <T>(read: (text: string) => T): T[] =>
    operands.map((operand) => {
      note(operand);
      return read(operand.text);
    });
  if (column.kind === 'port') return inRanges(column, each((text) => portRanges(text, meanings)).flat());
  if (isNumeric(column.kind))
    return inRanges(
      column,
      each((text) => numberRange(text, column.kind)),
    );
  if (column.kind === 'address') return inNetworks(column, each(networkOf));
  if (column.kind === 'state') return isInState(column, anyState(each((text) => statesMeant(text, column))));
  if (column.kind === 'list') return heldBy(column, each(String));
  if (column.kind === 'flag') {
    const wanted = new Set(each(flagOf));
    return (view) => wanted.has(column.read(view) as boolean);
  }
  return isOneOf(column, each(String));
};

/** A test that holds, and the columns that it looked at: where one of them is null, its negation does not hold either. */
export type Held = { readonly holds: Predicate; readonly tested: readonly BoundColumn[] };

/** `src` and `dst` compare an address, a port, or both. */
const endpointTest = (
  column: BoundColumn,
  columns: readonly BoundColumn[],
  operands: readonly Operand[],
  meanings: WordMeanings,
  note: Note,
): Held => {
  const port = columns.find(({ name }) => name === column.port);
  const tested = new Set<BoundColumn>();
  const holds = anyOf(
    operands.map((operand) => {
      note(operand);
      const { network, ports } = endpointOf(operand.text, meanings);
      const parts: Predicate[] = [];
      if (network !== null) {
        tested.add(column);
        parts.push(inNetworks(column, [network]));
      }
      if (ports !== null && port !== undefined) {
        tested.add(port);
        parts.push(inRanges(port, ports));
      }
      return parts.length === 0 ? always : allOf(parts);
    }),
  );
  return { holds, tested: tested.size === 0 ? [column] : [...tested] };
};

/** Whether the subject of a test equals one of its operands, none of which is `null`. */
export const equals = (
  { subject, operands }: Test,
  column: BoundColumn,
  columns: readonly BoundColumn[],
  meanings: WordMeanings,
  note: Note,
): Held => {
  const word = subject.toLowerCase();
  if (word === 'src' || word === 'dst') return endpointTest(column, columns, operands, meanings, note);
  if (word !== 'dev') return { holds: equalsAny(column, operands, meanings, note), tested: [column] };
  const names = operands.map(({ text }) => text);
  return { holds: onInterface(column, columns, names), tested: [column, ...boundTo(columns)] };
};
