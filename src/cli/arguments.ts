import { Parser } from 'yargs/helpers';
import { UsageError } from '../core/errors.ts';
import { nearest } from '../core/suggest.ts';
import { visible } from '../core/text.ts';
import type { Option } from './options.ts';

/** What was typed, by the options' names. */
export type Arguments = {
  readonly words: readonly string[];
  flag(name: string): boolean;
  /** The value of an option that may be given once. */
  text(name: string): string | undefined;
  /** The values of an option that may be given several times, and whose commas are its own. */
  texts(name: string): readonly string[];
  /** The items of a comma list, all occurrences together. */
  list(name: string): readonly string[] | undefined;
};

const spellings = ({ name, short, aliases = [] }: Option): readonly string[] =>
  short === undefined ? [name, ...aliases] : [name, short, ...aliases];

const dashed = (word: string): string => (word.length === 1 ? `-${word}` : `--${word}`);

/** The option that a token names, and whether it brings its value with `=`. */
const optionOf = (options: readonly Option[], token: string): Option | undefined => {
  const name = /^--?([^=]+)/.exec(token)?.[1] ?? '';
  if (token.startsWith('--') === (name.length === 1)) return undefined;
  return options.find((option) => spellings(option).includes(name));
};

/**
 * Spells a command line out so that nothing is left to guess: `-tulpn` becomes five switches, `--sort -a` one token.
 * The parser would take the 4 of `-t4` for a value, and a value that begins with a dash for an option.
 */
const spellOut = (options: readonly Option[], tokens: readonly string[]): string[] => {
  const spelled: string[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (token === '--') return [...spelled, ...tokens.slice(at)];
    if (/^-[^-=]{2,}$/.test(token)) {
      const { switches, value } = unbundle(options, token);
      spelled.push(...switches);
      if (value === null) continue;
      at = takeValue(options, spelled, tokens, value, at);
    } else if (token.startsWith('-') && !token.includes('=') && optionOf(options, token)?.value !== undefined)
      at = takeValue(options, spelled, tokens, token, at);
    else spelled.push(token);
  }
  return spelled;
};

/** The letters of a bundle as switches; the last may take the next token as its value. */
const unbundle = (
  options: readonly Option[],
  token: string,
): { switches: string[]; value: string | null } => {
  const letters = [...token.slice(1)];
  const switches = letters.map((letter) => `-${letter}`);
  for (const [at, letter] of letters.entries()) {
    const option = options.find(({ short }) => short === letter);
    if (option === undefined) throw unknownOption(options, letters.length > 4 ? token : `-${letter}`);
    if (option.value === undefined) continue;
    if (at < letters.length - 1)
      throw new UsageError(`-${letter} in ${token} takes a value: write it last, or apart`, `-${letter}`);
    return { switches: switches.slice(0, -1), value: switches.at(-1)! };
  }
  return { switches, value: null };
};

const takeValue = (
  options: readonly Option[],
  spelled: string[],
  tokens: readonly string[],
  token: string,
  at: number,
): number => {
  const next = tokens[at + 1];
  if (next === undefined || next === '--' || (next.startsWith('-') && optionOf(options, next) !== undefined))
    throw new UsageError(`${token} needs a value: ${token} ${optionOf(options, token)?.value}`, token);
  spelled.push(`${token}=${next}`);
  return at + 1;
};

const unknownOption = (options: readonly Option[], token: string): UsageError => {
  const name = token.replace(/^-+/, '').replace(/=.*$/s, '');
  const near = name.length < 2 ? null : nearest(name, options.flatMap(spellings));
  const hint = near === null ? 'see --help' : `did you mean ${dashed(near)}?`;
  return new UsageError(`unknown option ${visible(token.replace(/=.*$/s, ''))}; ${hint}`, token);
};

const requireKnown = (options: readonly Option[], tokens: readonly string[]): void => {
  for (const token of tokens) {
    if (token === '--') return;
    if (!/^-./.test(token)) continue;
    const option = optionOf(options, token);
    if (option === undefined) throw unknownOption(options, token);
    if (option.value === undefined && token.includes('='))
      throw new UsageError(`${token.replace(/=.*$/s, '')} takes no value`, token);
  }
};

/** Reads the command line of one report. Throws `UsageError` for what it does not know. */
export const parseArguments = (options: readonly Option[], tokens: readonly string[]): Arguments => {
  const spelled = spellOut(options, tokens);
  requireKnown(options, spelled);
  const parsed = Parser(spelled, {
    alias: Object.fromEntries(options.map((option) => [option.name, spellings(option).slice(1)])),
    boolean: options.filter(({ value }) => value === undefined).map(({ name }) => name),
    string: options.filter(({ value }) => value !== undefined).map(({ name }) => name),
    configuration: {
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'duplicate-arguments-array': true,
      'flatten-duplicate-arrays': true,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'short-option-groups': false,
    },
  });
  const valuesOf = (name: string): readonly string[] => {
    const value: unknown = parsed[name];
    return value === undefined ? [] : (Array.isArray(value) ? value : [value]).map(String);
  };
  return { words: parsed._.map(String), ...accessors(options, valuesOf) };
};

const accessors = (
  options: readonly Option[],
  valuesOf: (name: string) => readonly string[],
): Pick<Arguments, 'flag' | 'text' | 'texts' | 'list'> => ({
  flag: (name) => valuesOf(name).includes('true'),
  text(name) {
    const values = [...new Set(valuesOf(name))];
    if (values.length > 1)
      throw new UsageError(`--${name} is given twice, with different values`, `--${name}`);
    const [value] = values;
    const choices = options.find((option) => option.name === name)?.choices;
    if (value !== undefined && choices !== undefined && !choices.includes(value))
      throw new UsageError(`--${name}: "${visible(value)}" is none of ${choices.join(', ')}`, `--${name}`);
    return value;
  },
  texts: valuesOf,
  list(name) {
    const values = valuesOf(name);
    if (values.length === 0) return undefined;
    const items = values.flatMap((value) => value.split(','));
    if (items.some((item) => item === '')) throw new UsageError(`--${name} has an empty item`, `--${name}`);
    return items;
  },
});

/** A whole number within bounds, or a `UsageError` that names the option. */
export const wholeNumber = (
  text: string | undefined,
  option: string,
  least: number,
  most: number,
): number | undefined => {
  if (text === undefined) return undefined;
  const value = /^(0|[1-9]\d{0,15})$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(
    `${option} takes a whole number from ${least} to ${most}, not "${visible(text)}"`,
    option,
  );
};
