import { createRequire } from 'node:module';
import { visible } from '../../core/text.ts';
import { BadWord } from './context.ts';

const longestPattern = 200;
/** Longer than any real name; a hostile copy may contain longer ones. */
const longestSubject = 4_096;
/** Maximum number of compiled instructions, which limits a match to a few milliseconds for the longest subject. */
const largestProgram = 1_000;

/**
 * RE2 in JavaScript. Its time is proportional to pattern times subject, never exponential. Loaded on first use, because
 * loading takes longer than most runs. The bundle has its own `require`; the library, which is an ES module, creates one.
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

/** A test that takes bounded time for any pattern and text. `BadWord` for an unsupported pattern. */
export const patternTest = (pattern: string, flags: string): ((text: string) => boolean) => {
  if (pattern.length > longestPattern)
    throw new BadWord(`expected a regular expression of at most ${longestPattern} characters`);
  if (/[^ims]/.test(flags)) throw new BadWord('the flags of a regular expression are i, m and s');
  const expression = compiled(pattern, flags);
  return (text) => expression.test(text.length > longestSubject ? text.slice(0, longestSubject) : text);
};

/** RE2 uses `\x{41}` instead of `\u0041`; all other shared escapes are the same. */
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
