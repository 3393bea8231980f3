import { UsageError } from '../core/errors.ts';
import { longName, type Option, type Options } from '../core/option.ts';
import type { Given } from '../options/apply.ts';
import { UnknownOption } from './unknown-option.ts';

/** The parsed command line: arguments, and values by option key. */
export type Typed = { readonly words: readonly string[]; readonly given: Given };

type Known = readonly (readonly [key: string, option: Option<never>])[];

/** All of an option's spellings, without dashes. */
export const spellingsOf = (key: string, { short, aliases = [] }: Option<never>): readonly string[] =>
  short === undefined ? [longName(key), ...aliases] : [longName(key), short, ...aliases];

/** The option for a token, which may include dashes and `=value`. */
const optionOf = (known: Known, token: string): Known[number] | undefined => {
  const name = /^--?([^=]+)/.exec(token)?.[1] ?? '';
  if (token.startsWith('--') === (name.length === 1)) return undefined;
  return known.find(([key, option]) => spellingsOf(key, option).includes(name));
};

/**
 * Makes a command line unambiguous: `-tulpn` becomes five switches, `--sort -a` one token. Otherwise the parser would take the
 * 4 in `-t4` as a value, and a value that starts with a dash as an option.
 */
const spellOut = (known: Known, tokens: readonly string[]): string[] => {
  const spelled: string[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (token === '--') return [...spelled, ...tokens.slice(at)];
    if (/^-[^-=]{2,}$/.test(token)) {
      const { switches, value } = unbundle(known, token);
      spelled.push(...switches);
      if (value === null) continue;
      at = takeValue(known, spelled, tokens, value, at);
    } else if (
      token.startsWith('-') &&
      !token.includes('=') &&
      optionOf(known, token)?.[1].value !== undefined
    )
      at = takeValue(known, spelled, tokens, token, at);
    else spelled.push(token);
  }
  return spelled;
};

/** Splits a bundle into switches; the last may take the next token as its value. */
const unbundle = (known: Known, token: string): { switches: string[]; value: string | null } => {
  const letters = [...token.slice(1)];
  const switches = letters.map((letter) => `-${letter}`);
  for (const [at, letter] of letters.entries()) {
    const option = known.find(([, { short }]) => short === letter)?.[1];
    if (option === undefined) throw unknownOption(known, letters.length > 4 ? token : `-${letter}`);
    if (option.value === undefined) continue;
    if (at < letters.length - 1)
      throw new UsageError(
        `-${letter} in ${token} requires a value; put it last or separate it`,
        `-${letter}`,
      );
    return { switches: switches.slice(0, -1), value: switches.at(-1)! };
  }
  return { switches, value: null };
};

const takeValue = (
  known: Known,
  spelled: string[],
  tokens: readonly string[],
  token: string,
  at: number,
): number => {
  const next = tokens[at + 1];
  if (next === undefined || next === '--' || (next.startsWith('-') && optionOf(known, next) !== undefined))
    throw new UsageError(`${token} requires a value: ${token} ${optionOf(known, token)?.[1].value}`, token);
  spelled.push(`${token}=${next}`);
  return at + 1;
};

const unknownOption = (known: Known, token: string): UnknownOption =>
  new UnknownOption(
    token.replace(/=.*$/s, ''),
    known.flatMap(([key, option]) => spellingsOf(key, option)),
  );

const requireKnown = (known: Known, tokens: readonly string[]): void => {
  for (const token of tokens) {
    if (token === '--') return;
    if (!/^-./.test(token)) continue;
    const option = optionOf(known, token)?.[1];
    if (option === undefined) throw unknownOption(known, token);
    if (option.value === undefined && token.includes('='))
      throw new UsageError(`${token.replace(/=.*$/s, '')} takes no value`, token);
  }
};

/**
 * The parser strips quotes, which the shell has already done, and lets a switch consume a following "true" or "false". So wrap
 * quotes in a pair of the other kind, and give switches an explicit value.
 */
const guarded = (known: Known, token: string): string => {
  const [, name, value] = /^(-[^=]+)=([\s\S]*)$/.exec(token) ?? [];
  if (name !== undefined && value !== undefined)
    return /^(["'])[\s\S]*\1$/.test(value)
      ? `${name}=${value.startsWith('"') ? `'${value}'` : `"${value}"`}`
      : token;
  return /^-./.test(token) && optionOf(known, token) !== undefined ? `${token}=true` : token;
};

const guardedTokens = (known: Known, tokens: readonly string[]): readonly string[] => {
  const end = tokens.indexOf('--');
  const at = end < 0 ? tokens.length : end;
  return [...tokens.slice(0, at).map((token) => guarded(known, token)), ...tokens.slice(at)];
};

type Values = ReadonlyMap<string, readonly string[]>;

/** Switches and arguments are unambiguous and need no parser. */
const plainly = (known: Known, tokens: readonly string[]): Typed | null => {
  if (
    tokens.some(
      (token) => token === '--' || (/^-./.test(token) && optionOf(known, token)?.[1].value !== undefined),
    )
  )
    return null;
  const given = tokens.flatMap((token) => (/^-./.test(token) ? [optionOf(known, token)![0]] : []));
  return {
    words: tokens.filter((token) => !/^-./.test(token)),
    given: new Map(given.map((key) => [key, []])),
  };
};

/** Everything else is parsed by yargs, which is loaded on demand. */
const parsed = async (known: Known, tokens: readonly string[]): Promise<Typed> => {
  const { Parser } = await import('yargs/helpers');
  const found = Parser([...guardedTokens(known, tokens)], {
    alias: Object.fromEntries(
      known.map(([key, option]) => [key, spellingsOf(key, option).filter((name) => name !== key)]),
    ),
    boolean: known.filter(([, { value }]) => value === undefined).map(([key]) => key),
    string: known.filter(([, { value }]) => value !== undefined).map(([key]) => key),
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
  const values: Values = new Map(
    known
      .filter(([key]) => found[key] !== undefined)
      .map(([key, { value }]) => [
        key,
        value === undefined ? [] : [found[key] as unknown].flat().map(String),
      ]),
  );
  return { words: found._.map(String), given: values };
};

/** Parses one command's command line. Throws `UsageError` for unknown options. */
export const parseArguments = async (options: Options<never>, tokens: readonly string[]): Promise<Typed> => {
  const known = Object.entries(options);
  const spelled = spellOut(known, tokens);
  requireKnown(known, spelled);
  return plainly(known, spelled) ?? parsed(known, spelled);
};

/** The same for a command, with the reason why it lacks an option that exists elsewhere. */
export const parseFor = async (
  { name }: { readonly name: string },
  options: Options<never>,
  tokens: readonly string[],
  whyLacking: (error: UnknownOption) => string | null | Promise<string | null>,
): Promise<Typed> => {
  try {
    return await parseArguments(options, tokens);
  } catch (error) {
    const why = error instanceof UnknownOption ? await whyLacking(error) : null;
    if (!(error instanceof UnknownOption) || why === null) throw error;
    throw new UsageError(`${error.option} does not apply to ${name}: ${why}`, error.option);
  }
};
