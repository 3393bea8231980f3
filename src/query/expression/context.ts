import type { BoundColumn } from '../../core/column.ts';
import type { Operand } from './syntax.ts';

/** What turns names into values knows about the machine. */
export type WordMeanings = {
  /** The ports of a service, of one protocol or of all; none for an unknown name. */
  portsOf(service: string, protocol?: string): readonly number[];
  /** The addresses of a host name; none for an unknown name. */
  addressesOf?(host: string): readonly string[];
};

/** What one expression is compiled with. */
export type Context = {
  readonly columns: readonly BoundColumn[];
  readonly meanings: WordMeanings;
  /** Called with each operand before it is read, so that an error can point at it. */
  readonly note: (operand: Operand) => void;
  /** Collects the address families named by a prefix such as `inet6:`. */
  readonly families: Set<string>;
};

/** A word that means nothing here. The message says what was expected; the caller knows where the word stands. */
export class BadWord extends Error {
  override readonly name = 'BadWord';
}

/** Reads operands in turn, each noted first. */
export const readEach = <T>(
  operands: readonly Operand[],
  { note }: Context,
  read: (operand: Operand) => T,
): T[] =>
  operands.map((operand) => {
    note(operand);
    return read(operand);
  });
