import { setFlagsFromString } from 'node:v8';
import { visible } from '../../core/text.ts';
import { BadWord } from './operands.ts';

const longestPattern = 200;
/** Names are shorter; a hostile copy may hold longer ones. */
const longestSubject = 4_096;

/** A test of texts that ends soon, whatever the pattern and the text. Throws `BadWord` for a pattern that cannot. */
export const patternTest = (pattern: string, flags: string): ((text: string) => boolean) => {
  if (pattern.length > longestPattern)
    throw new BadWord(`expected a regular expression of at most ${longestPattern} characters`);
  if (/[^ims]/.test(flags)) throw new BadWord('expected no other flags than i, m and s');
  const ignoresCase = flags.includes('i');
  const expression = compiled(ignoresCase ? lowerCase(pattern) : pattern, flags.replaceAll('i', ''));
  return (text) => {
    const subject = text.slice(0, longestSubject);
    return expression.test(ignoresCase ? subject.toLowerCase() : subject);
  };
};

/**
 * V8 has an engine that reads each character once, for the flag `l`: two microseconds a name, where the usual one takes a
 * tenth of that or, for a pattern such as `(a+)+$`, for ever. It refuses what it cannot do, which is the flag `i` too.
 */
const compiled = (pattern: string, flags: string): RegExp => {
  setFlagsFromString('--enable-experimental-regexp-engine');
  try {
    return new RegExp(pattern, `${flags}l`);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    throw new BadWord(
      message.endsWith('linear time')
        ? 'back references, look-around and counts over 16 are not offered: they can take for ever'
        : `not a regular expression: ${visible(message.replace(/\/l:/, '/:'))}`,
    );
  }
};

/** Letters that are not part of an escape such as `\W`. */
const lowerCase = (pattern: string): string =>
  pattern.replace(/\\.|\p{Lu}/gsu, (found) => (found.startsWith('\\') ? found : found.toLowerCase()));
