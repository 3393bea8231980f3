import { setFlagsFromString } from 'node:v8';
import { visible } from '../core/text.ts';
import { BadWord } from './operands.ts';

const longestPattern = 200;
/** Names are shorter; a hostile copy may hold longer ones. */
const longestSubject = 256;
const mostCounted = 3;

/** A test of texts that ends soon, whatever the pattern and the text. Throws `BadWord` for a pattern that cannot. */
export const patternTest = (pattern: string, flags: string): ((text: string) => boolean) => {
  if (pattern.length > longestPattern)
    throw new BadWord(`expected a regular expression of at most ${longestPattern} characters`);
  refuseEndless(pattern, flags);
  const ignoresCase = flags.includes('i');
  const expression = compiled(ignoresCase ? lowerCase(pattern) : pattern, flags.replaceAll('i', ''));
  return (text) => {
    const subject = text.slice(0, longestSubject);
    return expression.test(ignoresCase ? subject.toLowerCase() : subject);
  };
};

/**
 * Where a match goes back too often, V8 starts again with an engine that reads each character once. That one knows no
 * back references, no look-around, no counts and no flag `i`.
 */
const compiled = (pattern: string, flags: string): RegExp => {
  setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
  try {
    return new RegExp(pattern, flags);
  } catch (error) {
    throw new BadWord(`not a regular expression: ${error instanceof Error ? visible(error.message) : ''}`);
  }
};

const refuseEndless = (pattern: string, flags: string): void => {
  if (/[^ims]/.test(flags)) throw new BadWord('expected no other flags than i, m and s');
  const bare = pattern.replace(/\\[^1-9k]/gs, '_').replace(/\[[^\]]*\]/g, '_');
  if (/\\|\(\?<?[=!]/.test(bare))
    throw new BadWord('back references and look-around are not offered: they can take for ever');
  const repetitions = bare.match(/[*+]|\{\d/g)?.length ?? 0;
  if (/\{\d/.test(bare) && (repetitions > mostCounted || /\)[*+{]/.test(bare)))
    throw new BadWord(
      `beside {n} at most ${mostCounted} repetitions, and none of a group: more can take for ever`,
    );
};

/** Letters that are not part of an escape such as `\W`. */
const lowerCase = (pattern: string): string =>
  pattern.replace(/\\.|\p{Lu}/gsu, (found) => (found.startsWith('\\') ? found : found.toLowerCase()));
