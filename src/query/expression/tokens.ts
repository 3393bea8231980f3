import type { UsageError } from '../../core/errors.ts';
import { Lexer, type Token } from './lexer.ts';
import { errorAt } from './syntax.ts';

/** An expression's tokens, with one token of lookahead. */
export class Tokens {
  readonly #text: string;
  readonly #lexer: Lexer;
  #current: Token;
  #ahead: Token | null = null;

  constructor(text: string) {
    this.#text = text;
    this.#lexer = new Lexer(text);
    this.#current = this.#lexer.next();
  }

  get current(): Token {
    return this.#current;
  }

  /** The token after the current one. */
  peek(): Token {
    this.#ahead ??= this.#lexer.next();
    return this.#ahead;
  }

  take(): Token {
    const token = this.#current;
    this.#current = this.#ahead ?? this.#lexer.next();
    this.#ahead = null;
    return token;
  }

  is(...kinds: readonly Token['kind'][]): boolean {
    return kinds.includes(this.#current.kind);
  }

  /** Consumes the current token if it is of this kind. */
  skip(kind: Token['kind']): boolean {
    const found = this.#current.kind === kind;
    if (found) this.take();
    return found;
  }

  error(message: string, at = this.#current.at): UsageError {
    return errorAt(this.#text, at, message);
  }
}
