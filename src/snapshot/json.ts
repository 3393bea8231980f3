import { parseAddress } from '../core/address.ts';

/** Invalid document contents, with the place and what was expected there. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

type Read<T> = (value: unknown, place: string) => T;

const expected = (place: string, what: string): never => {
  throw new ShapeError(`${place}: expected ${what}`);
};

export const asText: Read<string> = (value, place) =>
  typeof value === 'string' && value.length <= 4096 ? value : expected(place, 'text');

/** A decimal number of up to 64 bits, as text, so that no reader rounds it. */
export const asDigits: Read<string> = (value, place) =>
  typeof value === 'string' && /^\d{1,20}$/.test(value) ? value : expected(place, 'digits');

export const asCount: Read<number> = (value, place) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : expected(place, 'a number');

export const asIpv4: Read<string> = (value, place) =>
  typeof value === 'string' && parseAddress(value)?.length === 4 && !value.includes(':')
    ? value
    : expected(place, 'an IPv4 address');

export const asFlag: Read<boolean> = (value, place) =>
  typeof value === 'boolean' ? value : expected(place, 'true or false');

export const oneOf =
  <const T extends string>(...words: readonly T[]): Read<T> =>
  (value, place) =>
    words.includes(value as T) ? (value as T) : expected(place, words.join(' or '));

export const orNull =
  <T>(read: Read<T>): Read<T | null> =>
  (value, place) =>
    value === null || value === undefined ? null : read(value, place);

export const listOf =
  <T>(read: Read<T>): Read<readonly T[]> =>
  (value, place) =>
    Array.isArray(value) ? value.map((item, at) => read(item, `${place}[${at}]`)) : expected(place, 'a list');

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object with these properties; others are ignored. */
export const objectOf =
  <T>(fields: { readonly [P in keyof T]-?: Read<T[P]> }): Read<T> =>
  (value, place) => {
    if (!isObject(value)) return expected(place, 'an object');
    const read = Object.entries<Read<unknown>>(fields).map(([name, field]) => [
      name,
      field(Object.hasOwn(value, name) ? value[name] : undefined, place === '' ? name : `${place}.${name}`),
    ]);
    return Object.fromEntries(read) as T;
  };

/** An object whose keys are data. */
export const recordOf =
  <T>(read: Read<T>): Read<Readonly<Record<string, T>>> =>
  (value, place) => {
    if (!isObject(value)) return expected(place, 'an object');
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, read(item, `${place}.${name}`)]),
    );
  };
