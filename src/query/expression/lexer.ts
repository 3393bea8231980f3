import { errorAt } from './syntax.ts';

export type Token = {
  readonly kind:
    | 'word'
    | 'quoted'
    | 'regex'
    | 'operator'
    | 'open'
    | 'close'
    | 'comma'
    | 'and'
    | 'or'
    | 'not'
    | 'end';
  readonly text: string;
  readonly flags: string | null;
  /** Offset in the expression. */
  readonly at: number;
};

/** ss's words for the symbols. */
const operatorWords: Readonly<Record<string, string>> = {
  eq: '=',
  ne: '!=',
  neq: '!=',
  gt: '>',
  lt: '<',
  ge: '>=',
  geq: '>=',
  le: '<=',
  leq: '<=',
};

const wordKinds: Readonly<Record<string, Token['kind']>> = { and: 'and', or: 'or', not: 'not' };

/** Longer symbols first. */
const symbols: readonly (readonly [symbol: string, kind: Token['kind'], text: string])[] = [
  ['&&', 'and', '&'],
  ['||', 'or', '|'],
  ['==', 'operator', '='],
  ['!=', 'operator', '!='],
  ['!~', 'operator', '!~'],
  ['>=', 'operator', '>='],
  ['<=', 'operator', '<='],
  ['=', 'operator', '='],
  ['>', 'operator', '>'],
  ['<', 'operator', '<'],
  ['~', 'operator', '~'],
  ['&', 'and', '&'],
  ['|', 'or', '|'],
  ['!', 'not', '!'],
  ['(', 'open', '('],
  [')', 'close', ')'],
  [',', 'comma', ','],
];

/** An IPv6 address or a character set such as `[!a-z]`. */
const bracketed = /\[[^\]\s]{0,100}\]/y;

const endsWord = /[\s()=<>~&|!,"]/;

/** Splits an expression into tokens one at a time, because whether `/` starts a regular expression depends on the context. */
export class Lexer {
  readonly #text: string;
  #at = 0;
  #afterMatch = false;

  constructor(text: string) {
    this.#text = text;
  }

  next(): Token {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
    const token = this.#read();
    this.#afterMatch = token.kind === 'operator' && token.text.endsWith('~');
    return token;
  }

  #read(): Token {
    const text = this.#text;
    const at = this.#at;
    if (at >= text.length) return { kind: 'end', text: '', flags: null, at };
    const quote = text[at]!;
    if (quote === '"' || quote === "'")
      return this.#delimited(quote, 'quoted', 'the closing quote is missing');
    if (this.#afterMatch && text[at] === '/')
      return this.#delimited('/', 'regex', 'the closing / is missing');
    for (const [symbol, kind, meaning] of symbols) {
      if (!text.startsWith(symbol, at)) continue;
      this.#at += symbol.length;
      return { kind, text: meaning, flags: null, at };
    }
    return this.#word(at);
  }

  #word(at: number): Token {
    const end = this.#wordEnd(at);
    this.#at = end;
    const word = this.#text.slice(at, end);
    const lower = word.toLowerCase();
    if (Object.hasOwn(wordKinds, lower)) return { kind: wordKinds[lower]!, text: word, flags: null, at };
    if (Object.hasOwn(operatorWords, lower))
      return { kind: 'operator', text: operatorWords[lower]!, flags: null, at };
    return { kind: 'word', text: word, flags: null, at };
  }

  #wordEnd(at: number): number {
    let end = at;
    while (end < this.#text.length && !endsWord.test(this.#text[end]!)) {
      bracketed.lastIndex = end;
      end += bracketed.exec(this.#text)?.[0].length ?? 1;
    }
    return end;
  }

  /** Reads up to the closing delimiter. A backslash escapes the delimiter (and, in quotes, itself). */
  #delimited(delimiter: string, kind: 'quoted' | 'regex', missing: string): Token {
    const at = this.#at;
    let inside = '';
    for (let here = at + 1; here < this.#text.length; here++) {
      const character = this.#text[here]!;
      const next = this.#text[here + 1];
      if (character === '\\' && (next === delimiter || (kind === 'quoted' && next === '\\'))) {
        inside += next;
        here++;
      } else if (character === '\\' && next !== undefined && kind === 'regex') {
        inside += character + next;
        here++;
      } else if (character === delimiter) {
        const flags = kind === 'regex' ? (/^[a-z]*/.exec(this.#text.slice(here + 1))?.[0] ?? '') : null;
        this.#at = here + 1 + (flags?.length ?? 0);
        return { kind, text: inside, flags, at };
      } else inside += character;
    }
    throw errorAt(this.#text, at, missing);
  }
}
