import { UsageError } from '../core/errors.ts';
import { longName, type Option, type Options } from '../core/option.ts';
import { visible } from '../core/text.ts';

/** Values by option key; empty for a switch. */
export type Given = ReadonlyMap<string, readonly string[]>;

/** How messages spell an option: as typed, or as in the library. */
export type Spelling = (key: string) => string;

const asTyped: Spelling = (key) => `--${longName(key)}`;

const items = (name: string, words: readonly string[]): readonly string[] => {
  const all = words.flatMap((word) => word.split(','));
  if (all.includes('')) throw new UsageError(`${name}: empty item in the list`, name);
  return all;
};

const valuesOf = (option: Option<never>, name: string, words: readonly string[]): readonly string[] => {
  if (option.repeats === 'list') return items(name, words);
  const distinct = [...new Set(words)];
  if (option.repeats === undefined && distinct.length > 1)
    throw new UsageError(`${name} is given more than once, with different values`, name);
  return option.repeats === 'many' ? words : distinct;
};

const requireChoice = ({ choices, negates }: Option<never>, name: string, words: readonly string[]): void => {
  const odd = words.find((word) => choices?.includes(negates ? word.replace(/^!/, '') : word) === false);
  if (odd !== undefined)
    throw new UsageError(`${name}: must be one of ${choices!.join(', ')} (got "${visible(odd)}")`, name);
};

/** Applies all given options to the draft, in declaration order. */
export const applyOptions = <Draft>(
  draft: Draft,
  options: Options<Draft>,
  given: Given,
  spelling: Spelling = asTyped,
): void => {
  for (const [key, option] of Object.entries(options)) {
    const words = given.get(key);
    if (words === undefined) continue;
    const name = spelling(key);
    const values = valuesOf(option, name, words);
    requireChoice(option, name, values);
    option.set(draft, values, name);
  }
};
