import { UsageError } from '../../src/core/errors.ts';
import { compileExpression } from '../../src/query/expression/compile.ts';
import { BadWord } from '../../src/query/expression/context.ts';
import { patternTest } from '../../src/query/expression/pattern.ts';
import type { Random } from './random.ts';

/** The same pattern for RE2 and for Python, whose classes are not ASCII and whose `$` matches before a final line feed. */
type Pattern = { readonly re2: string; readonly python: string };

const same = (text: string): Pattern => ({ re2: text, python: text });
const join = (parts: readonly Pattern[], between = ''): Pattern => ({
  re2: parts.map(({ re2 }) => re2).join(between),
  python: parts.map(({ python }) => python).join(between),
});
const wrap = (before: string, { re2, python }: Pattern, after: string): Pattern => ({
  re2: before + re2 + after,
  python: before + python + after,
});

const word = '[0-9A-Za-z_]';
const boundary = `(?-i:(?<!${word})(?=${word})|(?<=${word})(?!${word}))`;
const notBoundary = `(?-i:(?<!${word})(?!${word})|(?<=${word})(?=${word}))`;

const letters = [
  ...'abcABCkKsSzZ019 _-/.:@[]^{}()|*+?\\$#&~,=<>!"\'%\n\t',
  ...['é', 'É', 'ß', 'σ', 'ς', 'Σ', '😀', '€'],
];

const escaped = (letter: string): string =>
  letter === '\n'
    ? '\\n'
    : letter === '\t'
      ? '\\t'
      : /[a-zA-Z0-9 _]|[^\0-\x7f]/.test(letter)
        ? letter
        : `\\${letter}`;

const codeOf = (letter: string): string => `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`;

const literal = (random: Random): Pattern => {
  const letter = random.pick(letters);
  return same(letter < '\x7f' && random.chance(6) ? codeOf(letter) : escaped(letter));
};

const classes: readonly Pattern[] = [
  { re2: '\\d', python: '[0-9]' },
  { re2: '\\D', python: '[^0-9]' },
  { re2: '\\w', python: word },
  { re2: '\\s', python: '[\\t\\n\\f\\r ]' },
  { re2: '\\S', python: '[^\\t\\n\\f\\r ]' },
  { re2: '[[:digit:]]', python: '[0-9]' },
  { re2: '[[:alpha:]]', python: '[A-Za-z]' },
  { re2: '[[:punct:]]', python: '[!-/:-@\\[-`{-~]' },
  same('.'),
];

const assertions: readonly Pattern[] = [
  same('^'),
  { re2: '\\b', python: boundary },
  { re2: '\\B', python: notBoundary },
  { re2: '\\A', python: '\\A' },
  { re2: '\\z', python: '\\Z' },
];

const ascii = [...' !#%,-./09:;<=>@AMZ[]^_`amz{|}~'];

const set = (random: Random): Pattern => {
  const items = Array.from({ length: random.from(1, 4) }, () => {
    if (random.chance(3)) return random.pick(['\\d', '\\s'] as const);
    const [low, high] = [random.pick(ascii), random.pick(ascii)].sort();
    const end = (letter: string): string => (/[\w ]/.test(letter) ? letter : `\\${letter}`);
    return random.chance(2) ? end(low!) : `${end(low!)}-${end(high!)}`;
  });
  const inside = items.join('');
  const start = random.chance(4) ? '[^' : '[';
  const python = inside.replaceAll('\\d', '0-9').replaceAll('\\s', '\\t\\n\\f\\r ');
  return { re2: `${start}${inside}]`, python: `${start}${python}]` };
};

const counts = ['*', '+', '?', '{2}', '{0,2}', '{1,3}', '{2,}', '{0}', '*?', '+?', '??', '{1,2}?'];
const groups = ['(', '(?:', '(?:', '(?i:', '(?s:', '(?-i:'];

const part = (random: Random, depth: number, dollar: string): Pattern => {
  const kind = random.below(20);
  if (kind < 7) return literal(random);
  if (kind < 9) return random.pick(classes);
  if (kind < 11) return set(random);
  if (kind < 12) return random.pick(assertions);
  if (kind < 13) return { re2: '$', python: dollar };
  if (depth === 0) return literal(random);
  if (kind < 17) {
    const inner = random.pick([literal, (one: Random) => random.pick(classes) ?? literal(one), set])(random);
    const repeated = random.chance(3) ? wrap('(?:', alternatives(random, depth - 1, dollar), ')') : inner;
    return wrap('', repeated, random.pick(counts));
  }
  return wrap(random.pick(groups), alternatives(random, depth - 1, dollar), ')');
};

