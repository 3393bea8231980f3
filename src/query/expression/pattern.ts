import { createRequire } from 'node:module';
import { visible } from '../../core/text.ts';
import { BadWord } from './context.ts';

const longestPattern = 200;
/** Names are shorter; a hostile copy may hold longer ones. */
const longestSubject = 4_096;
/** Compiled steps. They bound the time of a match: a few milliseconds for the longest subject. */
const largestProgram = 1_000;

/**
 * RE2 in JavaScript: time grows with the pattern times the subject, never exponentially. It is loaded by the first regular
 * expression, because it takes longer to load than most runs take. The bundle has a `require` of its own, which esbuild
 * resolves; the library, which is an ES module, makes one.
 */
const loadEngine = (): typeof import('re2js') =>
  typeof require === 'function' ? require('re2js') : createRequire(import.meta.url)('re2js');

const flagBits = { i: 'CASE_INSENSITIVE', m: 'MULTILINE', s: 'DOTALL' } as const;

const unsupported =
  /^invalid (?:or unsupported Perl syntax|named capture|escape sequence): `(\(\?<?[=!]|\\[1-9k])/;

const explain = (error: unknown): string => {
  const message = (error instanceof Error ? error.message : String(error)).replace(
    'error parsing regexp: ',
    '',
  );
  return unsupported.test(message)
    ? 'back references and look-around are not supported (possible catastrophic backtracking)'
    : `not a regular expression: ${visible(message)}`;
};

/** A test of texts in bounded time, whatever the pattern and the text. `BadWord` for a pattern that it cannot do. */
export const patternTest = (pattern: string, flags: string): ((text: string) => boolean) => {
  if (pattern.length > longestPattern)
    throw new BadWord(`expected a regular expression of at most ${longestPattern} characters`);
  if (/[^ims]/.test(flags)) throw new BadWord('the flags of a regular expression are i, m and s');
  const expression = compiled(pattern, flags);
  return (text) => expression.test(text.length > longestSubject ? text.slice(0, longestSubject) : text);
};

/** RE2 has `\x{41}` where JavaScript has `\u0041`; all other escapes that both know are the same. */
const withoutUnicodeEscapes = (pattern: string): string =>
  pattern.replace(/\\(?:u([\da-fA-F]{4})|.)/gs, (typed, code) =>
    code === undefined ? typed : `\\x{${code}}`,
  );

const compiled = (pattern: string, flags: string): { test(text: string): boolean } => {
  const { RE2JS } = loadEngine();
  const bits = Object.entries(flagBits)
    .filter(([flag]) => flags.includes(flag))
    .reduce((all, [, name]) => all | RE2JS[name], 0);
  let expression: InstanceType<typeof RE2JS>;
  try {
    expression = RE2JS.compile(withoutUnicodeEscapes(pattern), bits);
  } catch (error) {
    throw new BadWord(explain(error));
  }
  if (expression.programSize() > largestProgram)
    throw new BadWord('expected a regular expression with smaller repeat counts');
  return expression;
};
