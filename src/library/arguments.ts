import { UsageError } from '../core/errors.ts';

/** What an argument must be, for messages, and whether a value is that. */
export type Form = { readonly expected: string; readonly accepts: (value: unknown) => boolean };

export const isText = (value: unknown): boolean => typeof value === 'string';

/** One value or a list of them. */
export const many =
  (accepts: Form['accepts']): Form['accepts'] =>
  (value) =>
    Array.isArray(value) ? value.every(accepts) : accepts(value);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

export const text: Form = { expected: 'a string', accepts: isText };
export const texts: Form = { expected: 'a string or a list of strings', accepts: many(isText) };
export const object: Form = { expected: 'an object', accepts: (value) => isObject(value) && !isList(value) };
export const rowList: Form = {
  expected: 'rows, such as a list of them',
  accepts: (value) => isObject(value) && Symbol.iterator in value,
};
const names: Form = {
  expected: 'a list of column names',
  accepts: (value) => isList(value) && value.every(isText),
};
export const someNames: Form = {
  expected: 'a list of one or more column names',
  accepts: (value) => names.accepts(value) && (value as readonly string[]).length > 0,
};
const signal: Form = { expected: 'an AbortSignal', accepts: (value) => value instanceof AbortSignal };

/** Options that exist only in the library, by name. */
export type OwnOptions = Readonly<Record<string, Form>>;

export const ofReports: OwnOptions = {
  columns: names,
  onProblem: { expected: 'a function', accepts: (value) => typeof value === 'function' },
  signal,
};
export const ofCheck: OwnOptions = { rules: texts, conditions: texts, signal };
export const ofWait: OwnOptions = { signal };

/** Throws `UsageError` for a value of another form, even where types would catch it, because not all callers are typed. */
export const requireForm = (name: string, value: unknown, { expected, accepts }: Form): void => {
  if (!accepts(value)) throw new UsageError(`${name}: expected ${expected}`, name);
};
