import type { BoundColumn } from '../../core/column.ts';
import type { Operand } from './syntax.ts';

/** What the machine defines names to mean. */
export type WordMeanings = {
  /** A service's ports for one protocol or all; none for an unknown name. */
  portsOf(service: string, protocol?: string): readonly number[];
  /** The addresses of a host name; none for an unknown name. */
  addressesOf?(host: string): readonly string[];
};

/** The context for compiling one expression. */
export type Context = {
  readonly columns: readonly BoundColumn[];
  readonly meanings: WordMeanings;
  /** Called with each operand before it is read, so an error can point at it. */
  readonly note: (operand: Operand) => void;
  /** Collects the address families named by a prefix such as `inet6:`. */
  readonly families: Set<string>;
};

/** A word that is invalid here. The message says what was expected; the caller knows the position. */
export class BadWord extends Error {
  override readonly name = 'BadWord';
}

/** Reads operands in turn, noting each first. */
export const readEach = <T>(
  operands: readonly Operand[],
  { note }: Context,
  read: (operand: Operand) => T,
): T[] =>
  operands.map((operand) => {
    note(operand);
    return read(operand);
  });
