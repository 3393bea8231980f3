import { UsageError } from '../../core/errors.ts';
import type { Token } from './lexer.ts';
import type { Expression, Operand, Operator, StateStep, Test } from './syntax.ts';
import { Tokens } from './tokens.ts';

const longestText = 10_000;
const deepest = 100;
const mostTests = 1_000;

/** Subjects that need no operator: `src 10.0.0.0/8`, `dev eth0`, `process nginx`. */
const withoutOperator: ReadonlySet<string> = new Set([
  ...['src', 'dst', 'sport', 'dport', 'dev'],
  ...['port', 'lport', 'rport', 'addr', 'laddr', 'raddr', 'process', 'pid'],
]);

/** What `=` and `!=` become when a list follows, as in `dport = 443,80`. */
const listOperators: Partial<Record<Operator, Operator>> = { '=': 'in', '!=': 'not in' };

const verbs: Readonly<Record<string, StateStep['verb']>> = {
  state: 'state',
  exclude: 'exclude',
  excl: 'exclude',
};

const verbOf = ({ kind, text }: Token): StateStep['verb'] | null => {
  const word = text.toLowerCase();
  return kind === 'word' && Object.hasOwn(verbs, word) ? verbs[word]! : null;
};

const isIn = ({ kind, text }: Token): boolean => kind === 'word' && text.toLowerCase() === 'in';

/**
 * `not` binds tightest, then `and` (or juxtaposition), then `or`. ss(8) documents the same but evaluates from left to right;
 * with parentheses, both agree.
 */
class Parser {
  readonly #tokens: Tokens;
  #depth = 0;
  #tests = 0;

  constructor(text: string) {
    this.#tokens = new Tokens(text);
  }

  parse(): Expression {
    const expression = this.#group();
    if (!this.#tokens.is('end')) throw this.#tokens.error('expected "and", "or" or the end');
    return expression;
  }

  /** Leading `state` and `exclude` apply to everything after them, unless joined to it by an operator. */
  #group(): Expression {
    if (!this.#isStateStep()) return this.#or();
    const states = this.#states();
    if (!this.#startsTerm()) return this.#or(states);
    return { kind: 'and', parts: [states, this.#or()] };
  }

  #or(first?: Expression): Expression {
    const parts = [this.#and(first)];
    while (this.#tokens.skip('or')) parts.push(this.#and());
    return parts.length === 1 ? parts[0]! : { kind: 'or', parts };
  }

  #and(first: Expression = this.#not()): Expression {
    const parts = [first];
    while (this.#tokens.skip('and') || this.#startsTerm()) parts.push(this.#not());
    return parts.length === 1 ? parts[0]! : { kind: 'and', parts };
  }

  #startsTerm(): boolean {
    return this.#tokens.is('word', 'open', 'not');
  }

  #not(): Expression {
    const { at } = this.#tokens.current;
    if (!this.#tokens.skip('not')) return this.#primary();
    this.#deeper(at);
    const part = this.#not();
    this.#depth--;
    return { kind: 'not', part };
  }

  #deeper(at: number): void {
    if (++this.#depth > deepest)
      throw this.#tokens.error(`more than ${deepest} levels of parentheses or "not"`, at);
  }

  #primary(): Expression {
    if (this.#tokens.is('open')) return this.#parenthesized();
    if (this.#isStateStep()) return this.#states();
    if (this.#tokens.is('word')) return this.#test();
    throw this.#tokens.error(
      'expected a column, "state", "src", "dst", "sport", "dport", "dev" or a parenthesis',
    );
  }

  #parenthesized(): Expression {
    this.#deeper(this.#tokens.take().at);
    const inside = this.#group();
    if (!this.#tokens.skip('close')) throw this.#tokens.error('expected a closing parenthesis');
    this.#depth--;
    return inside;
  }

  /** `state` may also be a compared column: `state = listen`, `state in (listen, close)`. */
  #isStateStep(): boolean {
    const verb = verbOf(this.#tokens.current);
    if (verb !== 'state') return verb !== null;
    const next = this.#tokens.peek();
    return next.kind !== 'operator' && next.kind !== 'not' && !isIn(next);
  }

  #states(): Expression {
    const steps: StateStep[] = [];
    while (this.#isStateStep()) {
      this.#countTest();
      const verb = verbOf(this.#tokens.current)!;
      const { at } = this.#tokens.take();
      steps.push({ verb, operands: this.#list(), at });
    }
    return { kind: 'states', steps };
  }

  #countTest(): void {
    if (++this.#tests > mostTests) throw this.#tokens.error(`more than ${mostTests} comparisons`);
  }

  #test(): Test {
    this.#countTest();
    const { text: subject, at } = this.#tokens.take();
    const comparison = this.#comparison() ?? this.#membership() ?? this.#withoutOperator(subject);
    return { kind: 'test', subject, at, ...comparison };
  }

  #comparison(): Pick<Test, 'operator' | 'operands'> | null {
    if (!this.#tokens.is('operator')) return null;
    const operator = this.#tokens.take().text as Operator;
    const list = listOperators[operator];
    const operands = list === undefined ? [this.#operand()] : this.#list();
    return { operator: operands.length > 1 ? list! : operator, operands };
  }

  /** `in (a, b)` or `not in (a, b)`; null if neither follows. */
  #membership(): Pick<Test, 'operator' | 'operands'> | null {
    const negated = this.#tokens.is('not') && isIn(this.#tokens.peek());
    if (!negated && !isIn(this.#tokens.current)) return null;
    if (negated) this.#tokens.take();
    this.#tokens.take();
    if (!this.#tokens.skip('open')) throw this.#tokens.error('expected a list in parentheses after "in"');
    const operands = this.#list();
    if (!this.#tokens.skip('close')) throw this.#tokens.error('expected a comma or a closing parenthesis');
    return { operator: negated ? 'not in' : 'in', operands };
  }

  #withoutOperator(subject: string): Pick<Test, 'operator' | 'operands'> {
    if (!withoutOperator.has(subject.toLowerCase())) return { operator: null, operands: [] };
    const operands = this.#list();
    return { operator: operands.length === 1 ? '=' : 'in', operands };
  }

  #list(): Operand[] {
    const operands = [this.#operand()];
    while (this.#tokens.skip('comma')) operands.push(this.#operand());
    if (operands.length > mostTests) throw this.#tokens.error(`more than ${mostTests} values`);
    return operands;
  }

  #operand(): Operand {
    if (!this.#tokens.is('word', 'quoted', 'regex')) throw this.#tokens.error('expected a value');
    const { kind, text, flags, at } = this.#tokens.take();
    return { text, quoted: kind === 'quoted', flags, at };
  }
}

/** Parses an expression; throws a `UsageError` with a caret under the error. */
export const parseExpression = (text: string): Expression => {
  if (text.length > longestText)
    throw new UsageError(`bad expression: longer than ${longestText} characters (${text.length})`, '--where');
  return new Parser(text).parse();
};
