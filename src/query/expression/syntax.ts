import { withCaret } from '../../core/caret.ts';
import { UsageError } from '../../core/errors.ts';
import { visible } from '../../core/text.ts';

/** The right side of a comparison: a word, quoted text or a regular expression. `at` is its offset in the expression. */
export type Operand = {
  readonly text: string;
  readonly quoted: boolean;
  /** Null unless it is a regular expression. */
  readonly flags: string | null;
  readonly at: number;
};

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '~' | '!~' | 'in' | 'not in';

/** A comparison or, with operator `null`, a word on its own. */
export type Test = {
  readonly kind: 'test';
  readonly subject: string;
  readonly operator: Operator | null;
  readonly operands: readonly Operand[];
  readonly at: number;
};

/** `state established` or `exclude time-wait`. */
export type StateStep = {
  readonly verb: 'state' | 'exclude';
  readonly operands: readonly Operand[];
  readonly at: number;
};

/** Adjacent steps, applied from left to right as in ss. */
export type States = { readonly kind: 'states'; readonly steps: readonly StateStep[] };

export type Expression =
  | { readonly kind: 'and'; readonly parts: readonly Expression[] }
  | { readonly kind: 'or'; readonly parts: readonly Expression[] }
  | { readonly kind: 'not'; readonly part: Expression }
  | States
  | Test;

const longestQuoted = 40;

/** A word quoted for messages. Long words are truncated, because the caret shows the position. */
export const quote = (word: string): string =>
  `"${visible(word.length > longestQuoted ? `${word.slice(0, longestQuoted)}…` : word)}"`;

/** An invalid expression; `at` is the offset of the error. */
export class ExpressionError extends UsageError {
  readonly reason: string;
  readonly at: number;
  constructor(text: string, at: number, reason: string) {
    super(`bad expression: ${reason}\n${withCaret(text, at)}`, '--where');
    this.reason = reason;
    this.at = at;
  }
}

/** A `UsageError` with the text and a caret under the error. */
export const errorAt = (text: string, at: number, message: string): ExpressionError =>
  new ExpressionError(text, at, message);