const alternatives = (random: Random, depth: number, dollar: string): Pattern =>
  join(
    Array.from({ length: random.chance(3) ? random.from(2, 3) : 1 }, () =>
      join(
        Array.from({ length: random.from(random.chance(20) ? 0 : 1, 4) }, () => part(random, depth, dollar)),
      ),
    ),
    '|',
  );

const extra = [
  'ſ',
  'K',
  'å',
  'Å',
  '\udcff',
  '\ud83d',
  '\u2028',
  '\0',
  '\x1b',
  '\r\n',
  'nginx',
  '/run/a.sock',
  '@abc',
];

const text = (random: Random): string =>
  Array.from({ length: random.below(8) }, () => random.pick(random.chance(8) ? extra : letters)).join('');

export type PatternCase = {
  readonly pattern: string;
  /** Null for a pattern that Python need not support. */
  readonly python: string | null;
  readonly flags: string;
  readonly texts: readonly string[];
};

const scraps = [
  '\\',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '*',
  '+',
  '?',
  '|',
  '^',
  '$',
  '\\1',
  '(?=',
  '(?<n>',
  '\\p{L}',
  '\\Q',
  '{999}',
  '\0',
];

const mutated = (pattern: string, random: Random): string => {
  let now = pattern;
  for (let count = random.from(1, 3); count > 0; count--) {
    const at = random.below(now.length + 1);
    now = now.slice(0, at) + (random.chance(3) ? '' : random.pick(scraps)) + now.slice(at + random.below(3));
  }
  return random.chance(20) ? now.repeat(random.from(2, 20)) : now;
};

export const patternCase = (random: Random): PatternCase => {
  const flags = ['', '', 'i', 'i', 'm', 's', 'im', 'is'][random.below(8)]!;
  const pattern = alternatives(random, 3, flags.includes('m') ? '$' : '\\Z');
  const isMutated = random.chance(6);
  const texts = Array.from({ length: 6 }, () => text(random));
  return {
    pattern: isMutated ? mutated(pattern.re2, random) : pattern.re2,
    python: isMutated ? null : pattern.python,
    flags,
    texts: random.chance(10) ? [...texts, text(random).repeat(2_000).slice(0, 6_000)] : texts,
  };
};

export type Matched = { readonly holds: readonly boolean[]; readonly error: string | null };

const isBound = (message: string): boolean => /smaller repeat|at most 200|invalid repeat count/.test(message);

/** Whether each text matches. A pattern refused for its size has no answer. */
export const matchPattern = ({ pattern, flags, texts }: PatternCase): Matched | null => {
  try {
    const test = patternTest(pattern, flags);
    return { holds: texts.map(test), error: null };
  } catch (error) {
    if (!(error instanceof BadWord)) throw error;
    return isBound(error.message) ? null : { holds: [], error: error.message };
  }
};

const column = {
  name: 'path',
  kind: 'text',
  help: '',
  read: (view: { readonly path: string }) => view.path,
} as const;

/** The same through an expression; null if it is refused, or cannot be written: between \\Q and \\E no slash can be escaped. */
export const matchInExpression = ({ pattern, flags, texts }: PatternCase): readonly boolean[] | null => {
  if (pattern.includes('\\Q')) return null;
  const typed = pattern.replaceAll(/\\.|\//gs, (sign) => (sign === '/' ? '\\/' : sign));
  try {
    const filter = compileExpression(`path ~ /${typed}/${flags}`, [column as never], { portsOf: () => [] });
    return texts.map((path) => filter.test({ path } as never));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return null;
  }
};

export const patternQuestion = (
  { python, flags, texts }: PatternCase,
  { holds, error }: Matched,
): object => ({
  kind: 'pattern',
  python,
  flags,
  // Python's engine may take exponential time, so results for long texts are not compared.
  texts: texts.filter((one) => one.length < 100),
  holds: holds.filter((_, at) => texts[at]!.length < 100),
  error,
});
