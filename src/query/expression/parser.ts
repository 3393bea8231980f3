import { UsageError } from '../../core/errors.ts';
import { Lexer, type Token } from './lexer.ts';
import { type Expression, faultAt, type Operand, type Operator, type Test } from './syntax.ts';

const longestText = 10_000;
const deepest = 100;
const mostTests = 1_000;

/** Subjects of ss that need no operator: `state established`, `src 10.0.0.0/8`, `dev eth0`. */
const withoutOperator: ReadonlySet<string> = new Set(['state', 'src', 'dst', 'sport', 'dport', 'dev']);

/** What `=` and `!=` become when a list follows, as in `dport = 443,80`. */
const listOperators: Partial<Record<Operator, Operator>> = { '=': 'in', '!=': 'not in' };

const isState = (part: Expression): part is Test =>
  part.kind === 'test' &&
  part.subject.toLowerCase() === 'state' &&
  (part.operator === '=' || part.operator === 'in');

/** `state listen state established`, where ss takes either: a socket is never in both. */
const eitherState = (one: Expression, other: Expression): Test | null =>
  isState(one) && isState(other)
    ? { ...one, operator: 'in', operands: [...one.operands, ...other.operands] }
    : null;

/**
 * `not` binds tightest, then `and` (or nothing between two terms), then `or`. ss itself reads from left to right,
 * whatever its manual says; brackets make both agree.
 */
class Parser {
  readonly #text: string;
  readonly #lexer: Lexer;
  #token: Token;
  #depth = 0;
  #tests = 0;

  constructor(text: string) {
    this.#text = text;
    this.#lexer = new Lexer(text);
    this.#token = this.#lexer.next();
  }

  parse(): Expression {
    const expression = this.#or();
    if (this.#token.kind !== 'end') throw this.#fault('expected "and", "or" or the end');
    return expression;
  }

  #fault(message: string, at = this.#token.at): UsageError {
    return faultAt(this.#text, at, message);
  }

  #is(kind: Token['kind']): boolean {
    return this.#token.kind === kind;
  }

  #take(): Token {
    const token = this.#token;
    this.#token = this.#lexer.next();
    return token;
  }

  #or(): Expression {
    const parts = [this.#and()];
    while (this.#token.kind === 'or') {
      this.#take();
      parts.push(this.#and());
    }
    return parts.length === 1 ? parts[0]! : { kind: 'or', parts };
  }

  #and(): Expression {
    const parts = [this.#not()];
    for (;;) {
      const isAdjacent = this.#token.kind !== 'and';
      if (!isAdjacent) this.#take();
      else if (!['word', 'open', 'not'].includes(this.#token.kind)) break;
      const part = this.#not();
      const united = isAdjacent ? eitherState(parts.at(-1)!, part) : null;
      if (united === null) parts.push(part);
      else parts[parts.length - 1] = united;
    }
    return parts.length === 1 ? parts[0]! : { kind: 'and', parts };
  }

  #not(): Expression {
    if (this.#token.kind !== 'not') return this.#primary();
    const { at } = this.#take();
    this.#deeper(at);
    const part = this.#not();
    this.#depth--;
    return { kind: 'not', part };
  }

  #deeper(at: number): void {
    if (++this.#depth > deepest) throw this.#fault(`more than ${deepest} levels of brackets or "not"`, at);
  }

  #primary(): Expression {
    if (this.#token.kind === 'open') {
      const { at } = this.#take();
      this.#deeper(at);
      const inside = this.#or();
      if (!this.#is('close')) throw this.#fault('expected a closing bracket');
      this.#take();
      this.#depth--;
      return inside;
    }
    if (this.#token.kind !== 'word')
      throw this.#fault('expected a column, "state", "src", "dst", "sport", "dport", "dev" or a bracket');
    return this.#test();
  }

  #test(): Expression {
    if (++this.#tests > mostTests) throw this.#fault(`more than ${mostTests} comparisons`);
    const { text: subject, at } = this.#take();
    const lower = subject.toLowerCase();
    if (lower === 'exclude' || lower === 'excl') {
      const operands = this.#list();
      return { kind: 'not', part: { kind: 'test', subject: 'state', operator: 'in', operands, at } };
    }
    if (this.#token.kind === 'operator') {
      const operator = this.#take().text as Operator;
      const list = listOperators[operator];
      const operands = list === undefined ? [this.#operand()] : this.#list();
      return { kind: 'test', subject, operator: operands.length > 1 ? list! : operator, operands, at };
    }
    const set = this.#membership(subject, at);
    if (set !== null) return set;
    if (withoutOperator.has(lower)) {
      const operands = this.#list();
      return { kind: 'test', subject, operator: operands.length === 1 ? '=' : 'in', operands, at };
    }
    return { kind: 'test', subject, operator: 'true', operands: [], at };
  }

  /** `in (a, b)` or `not in (a, b)`; null if neither follows. */
  #membership(subject: string, at: number): Expression | null {
    const negated =
      this.#token.kind === 'not' &&
      /^\s*in\s*\(/i.test(this.#text.slice(this.#token.at + this.#token.text.length));
    if (negated) this.#take();
    if (this.#token.kind !== 'word' || this.#token.text.toLowerCase() !== 'in') return null;
    this.#take();
    if (!this.#is('open')) throw this.#fault('expected a bracket with a list after "in"');
    this.#take();
    const operands = this.#list();
    if (!this.#is('close')) throw this.#fault('expected a comma or a closing bracket');
    this.#take();
    return { kind: 'test', subject, operator: negated ? 'not in' : 'in', operands, at };
  }

  #list(): Operand[] {
    const operands = [this.#operand()];
    while (this.#token.kind === 'comma') {
      this.#take();
      operands.push(this.#operand());
    }
    if (operands.length > mostTests) throw this.#fault(`more than ${mostTests} values`);
    return operands;
  }

  #operand(): Operand {
    const { kind, text, flags, at } = this.#token;
    if (kind !== 'word' && kind !== 'quoted' && kind !== 'regex') throw this.#fault('expected a value');
    this.#take();
    return { text, quoted: kind === 'quoted', flags: kind === 'regex' ? flags : null, at };
  }
}

/** Reads an expression; a `UsageError` with a caret under the fault if it is none. */
export const parseExpression = (text: string): Expression => {
  if (text.length > longestText)
    throw new UsageError(`bad expression: longer than ${longestText} characters (${text.length})`, '--where');
  return new Parser(text).parse();
};
