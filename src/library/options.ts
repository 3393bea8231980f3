import { UsageError } from '../core/errors.ts';
import type { LibraryForms, Option, Options } from '../core/option.ts';
import type { Report } from '../core/report.ts';
import type { Request } from '../core/request.ts';
import { nearest } from '../core/suggest.ts';
import { visible } from '../core/text.ts';
import { applyOptions, type Given } from '../options/apply.ts';
import { completeDraft, draftOf } from '../options/draft.ts';
import { allOptionsOf, lackingReason } from '../options/index.ts';
import { type Form, isText, many, type OwnOptions, object, requireForm, text, texts } from './arguments.ts';

const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isSafeInteger(value);
const isTextOrNumber = (value: unknown): boolean => isText(value) || isNumber(value);

const forms: Readonly<Record<keyof LibraryForms, Form>> = {
  flag: { expected: 'true or false', accepts: (value) => typeof value === 'boolean' },
  text,
  number: { expected: 'a whole number', accepts: isNumber },
  word: { expected: 'a string or a number', accepts: isTextOrNumber },
  texts,
  ports: { expected: 'a string, a number or a list of these', accepts: many(isTextOrNumber) },
  duration: {
    expected: 'milliseconds, or a string such as "2s"',
    accepts: (value) => isText(value) || (isNumber(value) && (value as number) >= 0),
  },
};

const optionNamed = <D>(
  options: Options<D>,
  own: OwnOptions,
  name: string,
): Option<D> & { readonly library: keyof LibraryForms } => {
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (option?.library !== undefined) return { ...option, library: option.library };
  const known = Object.keys(options).filter((key) => options[key]!.library !== undefined);
  const near = nearest(name, [...known, ...Object.keys(own)]);
  throw new UsageError(
    `unknown option ${visible(name)}${near === null ? '' : `; did you mean ${near}?`}`,
    name,
  );
};

const valuesOf = (name: string, value: unknown, form: Form): readonly string[] => {
  requireForm(name, value, form);
  return typeof value === 'boolean' ? [] : [value].flat().map(String);
};

/**
 * The options set in an options object, which may also have the function's `own`. `lacking` says why an option does not
 * apply; null if it does.
 */
export const givenIn = <D>(
  options: Options<D>,
  own: OwnOptions,
  values: Readonly<Record<string, unknown>>,
  lacking: (option: Option<D>) => string | null = () => null,
): Given => {
  requireForm('options', values, object);
  const given = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    if (Object.hasOwn(own, name)) {
      requireForm(name, value, own[name]!);
      continue;
    }
    const option = optionNamed(options, own, name);
    const why = lacking(option);
    if (why !== null) throw new UsageError(`${name} does not apply${why}`, name);
    const words = valuesOf(name, value, forms[option.library]);
    if (value !== false) given.set(name, option.library === 'duration' ? words.map(inMilliseconds) : words);
  }
  return given;
};

/** A number is in milliseconds in the library, but in seconds on the command line. */
const inMilliseconds = (word: string): string => (/^\d+$/.test(word) ? `${word}ms` : word);

const givenBy = (report: Report, own: OwnOptions, values: Readonly<Record<string, unknown>>): Given =>
  givenIn(allOptionsOf(report), own, values, (option) => {
    const lacking = lackingReason(option, report);
    return lacking === null ? null : ` to ${report.name}: it ${lacking}`;
  });

/** The request for an options object; `words` are the report's arguments. Throws `UsageError`. */
export const requestOf = (
  report: Report,
  own: OwnOptions,
  values: Readonly<Record<string, unknown>>,
  words: readonly string[] = [],
): Request => {
  const draft = draftOf(report);
  applyOptions(draft, allOptionsOf(report), givenBy(report, own, values), (key) => key);
  if (words.length > 0) report.words!.take(draft as never, words);
  return completeDraft(draft, 'json');
};

/** `--local-port` as spelled in the library. */
const camelCase = (spelled: string): string =>
  spelled.replace(/^-+/, '').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Options in a message, but not in what a caller gave, which is quoted. */
const optionNames = /(?<!["\w-])--[a-z][a-z-]*/g;

/** The error with option names in the library's spelling. Lines after the first show an expression. */
const inWords = (error: unknown): unknown => {
  if (!(error instanceof UsageError)) return error;
  const [line = '', ...more] = error.message.split('\n');
  const message = [line.replace(optionNames, camelCase), ...more].join('\n');
  const option = error.option?.startsWith('-') ? camelCase(error.option) : error.option;
  return message === error.message && option === error.option ? error : new UsageError(message, option);
};

/** Converts option names in errors thrown by `work` to the library's spelling. */
export const inLibraryWords = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw inWords(error);
  }
};

/** The same for asynchronous work. */
export const laterInLibraryWords = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    throw inWords(error);
  });
