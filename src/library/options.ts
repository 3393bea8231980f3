import { UsageError } from '../core/errors.ts';
import type { LibraryForms, Option, Options } from '../core/option.ts';
import type { Report } from '../core/report.ts';
import type { Request } from '../core/request.ts';
import { nearest } from '../core/suggest.ts';
import { visible } from '../core/text.ts';
import { applyOptions, type Given } from '../options/apply.ts';
import { completeDraft, draftOf } from '../options/draft.ts';
import { allOptionsOf, lackingReason } from '../options/index.ts';

type Form = { readonly expected: string; readonly accepts: (value: unknown) => boolean };

const isText = (value: unknown): boolean => typeof value === 'string';
const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isSafeInteger(value);
const isTextOrNumber = (value: unknown): boolean => isText(value) || isNumber(value);

/** One value or a list of them. */
const many =
  (accepts: Form['accepts']): Form['accepts'] =>
  (value) =>
    Array.isArray(value) ? value.every(accepts) : accepts(value);

const forms: Readonly<Record<keyof LibraryForms, Form>> = {
  flag: { expected: 'true or false', accepts: (value) => typeof value === 'boolean' },
  text: { expected: 'a string', accepts: isText },
  number: { expected: 'a whole number', accepts: isNumber },
  word: { expected: 'a string or a number', accepts: isTextOrNumber },
  texts: { expected: 'a string or a list of strings', accepts: many(isText) },
  ports: { expected: 'a string, a number or a list of these', accepts: many(isTextOrNumber) },
  duration: {
    expected: 'milliseconds, or a string such as "2s"',
    accepts: (value) => isText(value) || (isNumber(value) && (value as number) >= 0),
  },
};

/** Options that exist only in the library. */
const others: ReadonlySet<string> = new Set(['columns', 'onProblem', 'signal', 'rules', 'conditions']);

const optionNamed = <D>(
  options: Options<D>,
  name: string,
): Option<D> & { readonly library: keyof LibraryForms } => {
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (option?.library !== undefined) return { ...option, library: option.library };
  const known = Object.keys(options).filter((key) => options[key]!.library !== undefined);
  const near = nearest(name, known);
  throw new UsageError(
    `unknown option ${visible(name)}${near === null ? '' : `; did you mean ${near}?`}`,
    name,
  );
};

const valuesOf = (name: string, value: unknown, form: Form): readonly string[] => {
  if (!form.accepts(value)) throw new UsageError(`${name}: expected ${form.expected}`, name);
  return typeof value === 'boolean' ? [] : [value].flat().map(String);
};

/** The options set in an options object. `lacking` says why an option does not apply; null if it does. */
export const givenIn = <D>(
  options: Options<D>,
  values: Readonly<Record<string, unknown>>,
  lacking: (option: Option<D>) => string | null = () => null,
): Given => {
  const given = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(values)) {
    if (others.has(name) || value === undefined) continue;
    const option = optionNamed(options, name);
    const why = lacking(option);
    if (why !== null) throw new UsageError(`${name} does not apply${why}`, name);
    const words = valuesOf(name, value, forms[option.library]);
    if (value !== false) given.set(name, option.library === 'duration' ? words.map(inMilliseconds) : words);
  }
  return given;
};

/** A number is in milliseconds in the library, but in seconds on the command line. */
const inMilliseconds = (word: string): string => (/^\d+$/.test(word) ? `${word}ms` : word);

const givenBy = (report: Report, values: Readonly<Record<string, unknown>>): Given =>
  givenIn(allOptionsOf(report), values, (option) => {
    const lacking = lackingReason(option, report);
    return lacking === null ? null : ` to ${report.name}: it ${lacking}`;
  });

/**
 * The request for an options object; `words` are the report's arguments. Throws `UsageError` even for errors that types would
 * catch, because not all callers are typed.
 */
export const requestOf = (
  report: Report,
  values: Readonly<Record<string, unknown>>,
  words: readonly string[] = [],
): Request => {
  const draft = draftOf(report);
  applyOptions(draft, allOptionsOf(report), givenBy(report, values), (key) => key);
  if (words.length > 0) report.words!.take(draft as never, words);
  return completeDraft(draft, 'json');
};

/** `--local-port` as spelled in the library. */
const camelCase = (spelled: string): string =>
  spelled.replace(/^-+/, '').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Converts option names in errors thrown by `work` to the library's spelling. */
export const inLibraryWords = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof UsageError) || !error.option?.startsWith('-')) throw error;
    const key = camelCase(error.option);
    throw new UsageError(error.message.replaceAll(error.option, key), key);
  }
};
